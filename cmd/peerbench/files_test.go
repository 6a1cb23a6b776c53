package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

// TestPrettyIsIndented: the pretty-printed file is what encoding/json's Indent
// makes of the whole MCF.
func TestPrettyIsIndented(t *testing.T) {
	e := small(t)
	plain, err := os.ReadFile(e.file("mcf").Path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(e.file("mcf-pretty").Path)
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := json.Indent(&want, plain, "", "  "); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.TrimSpace(got), bytes.TrimSpace(want.Bytes())) {
		t.Error("it differs from what Indent makes")
	}
}

// TestShuffled: a shuffled file says the same in another order.
func TestShuffled(t *testing.T) {
	e := small(t)
	for _, name := range []string{"mcf", "maf"} {
		var docs [2]any
		var texts [2][]byte
		for i, name := range []string{name, name + "-shuffled"} {
			var err error
			if texts[i], err = os.ReadFile(e.file(name).Path); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(texts[i], &docs[i]); err != nil {
				t.Fatal(err)
			}
		}
		if !reflect.DeepEqual(docs[0], docs[1]) {
			t.Errorf("%s: the other does not say the same", name)
		}
		same := 0
		plain := strings.Split(string(texts[0]), "\n")
		for i, line := range strings.Split(string(texts[1]), "\n") {
			if strings.Contains(line, "mpxn") && line == plain[i] {
				same++
			}
		}
		if same > 0 || len(texts[0]) != len(texts[1]) {
			t.Errorf("%s: %d of %d records in their first order, %d and %d bytes", name, same, len(plain), len(texts[0]), len(texts[1]))
		}
	}
}

// TestBlocks: whatever the input comes in, blocks hold whole records and all of
// them.
func TestBlocks(t *testing.T) {
	long := strings.Repeat("x", 3*blockSize)
	for _, separate := range []string{canonical, indented} {
		want := []string{"a", long, "b", strings.Repeat("y", blockSize-1), "c"}
		text := strings.Join(want, separate)
		// One record of a canonical file ends with a comma, which is not part of it.
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(text), "halves": iotest.HalfReader(strings.NewReader(text)),
			"with end": iotest.DataErrReader(strings.NewReader(text))} {
			var got []string
			b := &blockReader{r: r, separate: []byte(separate)}
			_, err := drain(b, byRecord(separate, func(record []byte, _ *tally) error {
				got = append(got, strings.TrimSuffix(string(record), "\n    }"))
				return nil
			}))
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%q, %s: %d records, error %v", separate, name, len(got), err)
			}
		}
	}
}

// TestTrim: the comma and the line end behind a record are no part of it.
func TestTrim(t *testing.T) {
	for in, want := range map[string]string{"{},\n": "{}", "{}\n": "{}", "{}": "{}", "": "", "\n": ""} {
		if got := string(trim([]byte(in))); got != want {
			t.Errorf("trim(%q) is %q, want %q", in, got, want)
		}
	}
}
