package layers_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// A small module that keeps the policy, in every way that there is.
var obedient = map[string]string{
	"pkg/layers_test.go":               `package layers_test; import "go/parser"`,
	"pkg/civil/civil.go":               `package civil; import "time"`,
	"pkg/ident/ident.go":               `package ident; import "s1mig/pkg/civil"`,
	"pkg/ident/ident_test.go":          `package ident_test; import ("s1mig/pkg/dcc"; "pgregory.net/rapid")`,
	"pkg/filetype/new/new.go":          `package new; import "s1mig/pkg/filetype/envelope"`,
	"pkg/dcc/dcc.go":                   `package dcc; import ("s1mig/pkg/party"; "s1mig/pkg/civil")`,
	"pkg/dcc/dcc_interop_test.go":      "//go:build interop && unix\n\npackage dcc\nimport \"github.com/go-jose/go-jose/v4/jwt\"",
	"pkg/seal/seal.go":                 `package seal; import ("golang.org/x/crypto/cryptobyte"; "github.com/go-jose/go-jose/v4")`,
	"pkg/pipeline/scenario.go":         `package pipeline; import "github.com/goccy/go-yaml"`,
	"pkg/pipeline/scenario/load.go":    `package scenario; import "github.com/goccy/go-yaml/ast"`,
	"pkg/dcc/testdata/bad.go":          `package bad; import "s1mig/pkg/smso"`,
	"go.mod":                           `module s1mig`,
	"cmd/bench/go.mod":                 `module s1mig/cmd/bench`,
	"cmd/bench/inner/main.go":          `package main; import ("example.com/x"; "s1mig/pkg/dcc"; "s1mig/pkg/smso")`,
	".ci/interop/node_modules/x/x.go":  `package x; import "example.com/x"`,
	"cmd/s1mig/main.go":                `package main; import ("github.com/spf13/cobra"; "s1mig/pkg/report"; "s1mig/pkg/source")`,
	"pkg/exchange/mem/conform_test.go": `package mem; import "s1mig/pkg/exchange/exchangetest"`,
}

// problemsOf checks the small module with one file more, or one replaced.
func problemsOf(t *testing.T, path, content string) []string {
	t.Helper()
	module := maps.Clone(obedient)
	module[path] = content
	fsys := fstest.MapFS{}
	for path, content := range module {
		fsys[path] = &fstest.MapFile{Data: []byte(content)}
	}
	files, err := scan(fsys)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := parseRules(policy, testPolicy, fences, packagesOf(files))
	if err != nil {
		t.Fatal(err)
	}
	return rules.check(files)
}

func TestObedientModule(t *testing.T) {
	if got := problemsOf(t, "pkg/civil/doc.go", "package civil"); got != nil {
		t.Errorf("a module that keeps the policy has problems: %q", got)
	}
}

// TestPlantedImport plants one fault at a time and wants that one reported.
func TestPlantedImport(t *testing.T) {
	for _, c := range []struct{ path, content, want string }{
		{"pkg/helpers/h.go", `package helpers`, "package helpers is not mentioned"},
		{"cmd/other/main.go", `package main`, "package cmd/other is not mentioned"},
		{"pkg/seal/deep/x.go", `package deep`, "package seal/deep is not mentioned"},
		{"root.go", `package root`, "package . is not mentioned"},
		{"pkg/civil/bad.go", `package civil; import "s1mig/pkg/ident"`, "pkg/civil/bad.go imports s1mig/pkg/ident: the policy does not say ident < civil"},
		{"pkg/civil/bad.go", `package civil; import "s1mig/pkg/source"`, "does not say source < civil"},
		{"pkg/exchange/bad.go", `package exchange; import _ "s1mig/pkg/civil"`, "does not say civil < exchange"},
		{"pkg/ident/bad.go", `package ident; import "s1mig/pkg/helpers"`, "does not mention it"},
		{"pkg/dcc/bad.go", `package dcc; import x "s1mig/pkg/smso"`, "does not say smso < dcc"},
		{"pkg/smso/bad.go", `package smso; import . "s1mig/pkg/dcc"`, "does not say dcc < smso"},
		{"pkg/filetype/new/bad.go", `package new; import "s1mig/pkg/filetype/mef"`, "does not say filetype/mef < filetype/new"},
		{"pkg/filetype/new/bad.go", `package new; import "s1mig/pkg/filetype"`, "does not say filetype < filetype/new"},
		{"cmd/s1mig/bad.go", `package main; import "s1mig/pkg/exchange/exchangetest"`, "does not say exchange/exchangetest < cmd/s1mig"},
		{"pkg/civil/bad_windows.go", "//go:build never\n\npackage civil\nimport \"s1mig/pkg/spec\"", "does not say spec < civil"},
		{"pkg/dcc/bad_test.go", `package dcc_test; import "s1mig/pkg/smso"`, "policy for tests says smso !< dcc"},
		{"pkg/smso/bad_test.go", `package smso; import "s1mig/pkg/dcc/inner"`, "policy for tests says dcc !< smso"},
		{"pkg/ident/bad.go", `package ident; import "pgregory.net/rapid"`, "fenced to TESTS"},
		{"pkg/dcc/bad.go", `package dcc; import "github.com/spf13/cobra/doc"`, "fenced to cmd/s1mig"},
		{"pkg/dcc/bad_test.go", `package dcc; import "github.com/go-jose/go-jose/v4"`, "fenced to seal, INTEROP"},
		{"pkg/dcc/bad_test.go", "//go:build !interop\n\npackage dcc\nimport \"github.com/go-jose/go-jose/v4\"", "fenced to seal, INTEROP"},
		{"pkg/dcc/bad_test.go", `package dcc; import "golang.org/x/crypto/ssh"`, "fenced to seal"},
		{"pkg/pipeline/run.go", `package pipeline; import "github.com/goccy/go-yaml"`, "fenced to world, pipeline/scenario"},
		{"pkg/ident/bad_test.go", `package ident; import "example.com/x"`, "no fence lists it"},
		{"pkg/ident/bad.go", `package ident; import "C"`, "built without C"},
	} {
		got := problemsOf(t, c.path, c.content)
		if len(got) != 1 || !strings.Contains(got[0], c.want) {
			t.Errorf("%s with %q: problems are %q, want one that says %q", c.path, c.content, got, c.want)
		}
	}
}

func TestUnreadableSource(t *testing.T) {
	if _, err := scan(fstest.MapFS{"pkg/a/a.go": {Data: []byte("no Go")}}); err == nil {
		t.Error("a file that is not Go was scanned without an error")
	}
}

// TestPolicyText: a policy that contradicts itself is refused.
func TestPolicyText(t *testing.T) {
	for text, want := range map[string]string{
		"NONE < a; a < b; b < a;":         "a is in a circle",
		"NONE < a; a < b < c < d < b;":    "c is in a circle",
		"a < b;":                          "nothing says what is below a",
		"NONE < a < b < c; a !< c;":       "both a !< c and a < c",
		"NONE < a; a < b; b < a; c !< a;": "a is in a circle",
		"NONE < a; a !< b;":               "does not mention both",
		"a, b;":                           "expected a < b",
		"NONE < a; p/*, a < b; b < p/*;":  "p/x is in a circle",
		"NONE < p/* < p/*;":               "p/x is in a circle",
	} {
		if _, err := parsePolicy(text, []string{"p/x"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("policy %q: error is %v, want %q", text, err, want)
		}
	}
}

func TestPatternsAndChains(t *testing.T) {
	_, err := parsePolicy("NONE < a < p/base < p/y, p/* < p; # comment; x < y\n p/x < q;", []string{"p/v", "p/w", "p/x", "p/base", "p/v/deep"})
	if err == nil || !strings.Contains(err.Error(), "nothing says what is below p/x") {
		t.Errorf("p/x is named, so no pattern should give it a place: error is %v", err)
	}
	g, err := parsePolicy("NONE < a < p/base < p/y, p/* < p; # comment; x < y", []string{"p/v", "p/w", "p/base", "p/v/deep"})
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"NONE", "a", "p", "p/base", "p/v", "p/v/deep", "p/w", "p/y"}
	var got []string
	for _, a := range names {
		for _, b := range names {
			if g.below(a, b) {
				got = append(got, a+"<"+b)
			}
		}
	}
	want := strings.Fields(`a<p a<p/base a<p/v a<p/w a<p/y p/base<p p/base<p/v p/base<p/w p/base<p/y
		p/v<p p/w<p p/y<p`)
	if !slices.Equal(got, want) {
		t.Errorf("relations are %q, want %q", got, want)
	}
}
