package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// small makes an estate that every contestant reads in no time.
func small(t *testing.T) *estate {
	t.Helper()
	e, err := makeEstate(t.Context(), t.TempDir(), 200, 60, 7)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// judge has a contestant do its job once and says what is wrong with the result.
func judge(c *contestant, j *job) error {
	run, err := c.ready(j)
	if err != nil {
		return err
	}
	for range 2 { // what is used again must be as good as new
		got, err := run()
		if err != nil {
			return err
		}
		want, _ := j.want()
		if err := c.Shows.check(got.Tally, want); err != nil {
			return err
		}
	}
	return nil
}

// TestAllAgree: all contestants make the same of each file, on one core and on
// several.
func TestAllAgree(t *testing.T) {
	e := small(t)
	for _, f := range e.Files {
		took := 0
		for _, c := range contestants() {
			for _, cores := range []int{1, 3} {
				if c.Node || !c.reads(f) {
					continue // ajv has a test of its own, with the tag interop
				}
				err := judge(&c, &job{estate: e, file: f, cores: cores, sample: c.Sampled})
				var away absent
				if errors.As(err, &away) && c.Name == "openssl dgst -sha256" {
					continue
				}
				if err != nil {
					t.Errorf("%s, %s, %d cores: %v", c.Name, f.Name, cores, err)
				}
				took++
			}
		}
		want := 6
		if f.Good != "" { // the program alone judges it
			want = 2
		}
		if took < want {
			t.Errorf("%s: %d took part, want %d", f.Name, took, want)
		}
	}
}

// TestFilesAreWhole: what the contestants are held to is what was asked for.
func TestFilesAreWhole(t *testing.T) {
	e := small(t)
	for name, want := range map[string]int64{"mcf": 200, "mcf-shuffled": 200, "mcf-pretty": 200} {
		f := e.file(name)
		if f.Tally.Records != want || f.Sample.Records != min(want, f.Sample.Records) || f.Tally.Sum != e.file("mcf").Tally.Sum {
			t.Errorf("%s: %+v, want %d records and the sum of the MCF", name, f.Tally, want)
		}
	}
	if s := e.file("mcf").Sample; s.Records != 60 || s.Meters < 60 {
		t.Errorf("sample %+v, want 60 records with a meter each", s)
	}
	// All MAFs hold the same authorisations, and most installations have one.
	js := e.file("maf").Tally
	for _, name := range []string{"csv", "maf-shuffled"} {
		if other := e.file(name).Tally; js.Records != other.Records || js.Sum != other.Sum || js.Records < 50 || js.Records > 200 {
			t.Errorf("MAF %+v, %s %+v", js, name, other)
		}
	}
}

// spoil replaces the last of some bytes in a file, and in the records alone.
func spoil(t *testing.T, f *file, from, to string) {
	t.Helper()
	for _, path := range []string{f.Path, f.Lines} {
		if path == "" {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		at := bytes.LastIndex(data, []byte(from))
		if at < 0 || len(from) != len(to) {
			t.Fatalf("%s: no %q", filepath.Base(path), from)
		}
		copy(data[at:], to)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAnotherValueIsSeen: no contestant can leave out one value of one record.
func TestAnotherValueIsSeen(t *testing.T) {
	e := small(t)
	spoil(t, e.file("mcf"), `"mpxn":"99`, `"mpxn":"98`)
	spoil(t, e.file("maf"), `"mpxn":"99`, `"mpxn":"98`)
	spoil(t, e.file("csv"), `,99`, `,98`)
	spoil(t, e.file("mcf-shuffled"), `"mpxn":"99`, `"mpxn":"98`)
	spoil(t, e.file("maf-shuffled"), `"mpxn":"99`, `"mpxn":"98`)
	spoil(t, e.file("mcf-pretty"), `"mpxn": "99`, `"mpxn": "98`)
	for _, f := range e.Files {
		if f.Good != "" {
			continue // see TestOneGoodRecordIsSeen
		}
		for _, c := range contestants() {
			if c.Node || !c.reads(f) {
				continue
			}
			var away absent
			if err := judge(&c, &job{estate: e, file: f, cores: 2}); err == nil || errors.As(err, &away) && c.Name != "openssl dgst -sha256" {
				t.Errorf("%s, %s: another value is not seen: %v", c.Name, f.Name, err)
			}
		}
	}
}

// TestSchemasAreJudged: the validators refuse a device type that the schema does
// not have, which a decoder takes.
func TestSchemasAreJudged(t *testing.T) {
	e := small(t)
	f := e.file("mcf")
	spoil(t, f, `"deviceType":"ESME"`, `"deviceType":"ESMX"`)
	for _, c := range contestants() {
		switch c.Name {
		case "gojsonschema", "santhosh-tekuri/jsonschema", "kaptinlin/jsonschema", "s1mig parse", "s1mig validate":
			if err := judge(&c, &job{estate: e, file: f, cores: 1}); err == nil {
				t.Errorf("%s takes a type of device that there is not", c.Name)
			}
		case "encoding/json", "fastjson":
			if err := judge(&c, &job{estate: e, file: f, cores: 1}); err != nil {
				t.Errorf("%s: %v", c.Name, err)
			}
		}
	}
}
