package schema

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/spec"
)

// SampleJSON returns an object that the table describes, as JSON on one line:
// every field in its order, with the first example of its lexical type, the
// first value of its enumeration or its least integer that is not zero, and one
// item in every list. It shows the form; it need not make sense.
func SampleJSON(t *spec.Table) string { return string(plain(sample(t))) }

// SampleFile returns a file of the type with one record, in the canonical layout:
// one record on each line. Its digest and signature are of the right form only.
func SampleFile(t *envelope.Type) []byte {
	header := sample(t.Header)
	trailer := sample(envelope.TrailerTable)
	return []byte(`{"` + envelope.HeaderName + `":` + string(plain(header)) + ",\n" +
		`"` + t.Records + "\":[\n" +
		SampleJSON(t.Record) + "\n],\n" +
		`"` + envelope.TrailerName + `":` + string(plain(trailer)) + "}\n")
}

func sample(t *spec.Table) object {
	var o object
	for i := range t.Fields {
		o.add(t.Fields[i].Name, sampleValue(&t.Fields[i]))
	}
	return o
}

func sampleValue(f *spec.Field) any {
	switch f.Op {
	case spec.OpBool:
		return true
	case spec.OpInteger:
		return max(f.Min, 1)
	case spec.OpEnum:
		return f.Enum[0]
	case spec.OpObject:
		return sample(f.Table)
	case spec.OpObjects:
		return []object{sample(f.Table)}
	case spec.OpTexts:
		return []string{f.Lex.Examples[0]}
	default:
		return f.Lex.Examples[0]
	}
}
