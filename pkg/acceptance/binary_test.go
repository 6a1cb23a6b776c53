package acceptance

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// module is the folder of the module.
const module = "../.."

// built is the program. It is built once, from the sources as they are: they
// are read first so that go test does not answer from its cache after a change.
var built = sync.OnceValues(func() (string, error) {
	for _, tree := range []string{"cmd", "pkg", "schemas", "fixtures"} {
		err := filepath.WalkDir(filepath.Join(module, tree), func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && !strings.HasSuffix(name, "_test.go") {
				_, err = os.ReadFile(name)
			}
			return err
		})
		if err != nil {
			return "", err
		}
	}
	name := filepath.Join(scratch, "s1mig.exe")
	command := exec.Command("go", "build", "-o", name, "./cmd/s1mig")
	command.Dir = module
	if out, err := command.CombinedOutput(); err != nil {
		return "", errors.New(err.Error() + ": " + string(out))
	}
	return name, nil
})

// program runs the program in a folder. It returns what it wrote on standard
// output; any other exit code fails the test.
func program(t testing.TB, dir string, exit int, args ...string) string {
	t.Helper()
	name, err := built()
	if err != nil {
		t.Fatal(err)
	}
	path, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	command := exec.Command(path, args...)
	command.Dir, command.Stdout, command.Stderr = dir, &stdout, &stderr
	err = command.Run()
	if got := command.ProcessState.ExitCode(); got != exit {
		t.Fatalf("s1mig %s: exit %d (%v), want %d: %s", strings.Join(args, " "), got, err, exit, stderr.String())
	}
	return stdout.String()
}
