package schemas_test

import (
	"bytes"
	"testing"

	"s1mig/pkg/filetype"
	"s1mig/pkg/schema"
	"s1mig/schemas"
)

func TestFSHoldsEveryType(t *testing.T) {
	for _, typ := range filetype.All() {
		text, err := schemas.FS.ReadFile(schema.Slug(typ) + ".schema.json")
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(text, schema.Generate(typ)) {
			t.Errorf("%s is stale: run go run ./cmd/gen in the root of the module", typ.Name)
		}
	}
	entries, err := schemas.FS.ReadDir(".")
	if err != nil || len(entries) != len(filetype.All()) {
		t.Errorf("%d schemas for %d types (%v)", len(entries), len(filetype.All()), err)
	}
}
