package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// hugeMegabytes is the size of the huge files.
func hugeMegabytes() int {
	if testing.Short() {
		return 20
	}
	return 100
}

// spoiltFile writes the sample with something put before a text of it.
func spoiltFile(t *testing.T, before string, put func(w io.Writer) error) string {
	t.Helper()
	whole := sample(t)
	at := bytes.Index(whole, []byte(before))
	if at < 0 {
		t.Fatalf("the sample has no %s", before)
	}
	f, err := os.Create(filepath.Join(t.TempDir(), "maf.json"))
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	w.Write(whole[:at])
	if err := put(w); err != nil {
		t.Fatal(err)
	}
	w.Write(whole[at:])
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return f.Name()
}

// repeated puts the same text n times.
func repeated(text string, n int) func(io.Writer) error {
	return func(w io.Writer) error {
		for range n {
			if _, err := io.WriteString(w, text); err != nil {
				return err
			}
		}
		return nil
	}
}

// TestHuge: what is huge is a finding and costs no memory: one line of 100 MB,
// be it one string, white space or brackets, or a quarter of a million records on one line.
//
//trace:shows DC-5
func TestHuge(t *testing.T) {
	const most = 128 // MiB of memory
	memory := regexp.MustCompile(`peak memory (\d+) MiB`)
	n := hugeMegabytes() << 20
	for _, c := range []struct {
		name, before, piece string
		n                   int
		says                string
	}{
		{"one string", `I-E1.SUPA"`, "AAAAAAAAAAAAAAAA", n / 16, "S-RECORD-SIZE"},
		{"white space", `"meters"`, "                ", n / 16, "S-RECORD-SIZE"},
		{"brackets", `"I-E1.SUPA"`, "[[[[[[[[[[[[[[[[", n / 16, "S-RECORD-SIZE"},
		{"empty records", `{"authorisationID"`, "{},", n / 400, "S-MISSING-FIELD"},
	} {
		t.Run(c.name, func(t *testing.T) {
			name := spoiltFile(t, c.before, repeated(c.piece, c.n))
			cmd := exec.Command("s1mig", "validate", "--stats", name)
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			err := cmd.Run()
			if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(stdout.String(), c.says) {
				t.Errorf("exit code %d, want 1 and %s: %v\n%.2000s%s", code, c.says, err, stdout.String(), stderr.String())
			}
			said := memory.FindStringSubmatch(stderr.String())
			if said == nil {
				t.Fatalf("--stats says nothing of memory: %s", stderr.String())
			}
			if peak, err := strconv.Atoi(said[1]); err != nil || peak > most {
				t.Errorf("%s MiB of memory, at most %d expected", said[1], most)
			}
		})
	}
}

// TestDeep: 10,000 levels are one finding at the first that is too deep, and
// what follows them is judged all the same.
func TestDeep(t *testing.T) {
	deep := strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)
	name := spoiltFile(t, `"migrateOn"`, repeated(fmt.Sprintf(`"colour":%s,`, deep), 1))
	code, stdout, _ := judged(name)
	if code != 1 || strings.Count(stdout, "S-NESTING") != 1 || !strings.Contains(stdout, "S-UNKNOWN-FIELD") {
		t.Errorf("exit code %d, want 1, S-NESTING once and S-UNKNOWN-FIELD:\n%.2000s", code, stdout)
	}
	if strings.Contains(stdout, "S-MISSING-FIELD") {
		t.Errorf("fields that follow were lost:\n%.2000s", stdout)
	}
}
