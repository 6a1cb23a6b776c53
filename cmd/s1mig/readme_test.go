package main

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
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

// TestReadmeCommands runs every command of the README as it is copied, all in
// one folder and in their order, and compares what it prints to standard output
// with what is shown (DC-6). Three dots stand for anything: on a line of their
// own for lines, within a line for text. A command whose exit code is not shown
// ends with 0.
func TestReadmeCommands(t *testing.T) {
	dir := t.TempDir()
	ran := 0
	for _, b := range readmeBlocks(t) {
		if b.kind == "sh" {
			continue // TestReadmeSetUp
		}
		if b.kind != "console" {
			t.Errorf("README line %d: a block of kind %q, which nobody checks", b.line, b.kind)
			continue
		}
		for i := 0; i < len(b.lines); {
			command, ok := strings.CutPrefix(b.lines[i], "$ ")
			if !ok {
				t.Fatalf("README line %d: %q is no command", b.line+i, b.lines[i])
			}
			at := b.line + i
			var want []string
			for i++; i < len(b.lines) && !strings.HasPrefix(b.lines[i], "$ "); i++ {
				want = append(want, b.lines[i])
			}
			checkCommand(t, dir, at, command, strings.Join(want, "\n"))
			ran++
		}
	}
	if ran < 20 {
		t.Errorf("only %d commands were run", ran)
	}
}

func checkCommand(t *testing.T, dir string, line int, command, want string) {
	t.Helper()
	cmd := exec.Command("sh", "-c", strings.ReplaceAll(command, "go run ./cmd/s1mig", "s1mig"))
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("README line %d: %s: %v\n%s%s", line, command, err, out, stderr.String())
		return
	}
	got := strings.TrimSuffix(strings.ReplaceAll(string(out), "\r\n", "\n"), "\n") // RFC 4180 has CRLF
	if !shown(want).MatchString(got) {
		t.Errorf("README line %d: %s\nprints\n%s\nbut the README shows\n%s\n%s", line, command, got, want, stderr.String())
	}
}

// shown is what a text of the README stands for.
func shown(want string) *regexp.Regexp {
	var b strings.Builder
	for i, line := range strings.Split(want, "\n") {
		if line == "..." {
			b.WriteString(`(\n[^\n]*)*`)
			continue
		}
		if i > 0 {
			b.WriteString(`\n`)
		}
		b.WriteString(strings.ReplaceAll(regexp.QuoteMeta(line), `\.\.\.`, `[^\n]*`))
	}
	return regexp.MustCompile(`\A` + b.String() + `\z`)
}

func TestReadmeShown(t *testing.T) {
	for _, c := range []struct {
		want, got string
		matches   bool
	}{
		{"", "", true},
		{"", "x", false},
		{"a\n...\nd", "a\nb\nc\nd", true},
		{"a\n...\nd", "a\nd", true},
		{"a\n...\nd", "a\nb", false},
		{"a\n...", "a\nb", true},
		{"a\n...", "ab", false},
		{"sum ... end", "sum 1 2 end", true},
		{"sum ... end", "sum 1\n2 end", false},
		{"a.c", "abc", false},
	} {
		if got := shown(c.want).MatchString(c.got); got != c.matches {
			t.Errorf("%q shown as %q: %t", c.got, c.want, got)
		}
	}
}

// TestReadmeSetUp: what is not run here is what builds or tests the whole, and
// the first two commands are all the set-up that there is.
func TestReadmeSetUp(t *testing.T) {
	var lines []string
	for _, b := range readmeBlocks(t) {
		if b.kind == "sh" {
			for _, line := range b.lines {
				command, _, _ := strings.Cut(line, "#")
				lines = append(lines, strings.TrimSpace(command))
			}
		}
	}
	want := []string{"go run ./cmd/s1mig run", "go test ./...", "go install ./cmd/s1mig"}
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
		if err != nil || d.IsDir() && d.Name() == "node_modules" {
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
