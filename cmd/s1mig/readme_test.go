package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const readmePath = "../../README.md"

// A block is a fenced block of the README.
type block struct {
	line  int // of its first line, from 1
	kind  string
	lines []string
}

func readmeBlocks(t *testing.T) []block {
	t.Helper()
	text, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	var blocks []block
	open := false
	for i, line := range strings.Split(string(text), "\n") {
		kind, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && open:
			open = false
		case fence:
			open = true
			blocks = append(blocks, block{line: i + 2, kind: kind})
		case open:
			b := &blocks[len(blocks)-1]
			b.lines = append(b.lines, line)
		}
	}
	if open || len(blocks) < 5 {
		t.Fatalf("%d blocks, the last open: %t", len(blocks), open)
	}
	return blocks
}

// TestReadmeSetUp: the first two commands are all the set-up that there is, and
// every other block is a session, which the test of DC-6 in pkg/acceptance runs.
func TestReadmeSetUp(t *testing.T) {
	var lines []string
	for _, b := range readmeBlocks(t) {
		switch b.kind {
		case "console":
		case "sh":
			for _, line := range b.lines {
				command, _, _ := strings.Cut(line, "#")
				lines = append(lines, strings.TrimSpace(command))
			}
		default:
			t.Errorf("README line %d: a block of kind %q, which nobody checks", b.line, b.kind)
		}
	}
	want := []string{"go run ./cmd/s1mig run", "go test ./...", "CGO_ENABLED=0 go install ./cmd/s1mig"}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, want %q", lines, want)
	}
}

// TestReadmeDependencies: the table of dependencies names the modules that the
// sources import, and no other.
func TestReadmeDependencies(t *testing.T) {
	text, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Dependencies\n")
	section, _, _ = strings.Cut(section, "\n## ")
	named := map[string]bool{}
	for _, m := range regexp.MustCompile("`([a-z.]+/[^`]+)`").FindAllStringSubmatch(section, -1) {
		named[m[1]] = false
	}
	for path := range foreignImports(t) {
		found := false
		for module := range named {
			if path == module || strings.HasPrefix(path, module+"/") {
				named[module], found = true, true
			}
		}
		if !found {
			t.Errorf("%s is imported, and the README does not say why", path)
		}
	}
	for module, used := range named {
		if !used && module != "cmd/s1mig" {
			t.Errorf("the README names %s, which nothing imports", module)
		}
	}
}

// foreignImports are the packages of other modules that any source imports.
func foreignImports(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "node_modules" || isOtherModule(path)) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.Contains(path, "testdata") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if host, _, _ := strings.Cut(name, "/"); strings.Contains(host, ".") {
				all[name] = true
			}
		}
		return nil
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("%d imports, error %v", len(all), err)
	}
	return all
}

// isOtherModule reports whether a module of its own stands in the folder: what it
// imports is no dependency of this one.
func isOtherModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil && dir != "../.."
}

// TestReadmeLayout: every package has its place in the table of the repository.
func TestReadmeLayout(t *testing.T) {
	text, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Repository\n")
	section, _, _ = strings.Cut(section, "\n## ")
	entries, err := os.ReadDir("../../pkg")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := regexp.MustCompile("`(pkg/)?" + regexp.QuoteMeta(e.Name()) + "(/…)?`")
		if e.IsDir() && !name.MatchString(section) {
			t.Errorf("the README does not say what pkg/%s is for", e.Name())
		}
	}
}
