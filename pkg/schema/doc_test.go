package schema_test

import (
	"go/doc/comment"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/schema"
)

// examples returns the JSON objects in the package doc of the type.
func examples(t *testing.T, typ *envelope.Type) []string {
	t.Helper()
	dir := strings.ReplaceAll(schema.Slug(typ), "-", "")
	file := filepath.Join("..", "filetype", dir, dir+".go")
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, block := range new(comment.Parser).Parse(f.Doc.Text()).Content {
		if c, ok := block.(*comment.Code); ok && strings.HasPrefix(c.Text, "{") {
			found = append(found, c.Text)
		}
	}
	return found
}

// TestPackageDocs judges the example record in each package doc by the schema,
// so that the docs cannot grow stale.
func TestPackageDocs(t *testing.T) {
	for _, typ := range filetype.All() {
		o := schema.NewOpinion(typ)
		found := examples(t, typ)
		if len(found) == 0 {
			t.Errorf("the package doc of %s has no example", typ.Name)
		}
		for i, text := range found {
			if typ == mef.Type && i == 1 {
				continue // what is sealed; TestPlaintextExample judges it
			}
			if msgs := o.Record([]byte(text)); len(msgs) > 0 {
				t.Errorf("%s: the example is not well formed: %q", typ.Name, msgs)
			}
		}
	}
}

func TestPlaintextExample(t *testing.T) {
	found := examples(t, mef.Type)
	if len(found) != 2 {
		t.Fatalf("%d examples, want the record and the plaintext", len(found))
	}
	inner := &envelope.Type{Name: "PLAIN", Record: mef.Credentials, Header: mef.Type.Header, Records: "credentials"}
	if msgs := schema.NewOpinion(inner).Record([]byte(found[1])); len(msgs) > 0 {
		t.Errorf("the plaintext is not well formed: %q", msgs)
	}
}
