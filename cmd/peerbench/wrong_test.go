package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"s1mig/pkg/world"
)

// recordsIn counts how often each record stands in a file, or each row of a CSV.
func recordsIn(t *testing.T, f *file) map[string]int {
	t.Helper()
	data, err := os.ReadFile(f.Path)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]int{}
	for line := range strings.Lines(string(data)) {
		if line = string(trim([]byte(line))); strings.Contains(line, "I-0") {
			all[line]++
		}
	}
	return all
}

// TestWrongEverywhere: a wrong file has as many records as the good one, or one
// less where that cannot be halved; none of them stands as it did there, or all
// stand twice.
func TestWrongEverywhere(t *testing.T) {
	e := small(t)
	for _, s := range spoilings() {
		f, good := e.file(s.name), e.file(s.good)
		want, times := good.Tally.Records, 0
		if s.twice {
			want, times = want-want%2, 2
		}
		if f.Tally.Records != want || len(f.Codes) != len(s.codes) {
			t.Errorf("%s: %d records, want %d; codes %v", s.name, f.Tally.Records, want, f.Codes)
		}
		before, n := recordsIn(t, good), 0
		for record, count := range recordsIn(t, f) {
			n += count
			if count*before[record] != times {
				t.Errorf("%s: %d times, in the good file %d times: %s", s.name, count, before[record], record)
			}
		}
		if int64(n) < want {
			t.Errorf("%s: %d records or rows, want at least %d", s.name, n, want)
		}
	}
}

// TestOneGoodRecordIsSeen: it is noticed where one record is less wrong than all
// others.
func TestOneGoodRecordIsSeen(t *testing.T) {
	e := small(t)
	w, err := world.Load(e.World, e.Seed)
	if err != nil {
		t.Fatal(err)
	}
	m := &maker{ctx: t.Context(), dir: filepath.Dir(e.World), estate: e, world: w, smso: w.SMSOs()[0]}
	for _, s := range spoilings() {
		s.name += "-but-one"
		s.change = butFirst(s.change)
		if err := m.spoil(&s); err != nil {
			t.Fatal(err)
		}
		err := judge(byName("s1mig validate, the program"), &job{estate: e, file: e.file(s.name), cores: 2})
		if err == nil || !strings.Contains(err.Error(), "found map") {
			t.Errorf("%s: %v", s.name, err)
		}
	}
}

// butFirst is the same change of all records but the first, which is left as it
// is; where nothing else changes, it gets another id.
func butFirst(change func([]byte) []byte) func([]byte) []byte {
	first := true
	return func(record []byte) []byte {
		switch {
		case !first && change != nil:
			return change(record)
		case first && change == nil:
			record = bytes.Replace(record, []byte("I-0"), []byte("I-9"), 1)
		}
		first = false
		return record
	}
}

// TestJudged: whatever differs from what there is to be found is a fault.
func TestJudged(t *testing.T) {
	good, wrong := &file{}, &file{Good: "mcf", Codes: map[string]int64{"S-A": 2, "S-B": 1}}
	const clean = `{"files":[{"outcome":"accepted"}],"summary":{"records":2,"byCode":{}}}`
	const rejected = `{"files":[{"outcome":"rejected"}],"summary":{"records":2,"byCode":{"S-A":2,"S-B":1}}}`
	for _, c := range []struct {
		file *file
		out  string
		code int
		ok   bool
	}{
		{good, clean, 0, true},
		{good, clean, 1, false},
		{good, rejected, 1, false},
		{good, strings.Replace(clean, "{}", `{"S-W":1}`, 1), 0, false},
		{good, "", 0, false},
		{wrong, rejected, 1, true},
		{wrong, rejected, 0, false},
		{wrong, clean, 0, false},
		{wrong, strings.Replace(rejected, "rejected", "partly-rejected", 1), 1, false},
		{wrong, strings.Replace(rejected, `"S-A":2`, `"S-A":1`, 1), 1, false},
		{wrong, strings.Replace(rejected, `"S-A":2`, `"S-A":2,"S-DIGEST":1`, 1), 1, false},
		{wrong, strings.Replace(rejected, `,"S-B":1`, "", 1), 1, false},
		{wrong, strings.Replace(rejected, `{"outcome":"rejected"}`, "", 1), 1, false},
	} {
		got, err := c.file.judged([]byte(c.out), c.code)
		if (err == nil) != c.ok || c.ok && got.Records != 2 {
			t.Errorf("%q, exit code %d: %+v, error %v", c.out, c.code, got, err)
		}
	}
}

// TestPeakOfProgram: the memory of a program is its own, or not known.
func TestPeakOfProgram(t *testing.T) {
	e := small(t)
	run, err := byName("s1mig validate, the program").ready(&job{estate: e, file: e.file("mcf-wrong-twice"), cores: 1})
	if err != nil {
		t.Fatal(err)
	}
	held := bytes.Repeat([]byte{1}, 128<<20) // more than the program needs
	r, err := run()
	runtime.KeepAlive(held)
	if err != nil || r.Peak >= int64(len(held)) || r.Wall <= 0 || r.CPU <= 0 {
		t.Errorf("%+v, error %v", r, err)
	}
}
