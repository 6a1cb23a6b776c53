package evidence

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"

	"s1mig/pkg/pipeline/scenario"
	"s1mig/pkg/trace"
)

// Shows gathers what names requirements in the sources of this module: tests by
// their directives, the list of acceptance tests, scenarios and fixtures. None
// of a kind is an error, for then it looked in the wrong place.
func Shows(module fs.FS) ([]trace.Show, error) {
	var all []trace.Show
	for _, gather := range []func(fs.FS) ([]trace.Show, error){fixtures, scenarios, acceptance, tests} {
		some, err := gather(module)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(some, func(a, b trace.Show) int { return strings.Compare(a.Name, b.Name) })
		all = append(all, some...)
	}
	return all, nil
}

const (
	prefix          = "//trace:"
	showsDirective  = prefix + "shows "
	coversDirective = prefix + "covers "
)

// tests reads the directives above the tests of the module.
func tests(module fs.FS) ([]trace.Show, error) {
	var all []trace.Show
	err := fs.WalkDir(module, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, "_test.go") {
			return hidden(name, d, err)
		}
		text, err := fs.ReadFile(module, name)
		if err != nil || !bytes.Contains(text, []byte("\n"+prefix)) {
			return err
		}
		some, err := directives(name, text)
		all = append(all, some...)
		return err
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("no test has a directive %s", strings.TrimSpace(showsDirective))
	}
	return all, err
}

// hidden keeps a walk out of directories that hold no sources.
func hidden(name string, d fs.DirEntry, err error) error {
	if err == nil && d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules") {
		return fs.SkipDir
	}
	return err
}

// directives reads those of one file. One that stands above no test is an error:
// it would claim what nothing tests.
func directives(name string, text []byte) ([]trace.Show, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var all []trace.Show
	taken := map[*ast.Comment]bool{}
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || f.Doc == nil || f.Recv != nil || !isTest(f.Name.Name) {
			continue
		}
		s := trace.Show{Kind: trace.Test, Name: path.Dir(name) + " " + f.Name.Name}
		for _, c := range f.Doc.List {
			taken[c] = read(&s, c.Text)
		}
		if s.Clauses != "" || s.Covers != "" {
			all = append(all, s)
		}
	}
	for _, group := range file.Comments {
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, prefix) && !taken[c] {
				return nil, fmt.Errorf("%s: %q is no directive above a test", files.Position(c.Pos()), c.Text)
			}
		}
	}
	return all, nil
}

func isTest(name string) bool {
	return strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Fuzz")
}

// read takes in one line of a comment, if it is a directive.
func read(s *trace.Show, line string) bool {
	if text, ok := strings.CutPrefix(line, showsDirective); ok {
		s.Clauses = joined(s.Clauses, ", ", text)
		return true
	}
	if text, ok := strings.CutPrefix(line, coversDirective); ok {
		s.Covers = joined(s.Covers, "; ", text)
		return true
	}
	return false
}

func joined(a, separator, b string) string {
	if b = strings.TrimSpace(b); a == "" {
		return b
	}
	return a + separator + b
}

// acceptance reads the list of acceptance tests: its id is a requirement, and
// where the fourth cell says that it is checked elsewhere it is no test.
func acceptance(module fs.FS) ([]trace.Show, error) {
	const dir = "pkg/acceptance"
	text, err := fs.ReadFile(module, dir+"/testdata/clauses.tsv")
	if err != nil {
		return nil, err
	}
	var all []trace.Show
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if f[0] == "core" && (len(f) == 3 || len(f) == 4 && f[3] == "") {
			all = append(all, trace.Show{Kind: trace.Test, Name: dir + " TestClauses/" + f[1], Clauses: f[1]})
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s lists no core clause", dir)
	}
	return all, nil
}

// scenarios reads the scenario files, of which each names its clauses.
func scenarios(module fs.FS) ([]trace.Show, error) {
	const pattern = "pkg/pipeline/testdata/scenarios/*.yaml"
	names, err := fs.Glob(module, pattern)
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("%s: no scenario (%v)", pattern, err)
	}
	var all []trace.Show
	for _, name := range names {
		text, err := fs.ReadFile(module, name)
		if err != nil {
			return nil, err
		}
		s, err := scenario.Read(name, bytes.NewReader(text))
		if err != nil {
			return nil, err
		}
		if len(s.Clauses) == 0 {
			return nil, fmt.Errorf("%s names no clauses", name)
		}
		all = append(all, trace.Show{Kind: trace.Scenario, Name: s.Name, Clauses: strings.Join(s.Clauses, ", ")})
	}
	return all, nil
}
