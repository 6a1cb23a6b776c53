package acceptance

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/pipeline"
)

// projectChecks are of the user's design card, and of 17.6: what the project and
// the program are.
func projectChecks() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"DC-1": testSevenTypes,
		"DC-2": testDependencies,
		"DC-3": testLayout,
		"DC-6": testReadme,
		"17.6": testEvidence,
	}
}

func testSevenTypes(t *testing.T) {
	seven := []string{"MAF", "MCF", "MVF", "MGF", "MEF", "SCF", "COF"}
	var listed []struct{ FileType string }
	if err := json.Unmarshal([]byte(program(t, t.TempDir(), 0, "types", "list", "--format", "json")), &listed); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range listed {
		got = append(got, l.FileType)
	}
	if !slices.Equal(got, seven) {
		t.Errorf("types list says %v, want %v", got, seven)
	}
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, "")
	for _, name := range seven {
		made := m.sent(t, name, "")
		if len(made) == 0 {
			t.Errorf("no %s was made", name)
		}
		for _, d := range made {
			if f := judge(t, w, d.path, d.raw, t0); f.Valid == nil || !*f.Valid || len(f.Findings) > 0 || !f.Sealed {
				t.Errorf("%s is not valid: %v", d.path, f.Findings)
			}
		}
	}
}

func text(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(module, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// direct lists the modules that go.mod requires directly.
func direct(t *testing.T) (list []string) {
	inRequire := false
	for line := range strings.Lines(text(t, "go.mod")) {
		f := strings.Fields(line)
		switch {
		case len(f) > 0 && f[0] == "require":
			inRequire = true
		case len(f) > 0 && f[0] == ")":
			inRequire = false
		case inRequire && len(f) == 2:
			list = append(list, f[0])
		}
	}
	return list
}

func testDependencies(t *testing.T) {
	modules := direct(t)
	for _, want := range []string{"github.com/xeipuuv/gojsonschema", "github.com/spf13/cobra", "golang.org/x/crypto", "github.com/google/go-cmp"} {
		if !slices.Contains(modules, want) {
			t.Errorf("go.mod does not require %s directly", want)
		}
	}
	readme := text(t, "README.md")
	for _, m := range modules {
		if !slices.ContainsFunc(strings.Split(readme, "\n"), func(line string) bool {
			return strings.HasPrefix(line, "|") && strings.Contains(line, strings.TrimPrefix(m, "github.com/"))
		}) {
			t.Errorf("no row of a table in the README says what %s is for", m)
		}
	}
}

func testLayout(t *testing.T) {
	entries, err := os.ReadDir(module)
	if err != nil {
		t.Fatal(err)
	}
	ignored, _ := os.ReadFile(filepath.Join(module, ".gitignore")) // there need be none
	var folders, files []string
	for _, e := range entries {
		switch name := e.Name(); {
		case strings.HasPrefix(name, ".") || strings.Contains("\n"+string(ignored), "\n/"+name+"/"):
		case e.IsDir():
			folders = append(folders, name)
		default:
			files = append(files, name)
		}
	}
	if want := []string{"cmd", "fixtures", "pkg", "schemas"}; !slices.Equal(folders, want) {
		t.Errorf("folders %v, want %v", folders, want)
	}
	for _, want := range []string{"go.mod", "README.md"} {
		if !slices.Contains(files, want) {
			t.Errorf("there is no %s", want)
		}
	}
}

// testEvidence runs the program and looks at what it left of a supplier's test
// MAF: the verdict on it, in a report that names the tool and its version, and
// the manifest, which holds both to their bytes.
func testEvidence(t *testing.T) {
	dir := t.TempDir()
	program(t, dir, 0, "run", "--out", "out")
	data, err := os.ReadFile(filepath.Join(dir, "out", "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Tool  struct{ Name, Version string }
		Files []struct{ File, FileType, SHA256 string }
	}
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	if report.Tool.Name != "s1mig" || report.Tool.Version == "" {
		t.Errorf("the report names the tool %+v", report.Tool)
	}
	manifest, err := os.ReadFile(filepath.Join(dir, "out", "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	mafs := 0
	for _, f := range report.Files {
		if f.FileType == "MAF" {
			mafs++
			if !strings.Contains(string(manifest), `{"file":"`+f.File+`","fileType":"MAF","sha256":"`+f.SHA256+`"`) {
				t.Errorf("the manifest does not hold %s to its bytes", f.File)
			}
		}
	}
	if mafs != 6 { // SUPA's to four SMSOs, SUPB's to two
		t.Errorf("the report judges %d MAFs, want 6", mafs)
	}
}
