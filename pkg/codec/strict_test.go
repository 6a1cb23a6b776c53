package codec_test

import (
	"reflect"
	"sync"

	jsonv2 "github.com/go-json-experiment/json"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/spec"
)

// strictV2 says what json/v2 has against a MAF: it is no JSON or no UTF-8, a name
// stands twice or is not known, or a value is of the wrong JSON type.
func strictV2(doc string) error {
	return jsonv2.Unmarshal([]byte(doc), reflect.New(documentV2()).Interface(), jsonv2.RejectUnknownMembers(true))
}

var documentV2 = sync.OnceValue(func() reflect.Type {
	return structOf([]string{envelope.HeaderName, maf.Type.Records, envelope.TrailerName},
		[]reflect.Type{typeOf(maf.Type.Header), reflect.SliceOf(typeOf(maf.Record)), typeOf(envelope.TrailerTable)})
})

// typeOf is a struct for json/v2 with the fields of a table.
func typeOf(t *spec.Table) reflect.Type {
	var names []string
	var types []reflect.Type
	for _, f := range t.Fields {
		names, types = append(names, f.Name), append(types, fieldType(&f))
	}
	return structOf(names, types)
}

func fieldType(f *spec.Field) reflect.Type {
	switch f.Op {
	case spec.OpInteger:
		return reflect.TypeFor[int64]()
	case spec.OpBool:
		return reflect.TypeFor[bool]()
	case spec.OpTexts:
		return reflect.TypeFor[[]string]()
	case spec.OpObject:
		return typeOf(f.Table)
	case spec.OpObjects:
		return reflect.SliceOf(typeOf(f.Table))
	}
	return reflect.TypeFor[string]()
}

func structOf(names []string, types []reflect.Type) reflect.Type {
	var fields []reflect.StructField
	for i, name := range names {
		fields = append(fields, reflect.StructField{Name: "X" + name, Type: types[i], Tag: reflect.StructTag(`json:"` + name + `"`)})
	}
	return reflect.StructOf(fields)
}
