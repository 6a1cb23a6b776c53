package codec_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/schema"
	"s1mig/pkg/spec"
)

// FuzzLayouts reads any bytes in all ways and wants the same of each.
func FuzzLayouts(f *testing.F) {
	f.Add([]byte(sample()))
	f.Add([]byte(long(70)))
	f.Add([]byte(strings.ReplaceAll(long(70), "\n", "\r\n")))
	for _, c := range gapCases() {
		doc, _ := c.doc()
		f.Add([]byte(doc))
	}
	for _, gap := range []string{" x,\n", "\n", ",,\n", ",,", ",\n5,\n"} {
		f.Add([]byte(gapped(long(70), func(int) string { return gap })))
	}
	for _, c := range faults() {
		f.Add([]byte(seal(strings.Replace(sample(), c.old, c.new, 1))))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		agree(t, string(doc), 0)
		agree(t, string(doc), 500)
	})
}

// strict says what is wrong with a whole document by means of encoding/json: it
// is no JSON, no UTF-8, or a name stands twice or is not known.
func strict(doc string) string {
	if !json.Valid([]byte(doc)) || !utf8.ValidString(doc) {
		return "no JSON in UTF-8"
	}
	dec := json.NewDecoder(strings.NewReader(doc))
	dec.UseNumber()
	tree, err := parseNode(dec)
	if err != nil || tree.kind != '{' {
		return "no object"
	}
	typ := tree.typeOf()
	if typ == nil {
		return "no type"
	}
	if p := tree.twice(); p != "" {
		return p
	}
	for i, m := range tree.members {
		want := []string{"header", typ.Records, "trailer"}
		if len(tree.members) != 3 || m.name != want[i] {
			return "parts other than header, records and trailer"
		}
	}
	problem := tree.members[0].value.unknown(typ.Header) + tree.members[2].value.unknown(envelope.TrailerTable)
	for _, r := range tree.members[1].value.items {
		problem += r.unknown(typ.Record)
	}
	return problem
}

func (n *node) typeOf() *envelope.Type {
	for _, m := range n.members {
		if m.name != "header" {
			continue
		}
		for _, h := range m.value.members {
			if t, ok := filetype.Lookup(strings.Trim(h.value.text, `"`)); ok && h.name == "fileType" {
				return t
			}
		}
	}
	return nil
}

// twice finds a name that stands twice in one object.
func (n *node) twice() string {
	var names []string
	for _, m := range n.members {
		if n.kind == '{' && slices.Contains(names, m.name) {
			return "twice: " + m.name
		}
		names = append(names, m.name)
	}
	for _, v := range n.items {
		if p := v.twice(); p != "" {
			return p
		}
	}
	return ""
}

// unknown finds a name that the table does not have.
func (n *node) unknown(t *spec.Table) string {
	if n.kind != '{' {
		return "no object"
	}
	for _, m := range n.members {
		f := t.Field(m.name)
		switch {
		case f == nil:
			return "unknown: " + m.name
		case f.Op == spec.OpObject:
			if p := m.value.unknown(f.Table); p != "" {
				return p
			}
		case f.Op == spec.OpObjects:
			for _, item := range m.value.items {
				if p := item.unknown(f.Table); p != "" {
					return p
				}
			}
		}
	}
	return ""
}

// noLaxer wants that whatever strict refuses is refused.
func noLaxer(t *testing.T, doc string) {
	t.Helper()
	s := readString(doc)
	if s.Err != "" || len(s.Found) > 0 {
		return
	}
	if problem := strict(doc); problem != "" {
		t.Fatalf("nothing is found; but %s: %q", problem, doc)
	}
	if err := strictV2(doc); err != nil {
		t.Fatalf("nothing is found; but json/v2 says %v: %q", err, doc)
	}
}

// FuzzStrict holds the reader to encoding/json, and to json/v2.
func FuzzStrict(f *testing.F) {
	f.Add(sample())
	for _, c := range faults() {
		f.Add(seal(strings.Replace(sample(), c.old, c.new, 1)))
	}
	f.Fuzz(func(t *testing.T, doc string) { noLaxer(t, seal(doc)) })
}

func TestReaderIsNoLaxerThanEncodingJSON(t *testing.T) {
	if problem := strict(sample()); problem != "" {
		t.Fatalf("the oracle refuses the sample: %s", problem)
	}
	if err := strictV2(sample()); err != nil {
		t.Fatalf("json/v2 refuses the sample: %v", err)
	}
	rnd := rand.New(rand.NewPCG(12, 13))
	refused, refusedV2 := 0, 0
	for range 3000 {
		doc := seal(mutate(rnd, sample()))
		noLaxer(t, doc)
		if strict(doc) != "" {
			refused++
		}
		if strictV2(doc) != nil {
			refusedV2++
		}
	}
	if refused < 1000 || refusedV2 < 1000 {
		t.Errorf("the mutations are too tame: %d and %d of 3000 are refused", refused, refusedV2)
	}
}

// beyondSchema lists what draft-07 cannot say of a record.
var beyondSchema = []finding.Code{finding.DuplicateName, finding.InvalidUTF8, finding.LoneSurrogate, finding.NumberSpelling, finding.Nesting}

// againstSchema wants reader and schema to be of one mind about a record, but
// for what a schema cannot say.
func againstSchema(t *testing.T, typ *envelope.Type, opinion *schema.Opinion, record string) {
	t.Helper()
	header := `{"header":{"fileType":"` + typ.Name + `"},"` + typ.Records + "\":[\n"
	s := readString(header + record + "\n],\n\"trailer\":{}}")
	if s.Err != "" {
		t.Fatal(s.Err)
	}
	var found []finding.Finding
	for _, f := range s.findings {
		if strings.HasPrefix(f.Path, "/"+typ.Records) {
			found = append(found, f)
		}
	}
	objections := opinion.Record([]byte(record))
	if !json.Valid([]byte(record)) || len(s.Records) != 1 {
		return // the frame is broken; what the record is cannot be told
	}
	switch {
	case len(found) == 0 && len(objections) > 0:
		t.Fatalf("%s: only the schema objects, %q: %s", typ.Name, objections, record)
	case len(objections) > 0:
		return
	}
	for _, f := range found {
		calendar := f.Code == finding.FieldForm && (strings.HasSuffix(f.Message, "no date") || strings.HasSuffix(f.Message, "no date-time"))
		if !calendar && !slices.Contains(beyondSchema, f.Code) {
			t.Fatalf("%s: only the reader objects, %s: %s", typ.Name, f, record)
		}
	}
}

// FuzzReaderAgainstSchema holds the reader to the published schemas.
func FuzzReaderAgainstSchema(f *testing.F) {
	types := filetype.All()
	opinions := make([]*schema.Opinion, len(types))
	for i, typ := range types {
		opinions[i] = schema.NewOpinion(typ)
		f.Add(uint8(i), schema.SampleJSON(typ.Record))
	}
	f.Fuzz(func(t *testing.T, which uint8, record string) {
		i := int(which) % len(types)
		againstSchema(t, types[i], opinions[i], record)
	})
}

// mutants is how many spoilt records the fast path and the schema must agree on
// (DC-7).
const mutants = 10_000

//trace:shows 5.3, DC-7
//trace:covers * validate format
func TestReaderAgreesWithSchema(t *testing.T) {
	rnd := rand.New(rand.NewPCG(14, 15))
	types := filetype.All()
	for i, typ := range types {
		opinion := schema.NewOpinion(typ)
		good := schema.SampleJSON(typ.Record)
		againstSchema(t, typ, opinion, good)
		for range mutants*(i+1)/len(types) - mutants*i/len(types) {
			record := good
			if rnd.IntN(2) == 0 {
				record = mutate(rnd, good)
			}
			againstSchema(t, typ, opinion, respell(rnd, record))
		}
	}
}

// respell changes one value or name of a record and leaves it JSON.
func respell(rnd *rand.Rand, record string) string {
	parts := strings.Split(record, `"`)
	if len(parts) > 2 {
		i := 1 + 2*rnd.IntN(len(parts)/2)
		parts[i] = []string{"", " ", parts[i] + "x", strings.ToLower(parts[i]), strings.ToUpper(parts[i]), "0", parts[i] + "\\n", "2022-02-30", "é", parts[max(0, i-2)], parts[i] + "\u0000"}[rnd.IntN(11)]
	}
	return strings.Join(parts, `"`)
}
