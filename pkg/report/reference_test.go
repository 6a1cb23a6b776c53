package report_test

import (
	"os"
	"strings"
	"testing"

	"s1mig/pkg/report"
	"s1mig/pkg/rules"
)

// TestReference checks that the page has every rule with what must be said of it.
func TestReference(t *testing.T) {
	page := string(report.Reference())
	for _, r := range rules.All() {
		_, section, ok := strings.Cut(page, "\n## "+string(r.Code)+"\n")
		if !ok {
			t.Errorf("%s has no section", r.Code)
			continue
		}
		section, _, _ = strings.Cut(section, "\n## ")
		for _, want := range []string{r.Title, r.Name, r.Doc, r.Fix, r.Clause, r.Good, r.Bad, "Shown by: "} {
			if !strings.Contains(section, want) {
				t.Errorf("%s: its section lacks %q", r.Code, want)
			}
		}
	}
	if !strings.Contains(page, "S- or X- are this project's own") {
		t.Error("the page does not say whose codes they are")
	}
}

// TestReferenceIsFresh fails where the catalogue was changed and its page was not
// written anew.
func TestReferenceIsFresh(t *testing.T) {
	page, err := os.ReadFile("../rules/RULES.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(page) != string(report.Reference()) {
		t.Error("pkg/rules/RULES.md is stale: run go run ./cmd/gen in the root of the module")
	}
}
