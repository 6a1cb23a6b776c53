package acceptance

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// groups are the three groups of users; each has a walk-through in the README,
// under a heading that holds one of the words.
var groups = map[string][]string{
	"suppliers": {"supplier"}, "DCC": {"dcc"}, "owners of regression fixtures": {"fixture", "regression"},
}

// step is a command of the README with the output that it shows.
type step struct{ section, command, output string }

// testReadme runs what the README shows as a session: in blocks marked console,
// lines that begin with a dollar sign are commands, what follows is what they
// print, and a line of three dots stands for any number of lines.
func testReadme(t *testing.T) {
	steps := session(text(t, "README.md"))
	for group, words := range groups {
		found := false
		for _, s := range steps {
			for _, word := range words {
				found = found || strings.Contains(strings.ToLower(s.section), word)
			}
		}
		if !found {
			t.Errorf("no walk-through for %s: a heading that holds one of %q, with a console block", group, words)
		}
	}
	dirs := map[string]string{}
	for _, s := range steps {
		if dirs[s.section] == "" {
			dirs[s.section] = clone(t)
		}
		if got := shell(t, dirs[s.section], s.command); !alike(lines(s.output), lines(got)) {
			t.Errorf("%s: $ %s\nprints\n%s\nand the README shows\n%s", s.section, s.command, got, s.output)
		}
	}
}

// session cuts the steps out of a Markdown text.
func session(readme string) (steps []step) {
	section, inside := "", false
	for line := range strings.Lines(readme) {
		switch trimmed := strings.TrimSpace(line); {
		case inside && trimmed == "```":
			inside = false
		case inside && strings.HasPrefix(line, "$ "):
			steps = append(steps, step{section: section, command: strings.TrimPrefix(trimmed, "$ ")})
		case inside && len(steps) > 0:
			steps[len(steps)-1].output += line
		case trimmed == "```console":
			inside = true
		case strings.HasPrefix(line, "#"):
			section = strings.TrimSpace(strings.TrimLeft(line, "#"))
		}
	}
	return steps
}

// clone is a folder that has what commands find in a fresh clone.
func clone(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"fixtures", "schemas"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(module, name))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// shell runs a command as its reader would, and returns its standard output. A
// command that does not end with 0 has to show that, as in: || echo "exit $?".
func shell(t *testing.T, dir, command string) string {
	t.Helper()
	name, err := built()
	if err != nil {
		t.Fatal(err)
	}
	path, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	script := `s1mig() { "` + path + `" "$@"; }; ` + strings.ReplaceAll(command, "go run ./cmd/s1mig", "s1mig")
	var stdout, stderr bytes.Buffer
	c := exec.Command("sh", "-c", script)
	c.Dir, c.Stdout, c.Stderr = dir, &stdout, &stderr
	_ = c.Run() // its exit code is looked at below
	if code := c.ProcessState.ExitCode(); code != 0 {
		t.Errorf("$ %s: exit %d: %s", command, code, stderr.String())
	}
	return stdout.String()
}

func lines(s string) []string { return strings.Split(strings.TrimRight(s, "\n"), "\n") }

// alike reports whether the lines got are the lines shown, in which a line of
// three dots stands for any number of lines.
func alike(shown, got []string) bool {
	for i, line := range shown {
		if trimmed := strings.TrimSpace(line); trimmed == "..." || trimmed == "…" {
			for skip := 0; skip <= len(got)-i; skip++ {
				if alike(shown[i+1:], got[i+skip:]) {
					return true
				}
			}
			return false
		}
		if i >= len(got) || got[i] != line {
			return false
		}
	}
	return len(shown) == len(got)
}
