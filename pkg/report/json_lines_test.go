package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// TestPlainLines holds the lines that write themselves against encoding/json,
// with every byte at every place of each text.
func TestPlainLines(t *testing.T) {
	texts := []string{"", "I-A1", "no authorisation: 5.2(c) & <so on>"}
	for c := range 256 {
		texts = append(texts, string([]byte{'a', byte(c), 'b'}))
	}
	texts = append(texts, "é", "\u2028", strings.Repeat("x", 600))
	plain := 0
	for _, text := range texts {
		for place := range 4 {
			f := [4]string{"one", "two", "three", "four"}
			f[place] = text
			for _, line := range []plainLine{&Installation{f[0], f[1], f[2], f[3]}, &Authorisation{f[0], f[1], f[2], f[3]}, &Alert{f[0], f[1], f[2], f[3]}} {
				got, ok := line.appendPlain(nil)
				if !ok {
					continue
				}
				plain++
				var want bytes.Buffer
				e := json.NewEncoder(&want)
				e.SetEscapeHTML(false)
				if err := e.Encode(line); err != nil {
					t.Fatal(err)
				}
				if string(got)+"\n" != want.String() {
					t.Errorf("%s, encoding/json writes %s", got, want.String())
				}
			}
		}
	}
	if want := (3 + 95 - 2 + 1) * 4 * 3; plain != want {
		t.Errorf("%d lines are plain, want %d: all of printing ASCII but quotation mark and backslash", plain, want)
	}
}
