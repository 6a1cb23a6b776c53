package validate

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"s1mig/pkg/finding"
)

// TestCSVDraft checks that a draft in CSV need not be signed, nor say by its name
// who sends it, but that its columns and cells must be there.
func TestCSVDraft(t *testing.T) {
	k := newKit(t)
	opt := k.options()
	opt.Draft = true
	for _, c := range []struct {
		what, name, text string
		valid            bool
	}{
		{"unsigned", csvName, csvText, true},
		{"a name that says nothing", "draft.csv", csvText, true},
		{"semicolons", csvName, strings.ReplaceAll(csvText, ",", ";"), false},
		{"a column less", csvName, strings.ReplaceAll(strings.Replace(csvText, "MigrateOn,", "", 1), "2022-06-15,", ""), false},
		{"an empty cell", csvName, strings.Replace(csvText, "A-1,2022-06-13,2022-06-15,DCC,9900000000015,Z9:1", "A-1,2022-06-13,,DCC,9900000000015,Z9:1", 1), false},
	} {
		at := filepath.Join(t.TempDir(), c.name)
		if err := os.WriteFile(at, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		report, err := Paths(context.Background(), []string{at}, opt)
		if err != nil || report.Files[0].Err != nil {
			t.Fatal(c.what, err, report.Files[0].Err)
		}
		f := report.Files[0]
		if notValid := f.Valid != nil && !*f.Valid; notValid == c.valid || c.valid && !f.Has(finding.Signature) {
			t.Errorf("%s: found %s %v", c.what, codes(f.Findings), f.BySeverity)
		}
	}
}
