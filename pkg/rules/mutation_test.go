//go:build mutation

package rules_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// operators are the changes that gremlins makes by default: a comparison negated
// and its boundary moved, and arithmetic turned round.
var operators = map[token.Token][]token.Token{
	token.EQL: {token.NEQ}, token.NEQ: {token.EQL},
	token.LSS: {token.GEQ, token.LEQ}, token.LEQ: {token.GTR, token.LSS},
	token.GTR: {token.LEQ, token.GEQ}, token.GEQ: {token.LSS, token.GTR},
	token.ADD: {token.SUB}, token.SUB: {token.ADD}, token.MUL: {token.QUO}, token.QUO: {token.MUL},
}

// TestCaseMutants changes each operator in the case expressions of the rules, one
// at a time, and checks that the tests of this package fail then. Go's coverage
// counts no case expression, so gremlins tries none of them; MUTATION.md has more.
func TestCaseMutants(t *testing.T) {
	tried := 0
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, path, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range caseOperators(parsed) {
			pos := fset.Position(at.OpPos)
			for _, to := range operators[at.Op] {
				tried++
				mutant := string(text[:pos.Offset]) + to.String() + string(text[pos.Offset+len(at.Op.String()):])
				t.Run(fmt.Sprintf("%s:%d:%d_%s", path, pos.Line, pos.Column, to), func(t *testing.T) { kill(t, path, mutant) })
			}
		}
	}
	if t.Logf("%d mutants tried", tried); tried == 0 {
		t.Error("no case expressions found")
	}
}

// caseOperators are the operators in the case expressions of a file.
func caseOperators(f *ast.File) (found []*ast.BinaryExpr) {
	ast.Inspect(f, func(n ast.Node) bool {
		clause, ok := n.(*ast.CaseClause)
		if !ok {
			return true
		}
		for _, e := range clause.List {
			ast.Inspect(e, func(n ast.Node) bool {
				if b, ok := n.(*ast.BinaryExpr); ok && len(operators[b.Op]) > 0 {
					found = append(found, b)
				}
				return true
			})
		}
		return true
	})
	return found
}

// kill runs the tests with the mutant in the place of the file.
func kill(t *testing.T, path, mutant string) {
	dir := t.TempDir()
	original, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	changed, overlay := filepath.Join(dir, path), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{original: changed}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{changed: mutant, overlay: string(replace)} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command("go", "test", "-failfast", "-vet=off", "-overlay", overlay, ".").CombinedOutput()
	switch {
	case err == nil:
		t.Error("lived")
	case strings.Contains(string(out), "[build failed]"):
		t.Errorf("does not build: %s", out)
	}
}
