package evidence

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"s1mig/pkg/trace"
)

const (
	packs          = "fixtures/packs"
	manifestName   = "manifest.json"
	fixtureFormat  = "s1mig-fixture"
	ofSamples      = "17.23" // which every sample file shows
	codeOfEight    = "MTAD-17.20"
	clauseOfEight  = "17.20"
	lettersOfEight = "abcdefgh"
)

// manifest is what of a fixture's manifest matters here.
type manifest struct {
	Format string   `json:"format"`
	Clause string   `json:"clause"`
	Rules  []string `json:"rules"`
}

// fixtures reads the manifests of the fixture packs. A fixture shows the clauses
// that its manifest names, and those of the exceptions that it provokes.
func fixtures(module fs.FS) ([]trace.Show, error) {
	var all []trace.Show
	err := fs.WalkDir(module, packs, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() != manifestName {
			return err
		}
		text, err := fs.ReadFile(module, name)
		if err != nil {
			return err
		}
		var m manifest
		if err := json.Unmarshal(text, &m); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if m.Format != fixtureFormat {
			return nil // of the pack
		}
		all = append(all, trace.Show{Kind: trace.Fixture, Name: strings.TrimPrefix(path.Dir(name), packs+"/"), Clauses: strings.Join(m.clauses(), ", ")})
		return nil
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("%s: no fixture", packs)
	}
	return all, err
}

func (m *manifest) clauses() []string {
	list := strings.FieldsFunc(m.Clause, func(c rune) bool { return c == ',' || c == ';' })
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	for _, code := range m.Rules {
		letter, ok := strings.CutPrefix(code, codeOfEight)
		if clause := clauseOfEight + "(" + letter + ")"; ok && len(letter) == 1 && strings.Contains(lettersOfEight, letter) && !slices.Contains(list, clause) {
			list = append(list, clause)
		}
	}
	if !slices.Contains(list, ofSamples) {
		list = append(list, ofSamples)
	}
	return list
}
