//go:build interop

package main

import "testing"

// TestInteropAjv: ajv makes the same of the files as all others, and refuses a
// type of device that the schema does not have.
func TestInteropAjv(t *testing.T) {
	dir := t.TempDir()
	e, err := makeEstate(t.Context(), dir, 200, 60, 7)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*file{e.file("mcf"), e.file("maf")} {
		for _, sample := range []bool{true, false} {
			p, err := start(t.Context(), byName("ajv"), &job{estate: e, file: f, cores: 1, sample: sample, ajv: "../../.ci/interop"}, dir)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.round(); err != nil {
				t.Error(err)
			}
			p.stop()
		}
	}
	f := e.file("mcf")
	spoil(t, f, `"deviceType":"ESME"`, `"deviceType":"ESMX"`)
	if _, err := start(t.Context(), byName("ajv"), &job{estate: e, file: f, cores: 1, ajv: "../../.ci/interop"}, dir); err == nil {
		t.Error("ajv takes a type of device that there is not")
	}
}
