package codec_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
)

// A worker that panics ends the program, with its own message: a fault of the
// program must not look like one of a file, nor hang.
func TestWorkerPanicEndsTheProgram(t *testing.T) {
	const name = "S1MIG_TEST_PANIC"
	if os.Getenv(name) != "" {
		f, err := codec.Open(strings.NewReader(long(500)), filetype.Lookup, codec.Options{Workers: 2, BlockSize: 4096})
		if err != nil {
			t.Fatal(err)
		}
		visit(t, f, func(r *codec.Record) {
			if r.Index == 200 {
				panic("a rule is broken")
			}
		})
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestWorkerPanicEndsTheProgram$", "-test.timeout=60s")
	cmd.Env = append(os.Environ(), name+"=1")
	out, err := cmd.CombinedOutput()
	if _, failed := err.(*exec.ExitError); !failed || !strings.Contains(string(out), "panic: a rule is broken") {
		t.Errorf("%v\n%.2000s", err, out)
	}
}
