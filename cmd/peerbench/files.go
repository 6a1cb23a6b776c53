package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
)

// A file is an input of the contestants.
type file struct {
	Name     string
	Path     string
	Lines    string `json:",omitempty"` // path of the same records without anything around them, one a line
	Title    string
	Record   string // what a record is, as the definitions of its JSON Schema have it
	Schema   string // its file in s1mig/schemas
	Separate string // what stands between two records
	Bytes    int64
	Tally    tally

	// The records, without the brackets around them, begin at First and end
	// before Last; the first of them, Sample, end before SampleEnd.
	First, Last, SampleEnd int64
	Sample                 tally

	Memory  bool `json:",omitempty"` // it is read from memory, where it stands before the first round
	OneCore bool `json:",omitempty"` // there for a comparison on one core alone

	Judged time.Time     // what validation is judged at
	CSV    *csvStatement `json:",omitempty"` // what a CSV does not say of itself

	// Of a file in which every record is wrong: the good one that it was made
	// from, and how many findings of each code there are to be.
	Good  string           `json:",omitempty"`
	Codes map[string]int64 `json:",omitempty"`
}

// fileType is the file's type, which its records tell.
func (f *file) fileType() *envelope.Type {
	if f.Record == "authorisation" {
		return maf.Type
	}
	return mcf.Type
}

// csvStatement is what a MAF in CSV does not say of itself.
type csvStatement struct {
	Release, Recipient, Signature string
	Sequence                      int64
}

// An estate is a folder with a synthetic world and its files.
type estate struct {
	Version int    // estateVersion when it was made
	World   string // folder of the world
	Seed    uint64
	Records int
	Sampled int // how many records slow contestants get
	Files   []*file
}

func (e *estate) file(name string) *file {
	for _, f := range e.Files {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// estateVersion changes with what files makeEstate makes.
const estateVersion = 2

const (
	manifestName = "peerbench.json"
	canonical    = "\n"         // a record a line
	indented     = "\n    },\n" // the end of a record of encoding/json's Indent
)

// openEstate returns what makeEstate left in a folder, nil if that is not what is
// asked for.
func openEstate(dir string, records, sampled int, seed uint64) *estate {
	e := &estate{}
	if data, err := os.ReadFile(filepath.Join(dir, manifestName)); err != nil || json.Unmarshal(data, e) != nil {
		return nil
	}
	if e.Version != estateVersion || e.Records != records || e.Sampled != sampled || e.Seed != seed {
		return nil
	}
	return e
}

func (e *estate) save(dir string) error {
	data, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, manifestName), data, 0o644)
}

// recordsBegin is what stands before the first record of a canonical file of that type,
// recordsEnd what stands behind the last one.
func recordsBegin(t *envelope.Type) string { return fmt.Sprintf("%q:[\n", t.Records) }

const recordsEnd = "],\n\"trailer\""

// measure fills in what is known of a file once it stands: where its records
// are, and where the sample ends. opening ends right before the first record,
// closing begins right behind the last one.
func (f *file) measure(opening, closing string) error {
	r, err := os.Open(f.Path)
	if err != nil {
		return err
	}
	defer r.Close()
	info, err := r.Stat()
	if err != nil {
		return err
	}
	f.Bytes = info.Size()
	head := make([]byte, min(f.Bytes, 1<<16))
	tail := make([]byte, min(f.Bytes, 1<<16))
	if _, err := r.ReadAt(head, 0); err != nil {
		return err
	}
	if _, err := r.ReadAt(tail, f.Bytes-int64(len(tail))); err != nil {
		return err
	}
	first, last := bytes.Index(head, []byte(opening)), bytes.LastIndex(tail, []byte(closing))
	if first < 0 || last < 0 {
		return fmt.Errorf("%s: its records are not to be found", f.Path)
	}
	f.First, f.Last = int64(first+len(opening)), f.Bytes-int64(len(tail)-last)
	if f.Tally.Digest == "" { // no writer has told it
		h := sha256.New()
		if _, err := io.Copy(h, r); err != nil {
			return err
		}
		f.Tally.Digest = hex.EncodeToString(h.Sum(nil))
	}
	return f.measureSample(r)
}

func (f *file) measureSample(r io.ReaderAt) error {
	f.SampleEnd = f.Last
	if f.Sample.Records == f.Tally.Records {
		return nil
	}
	f.SampleEnd = f.First
	left := f.Sample.Records
	b := blockReader{r: io.NewSectionReader(r, f.First, f.Last-f.First), separate: []byte(f.Separate)}
	var buf []byte
	for left > 0 {
		var block []byte
		var err error
		if block, buf, err = b.next(buf); err != nil {
			return err
		}
		for len(block) > 0 && left > 0 {
			_, rest := cut(block, b.separate)
			f.SampleEnd += int64(len(block) - len(rest))
			block = rest
			left--
		}
	}
	return nil
}

// sealed takes over what the writer knows.
func (f *file) sealed(s codec.Seal) { f.Tally.Digest = s.SHA256 }
