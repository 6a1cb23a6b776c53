package layers_test

import (
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// module is the import path of this module.
const module = "s1mig"

// A source is one Go file and what it imports.
type source struct {
	path    string // from the root of the module
	test    bool
	interop bool // built with the tag interop, and not without
	imports []string
}

// pkg is the name of the package by which the policy knows it.
func (s source) pkg() string { return packageName(path.Dir(s.path)) }

func packageName(dir string) string { return strings.TrimPrefix(dir, "pkg/") }

// scan parses every Go file below the root of a module, whatever its build
// constraints, save where the go command does not look for packages either.
func scan(fsys fs.FS) ([]source, error) {
	var files []source
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (isIgnored(d.Name()) || isOtherModule(fsys, name)):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		s, err := parse(fsys, name)
		files = append(files, s)
		return err
	})
	return files, err
}

func isIgnored(dir string) bool {
	hidden := strings.HasPrefix(dir, ".") || strings.HasPrefix(dir, "_")
	return hidden && dir != "." || dir == "testdata" || dir == "node_modules"
}

// isOtherModule reports whether a module of its own stands in the folder, whose
// imports are its own affair.
func isOtherModule(fsys fs.FS, dir string) bool {
	_, err := fs.Stat(fsys, path.Join(dir, "go.mod"))
	return err == nil && dir != "."
}

func parse(fsys fs.FS, name string) (source, error) {
	content, err := fs.ReadFile(fsys, name)
	if err != nil {
		return source{}, err
	}
	f, err := parser.ParseFile(token.NewFileSet(), name, content, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return source{}, err
	}
	s := source{path: name, test: strings.HasSuffix(name, "_test.go"), interop: needsInterop(f)}
	for _, spec := range f.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return source{}, err
		}
		s.imports = append(s.imports, imported)
	}
	return s, nil
}

// needsInterop reports whether a file is built with every tag set, and no more
// when interop alone is taken away.
func needsInterop(f *ast.File) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if c.Pos() > f.Package || !constraint.IsGoBuild(c.Text) {
				continue
			}
			expr, err := constraint.Parse(c.Text)
			return err == nil && expr.Eval(func(string) bool { return true }) &&
				!expr.Eval(func(tag string) bool { return tag != "interop" })
		}
	}
	return false
}

// packagesOf returns the packages of the files, sorted.
func packagesOf(files []source) []string {
	var names []string
	for _, f := range files {
		names = append(names, f.pkg())
	}
	slices.Sort(names)
	return slices.Compact(names)
}
