package schema_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/schema"
)

func TestSamplesPass(t *testing.T) {
	for _, typ := range filetype.All() {
		o := schema.NewOpinion(typ)
		if bad := o.Record([]byte(schema.SampleJSON(typ.Record))); len(bad) > 0 {
			t.Errorf("%s: the sample record fails: %q", typ.Name, bad)
		}
		if bad := o.File(schema.SampleFile(typ)); len(bad) > 0 {
			t.Errorf("%s: the sample file fails: %q", typ.Name, bad)
		}
		// Canonical layout: header, opening, records, closing, trailer.
		if n := strings.Count(string(schema.SampleFile(typ)), "\n"); n != 5 {
			t.Errorf("%s: the sample file has %d lines", typ.Name, n)
		}
	}
}

// TestMAF judges records that a reader of the requirements knows to be well
// formed or not.
func TestMAF(t *testing.T) {
	const r0 = `{"authorisationID":"A-1","migrationWeek":"2022-06-13","migrateOn":"2022-06-15","meters":[{"mpxn":"9900000000089","supplierCertificateIDs":["Z9:5A0101","Z9:5A0102"],"networkOperatorCertificateID":"Z9:4E0001"}]}`
	good := map[string]string{ // what replaces what in R0
		``:                          ``,
		`["Z9:5A0101","Z9:5A0102"]`: `[]`, // 17.20(g)
		`"Z9:4E0001"`:               `"N/A"`,
		`"Z9:5A0101",`:              `"","  ","-","0",`,
		`"2022-06-13"`:              `"2022-06-14"`, // 17.20(b): no Monday, yet well formed
		`"9900000000089"`:           `"9999000104"`,
		`"migrateOn":`:              `"commissioningParty":"Supplier","migrateOn":`,
		`"mpxn":"9900000000089",`:   `"mpxn":"9900000000088",`, // fails its check digit: a warning
		`{"authorisationID":"A-1",`: ` { "authorisationID" : "A-1" , `,
	}
	bad := map[string]string{
		`"authorisationID":"A-1",`: ``,
		`"2022-06-13"`:             `"13/06/2022"`,
		`"2022-06-15"`:             `20220615`,
		`"9900000000089"`:          `"9.9E+12"`,
		`"Z9:4E0001"`:              `"x Z9:4E0001 y"`, // an unanchored pattern would match
		`"Z9:5A0101",`:             `"5A0101 5A0102",`,
		`"A-1"`:                    `null`,
		`"migrateOn":`:             `"commissioningParty":"SUPA","migrateOn":`,
		`"mpxn":`:                  `"meter":1,"mpxn":`,
		`}]}`:                      `}],"note":""}`,
		`"meters":[{`:              `"meters":[{"mpxn":"123456"},{"mpxn":"123456"},{`,
	}
	o := schema.NewOpinion(maf.Type)
	for from, to := range good {
		if msgs := o.Record([]byte(strings.Replace(r0, from, to, 1))); len(msgs) > 0 {
			t.Errorf("%s for %s: %q", to, from, msgs)
		}
	}
	for from, to := range bad {
		if !strings.Contains(r0, from) {
			t.Fatalf("%s is not in the record", from)
		}
		if msgs := o.Record([]byte(strings.Replace(r0, from, to, 1))); len(msgs) == 0 {
			t.Errorf("%s for %s passes", to, from)
		}
	}
}

func TestOpinionOnWhatIsNoRecord(t *testing.T) {
	o := schema.NewOpinion(maf.Type)
	for _, raw := range []string{"", "{", "[]", "null", "1", `{}`, `{} {}`, `{"meters":1e1000000}`, `{"meters":[[-1E-1000000]]}`, strings.Repeat("[", 20_000)} {
		if len(o.Record([]byte(raw))) == 0 || len(o.File([]byte(raw))) == 0 {
			t.Errorf("%.20q passes", raw)
		}
	}
}

func TestMessagesAreInOrder(t *testing.T) {
	o := schema.NewOpinion(maf.Type)
	raw := []byte(`{"x":1,"y":2,"z":3,"authorisationID":1}`)
	first := strings.Join(o.Record(raw), "\n")
	for range 50 {
		if got := strings.Join(o.Record(raw), "\n"); got != first {
			t.Fatalf("first\n%s\nthen\n%s", first, got)
		}
	}
}

// TestSchemasAreStrict walks the schemas as JSON.
func TestSchemasAreStrict(t *testing.T) {
	for _, typ := range filetype.All() {
		for _, text := range [][]byte{schema.Generate(typ), schema.GenerateRecord(typ)} {
			var doc map[string]any
			if err := json.Unmarshal(text, &doc); err != nil {
				t.Fatalf("%s: %v", typ.Name, err)
			}
			if s, _ := doc["description"].(string); !strings.Contains(s, "simulator-defined") || !strings.Contains(s, typ.Clause) {
				t.Errorf("%s: the description does not say what it rests on: %s", typ.Name, s)
			}
			strict(t, typ.Name, doc)
		}
		if id := schema.ID(typ); id != "urn:s1mig:schema:"+strings.ToLower(typ.Name)+":1.0" {
			t.Errorf("$id is %s", id)
		}
	}
}

func strict(t *testing.T, where string, s map[string]any) {
	t.Helper()
	switch s["type"] {
	case "object":
		if s["additionalProperties"] != false {
			t.Errorf("%s lets unknown fields in", where)
		}
		for name, p := range s["properties"].(map[string]any) {
			strict(t, where+"."+name, p.(map[string]any))
		}
	case "array":
		strict(t, where+"[]", s["items"].(map[string]any))
	case "string":
		pattern, ok := s["pattern"].(string)
		if ok && (!strings.HasPrefix(pattern, "^") || !strings.HasSuffix(pattern, "$")) {
			t.Errorf("%s: the pattern %s is not anchored", where, pattern)
		}
		if _, err := regexp.Compile(pattern); err != nil {
			t.Errorf("%s: %v", where, err)
		}
		if _, enum := s["enum"]; ok == enum || s["format"] != nil {
			t.Errorf("%s needs either a pattern or an enum, and no format", where)
		}
	case "integer":
		if s["minimum"] == nil || s["maximum"] == nil {
			t.Errorf("%s has no bounds", where)
		}
	case "boolean":
	default:
		if s["$ref"] == nil {
			t.Errorf("%s has no type", where)
		}
	}
	definitions, _ := s["definitions"].(map[string]any)
	for name, d := range definitions {
		strict(t, where+"#"+name, d.(map[string]any))
	}
}

func TestPlaintextOfMEFIsPublished(t *testing.T) {
	for _, f := range mef.Credentials.Fields {
		if !strings.Contains(string(schema.Generate(mef.Type)), `"`+f.Name+`"`) {
			t.Errorf("the schema does not describe %s", f.Name)
		}
		if strings.Contains(string(schema.GenerateRecord(mef.Type)), `"`+f.Name+`"`) {
			t.Errorf("a record may hold %s in clear", f.Name)
		}
	}
	o := schema.NewOpinion(mef.Type)
	clear := strings.Replace(schema.SampleJSON(mef.Record), `"sealed":`, `"masterKey":"000102030405060708090a0b0c0d0e0f","sealed":`, 1)
	if len(o.Record([]byte(clear))) == 0 {
		t.Error("a key in clear passes")
	}
}

func TestTrailerIsInEverySchema(t *testing.T) {
	for _, typ := range filetype.All() {
		o := schema.NewOpinion(typ)
		file := string(schema.SampleFile(typ))
		for _, name := range []string{envelope.HeaderName, typ.Records, envelope.TrailerName} {
			if msgs := o.File([]byte(strings.Replace(file, `"`+name+`":`, `"other":`, 1))); len(msgs) == 0 {
				t.Errorf("%s without %s passes", typ.Name, name)
			}
		}
	}
}
