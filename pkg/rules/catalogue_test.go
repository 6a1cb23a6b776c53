package rules_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"s1mig/pkg/filetype"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
)

var codeForm = regexp.MustCompile(`^(MTAD-17\.20[a-h]|[SX]-[A-Z0-9]+(-[A-Z0-9]+)*)$`)

// TestCatalogue refuses a rule that is not documented in full, and two rules of
// one code or name.
func TestCatalogue(t *testing.T) {
	codes, names := map[finding.Code]bool{}, map[string]bool{}
	for _, r := range rules.All() {
		for what, text := range map[string]string{"name": r.Name, "title": r.Title, "doc": r.Doc, "fix": r.Fix, "clause": r.Clause,
			"good example": r.Good, "bad example": r.Bad, "since": r.Since, "scope": string(r.Scope)} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %s", r.Code, what)
			}
		}
		if r.Good == r.Bad || !codeForm.MatchString(string(r.Code)) || r.Severity < finding.Info {
			t.Errorf("%s: examples alike, or a bad code or severity", r.Code)
		}
		if codes[r.Code] || names[r.Name] {
			t.Errorf("%s or %s stands twice", r.Code, r.Name)
		}
		codes[r.Code], names[r.Name] = true, true
		checkReferences(t, r)
	}
}

// checkReferences checks that what a rule names exists.
func checkReferences(t *testing.T, r *rule.Rule) {
	for _, masked := range r.Masks {
		if _, ok := rules.Lookup(masked); !ok {
			t.Errorf("%s masks %s, which is no rule", r.Code, masked)
		}
	}
	for _, name := range r.Types {
		if typ, ok := filetype.Lookup(name); !ok || typ.Name != name {
			t.Errorf("%s is for %s, which is no type", r.Code, name)
		}
	}
}

// TestEight checks the codes and clauses of the eight exceptions of 17.20.
func TestEight(t *testing.T) {
	eight := rules.Exceptions()
	if len(eight) != 8 {
		t.Fatalf("%d exceptions", len(eight))
	}
	names := strings.Fields("MPXN_NOT_REGISTERED WEEK_NOT_MONDAY WEEK_STARTED MIGRATE_ON_OUTSIDE_WEEK MIGRATE_ON_PAST RS_NOT_IDENTIFIED SUPPLIER_CERTS_MISSING NETWORK_CERT_INCORRECT")
	for i, r := range eight {
		letter := string(rune('a' + i))
		if string(r.Code) != "MTAD-17.20"+letter || r.Clause != "17.20("+letter+")" || r.Name != names[i] || !r.Answer || r.Severity != finding.Error {
			t.Errorf("%s, clause %s, %s", r.Code, r.Clause, r.Name)
		}
	}
}

// TestIntegrity checks that the rules that cannot be lowered are those that
// cli.md names, and those of secrets.
func TestIntegrity(t *testing.T) {
	for _, code := range []finding.Code{finding.Digest, finding.Signature, finding.Count, finding.Replay, finding.TopOrder} {
		if r, ok := rules.Lookup(code); !ok || !r.Integrity {
			t.Errorf("%s can be lowered", code)
		}
	}
}

// TestEveryCodeIsKnown parses the sources: a code that stands anywhere in them
// must be in the catalogue, whether as a constant of package finding or as text.
// Tests may make codes up.
func TestEveryCodeIsKnown(t *testing.T) {
	seen := 0
	err := fs.WalkDir(os.DirFS("../.."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		if !strings.HasPrefix(path, "pkg/") && !strings.HasPrefix(path, "cmd/") {
			return nil
		}
		seen += checkLiterals(t, filepath.Join("../..", path))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < len(rules.All()) {
		t.Errorf("only %d codes seen in the sources", seen)
	}
}

func checkLiterals(t *testing.T, path string) (seen int) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Log(err) // a file that is being written is the compiler's to refuse
		return 0
	}
	ast.Inspect(file, func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil || !codeForm.MatchString(text) {
			return true
		}
		seen++
		if _, known := rules.Lookup(finding.Code(text)); !known {
			t.Errorf("%s: the catalogue lacks %s", path, text)
		}
		return true
	})
	return seen
}

// TestProfile checks what an override may look like.
func TestProfile(t *testing.T) {
	for _, bad := range []string{"X-GAP", "X-NONE=off", "X-GAP=loud", "S-DIGEST=off", "X-PRODUCER=info"} {
		if _, err := rules.ParseProfile("", []string{bad}); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	p, err := rules.ParseProfile("", []string{"X-GAP=error", "X-EPCL=off"})
	if err != nil || p.Name() != "local:X-EPCL=off,X-GAP=error" || p.Severity(rules.Gap) != finding.Error || p.Severity(rules.EPCL) != finding.Off {
		t.Errorf("%v, %v", p, err)
	}
	if p, err := rules.ParseProfile("x", nil); p.Name() != "standard" || err != nil || p.Severity(rules.Gap) != finding.Warning {
		t.Errorf("%v, %v", p, err)
	}
}
