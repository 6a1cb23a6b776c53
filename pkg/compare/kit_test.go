package compare_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/compare"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/schema"
	"s1mig/pkg/spec"
)

// object is a JSON object, written with its names in alphabetical order: another
// order than that of any table.
type object = map[string]any

// sample is an object of a table with every field; its values go by the number k.
func sample(t *spec.Table, k int) object {
	o := object{}
	for i := range t.Fields {
		o[t.Fields[i].Name] = value(&t.Fields[i], k)
	}
	return o
}

// value is a value of a field: another one for another k, as far as the field
// allows.
func value(f *spec.Field, k int) any {
	switch f.Op {
	case spec.OpBool:
		return k%2 == 0
	case spec.OpInteger:
		return f.Min + int64(k)%(min(f.Max, 1000)-f.Min+1)
	case spec.OpEnum:
		return f.Enum[k%len(f.Enum)]
	case spec.OpObject:
		return sample(f.Table, k)
	case spec.OpObjects:
		if f.Max < 2 {
			return []any{sample(f.Table, k)}
		}
		return []any{sample(f.Table, 2*k), sample(f.Table, 2*k+1)}
	case spec.OpTexts:
		return []any{text(f.Lex, k), text(f.Lex, k+1)}
	}
	return text(f.Lex, k)
}

// text is a text of that form.
func text(lex *ident.Type, k int) string {
	switch lex {
	case ident.RecordIDType:
		return fmt.Sprintf("R-%d", k)
	case ident.EUI64Type:
		return fmt.Sprintf("90-B3-D5-1F-30-00-%02X-%02X", k/256%256, k%256)
	case ident.MPxNType:
		return fmt.Sprintf("99%011d", k)
	case ident.FileNameType:
		return fmt.Sprintf("MAF_SMSO%d_90-B3-D5-1F-30-01-00-00_20220608_090000_000001.json", k)
	case ident.InstantType:
		return fmt.Sprintf("2022-06-08T09:%02d:00Z", k%60)
	case ident.DateType:
		return fmt.Sprintf("2022-06-%02d", 1+k%28)
	case ident.DigestType:
		return fmt.Sprintf("sha-256:%064x", k)
	}
	switch lex.Name {
	case "certificate entry", "Certificate ID":
		return fmt.Sprintf("Z9:5A%04X", 1+k)
	case "path":
		return fmt.Sprintf("out/%d.json", k)
	case "text":
		return fmt.Sprintf("text %d", k)
	}
	if k%2 == 1 && len(lex.Examples) == 1 {
		return near(lex)
	}
	return lex.Examples[k%len(lex.Examples)]
}

// near is the only example of a form, with another character somewhere.
func near(lex *ident.Type) string {
	for i, old := range lex.Examples[0] {
		for _, c := range "12AB" {
			other := []byte(lex.Examples[0])
			if other[i] = byte(c); c != old && lex.Valid(other) {
				return string(other)
			}
		}
	}
	panic(lex.Name + " has no second value")
}

// document writes a file of those records.
func document(t *envelope.Type, header object, records []object, pretty bool) string {
	var b strings.Builder
	b.WriteString(`{"header":` + plain(header) + `,` + "\n" + `"` + t.Records + `":[`)
	for i, r := range records {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString("\n" + plain(r))
	}
	b.WriteString("\n" + `],"trailer":` + schema.SampleJSON(envelope.TrailerTable) + "}\n")
	if !pretty {
		return b.String()
	}
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(b.String()), "", "\t"); err != nil {
		panic(err)
	}
	return out.String()
}

func plain(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func headerOf(t *envelope.Type) object {
	h := sample(t.Header, 0)
	h["fileType"], h["formatVersion"], h["sequence"] = t.Name, "1.0", 1
	return h
}

// in is an input in memory.
func in(name, doc string) compare.Input {
	return compare.Input{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(doc)), nil }}
}

func files(t testing.TB, a, b string, opt compare.Options) *compare.Pair {
	t.Helper()
	if opt.Codec.Workers == 0 {
		opt.Codec = codec.Options{Workers: 1}
	}
	p, err := compare.Files(context.Background(), in("a.json", a), in("b.json", b), opt)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// told renders the differences, one a line.
func told(p *compare.Pair) string {
	var b strings.Builder
	for _, d := range p.Differences {
		fmt.Fprintf(&b, "%s %s|%s|%s|%s\n", d.Kind, d.Record, d.Field, side(d.A), side(d.B))
	}
	return b.String()
}

func side(p *compare.Place) string {
	switch {
	case p == nil:
		return ""
	case p.Problem != "":
		return p.Problem
	case p.Value == nil:
		return "-"
	}
	return *p.Value
}
