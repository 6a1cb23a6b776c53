package codec_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/source"
	"s1mig/pkg/spec"
)

// The sample is a small MAF in canonical layout, written out by hand.
const (
	sampleHead = `{"header":{"fileType":"MAF","formatVersion":"1.0","environment":"migration-testing","capabilityRelease":"IOC",` +
		`"smso":"CGI","sender":"90-B3-D5-1F-30-01-00-00","recipient":"90-B3-D5-1F-30-00-00-02","sequence":8,` +
		`"createdAt":"2022-06-01T09:00:00Z","parents":[{"file":"READY_1.json","digest":"sha-256:` + zeros + `"}],"testData":true},
"authorisations":[
`
	sampleFirst = `{"authorisationID":"A-1","migrationWeek":"2022-06-13","migrateOn":"2022-06-15","commissioningParty":"DCC",` +
		`"meters":[{"mpxn":"9900000000015","supplierCertificateIDs":["Z9:5A0101","Z9:5A0102"],"networkOperatorCertificateID":"Z9:4E0001"},{"mpxn":"9999000104"}]}`
	sampleSecond = `{"authorisationID":"A-2","migrationWeek":"2022-06-13","migrateOn":"2022-06-16","meters":[{"mpxn":"9900000000024"}]}`
	sampleTail   = `
],
"trailer":{"recordCount":2,"digest":"sha-256:` + zeros + `","signature":"e30.e30.AAAA"}}
`
	zeros = "0000000000000000000000000000000000000000000000000000000000000000"
)

func sample() string {
	return seal(sampleHead + sampleFirst + ",\n" + sampleSecond + sampleTail)
}

// seal puts the digest of the bytes before the name "trailer" into the trailer,
// which has no other value of that form.
func seal(doc string) string {
	at := strings.LastIndex(doc, `"trailer"`)
	if at < 0 {
		if at = strings.LastIndex(doc, `"\u0074railer"`); at < 0 {
			return doc
		}
	}
	sum := sha256.Sum256([]byte(doc[:at]))
	i := strings.LastIndex(doc, "sha-256:")
	if i < at || len(doc) < i+len("sha-256:")+len(zeros) {
		return doc
	}
	i += len("sha-256:")
	return doc[:i] + hex.EncodeToString(sum[:]) + doc[i+2*sha256.Size:]
}

// seen is everything that reading a file tells, as text.
type seen struct {
	Err      string
	Found    []string // findings of header, records and trailer
	Records  []string // each record, written again
	Bits     []string // which of its fields are there, and which are bad
	Result   codec.Result
	findings []finding.Finding
}

func (s *seen) find(where string, list []finding.Finding) {
	for _, f := range list {
		s.findings = append(s.findings, f)
		s.Found = append(s.Found, fmt.Sprintf("%s %d:%d@%d %s %s: %s (%s)", where, f.Pos.Line, f.Pos.Column, f.Pos.Offset, f.Path, f.Code, f.Message, f.Hint))
	}
}

// collector keeps what it is shown until End.
type collector struct {
	t *envelope.Type
	seen
}

func (c *collector) Record(r *codec.Record) {
	c.find(fmt.Sprint(r.Index), r.Findings)
	text := "broken"
	if !r.Broken {
		text = string(codec.Append(nil, c.t.Record, r.Value)) + " of " + string(r.Raw)
		c.Bits = append(c.Bits, bitsOf(c.t.Record, c.t.Record.Base(r.Value)))
	}
	c.Records = append(c.Records, fmt.Sprintf("%d %+v %s", r.Index, r.Pos, text))
}

// bitsOf says which fields of an object are there and which are bad, and of all objects
// in it.
func bitsOf(t *spec.Table, base unsafe.Pointer) string {
	have, bad := spec.ObjectAt(base).Bits()
	text := fmt.Sprintf(" %b-%b", have, bad)
	for i := range t.Fields {
		f := &t.Fields[i]
		switch f.Op {
		case spec.OpObject:
			text += bitsOf(f.Table, f.Object(base))
		case spec.OpObjects:
			for k := range f.Len(base) {
				text += bitsOf(f.Table, f.Item(base, k))
			}
		}
	}
	return text
}

func (c *collector) End() any {
	out := c.seen
	c.seen = seen{}
	return out
}

// read reads a file, and every part of it that can be read by itself once more.
func read(r io.Reader, opt codec.Options) (s seen) {
	var text bytes.Buffer
	f, err := codec.Open(io.TeeReader(r, &text), filetype.Lookup, opt)
	if err != nil {
		return seen{Err: err.Error()}
	}
	s.find("header", f.Findings)
	newWorker := func() codec.Worker { return &collector{t: f.Type} }
	var extents []codec.Extent
	var parts, again []seen
	s.Result, err = f.Visit(context.Background(), newWorker, func(o any) error {
		part := o.(seen)
		if e, ok := f.Extent(); ok {
			extents, parts = append(extents, e), append(parts, part)
		}
		s.Found, s.Records, s.findings = append(s.Found, part.Found...), append(s.Records, part.Records...), append(s.findings, part.findings...)
		s.Bits = append(s.Bits, part.Bits...)
		return nil
	})
	if err != nil {
		return seen{Err: err.Error()}
	}
	from := func(offset int64) (io.Reader, error) { return bytes.NewReader(text.Bytes()[offset:]), nil }
	err = f.Reread(context.Background(), extents, from, newWorker, func(o any) error {
		again = append(again, o.(seen))
		return nil
	})
	if err != nil || !reflect.DeepEqual(parts, again) {
		return seen{Err: fmt.Sprintf("read again: %v\n%.2000v\nbefore: %.2000v", err, again, parts)}
	}
	s.find("file", s.Result.Findings)
	s.Result.Findings = nil
	return s
}

func readString(doc string) seen { return read(strings.NewReader(doc), codec.Options{}) }

// place works out the position of an index without the help of the codec.
func place(doc string, i int) source.Position {
	before := doc[:i]
	return source.Position{Line: strings.Count(before, "\n") + 1, Column: i - strings.LastIndex(before, "\n"), Offset: int64(i)}
}

func TestSampleIsClean(t *testing.T) {
	doc := sample()
	s := readString(doc)
	if s.Err != "" || len(s.Found) > 0 {
		t.Fatalf("%s %q", s.Err, s.Found)
	}
	sum := sha256.Sum256([]byte(doc))
	if r := s.Result; r.Records != 2 || r.SHA256 != hex.EncodeToString(sum[:]) || r.Bytes != int64(len(doc)) || !r.Complete {
		t.Errorf("%+v", r)
	}
	if digest := s.Result.Digest; !strings.Contains(doc, digest) || s.Result.Trailer.Digest != digest {
		t.Errorf("digest %s is not that of the trailer", digest)
	}
	for i, want := range []string{sampleFirst, sampleSecond} {
		p := place(doc, strings.Index(doc, want))
		if line := fmt.Sprintf("%d %+v %s of %s", i, p, want, want); s.Records[i] != line {
			t.Errorf("got  %s\nwant %s", s.Records[i], line)
		}
	}
}

func TestRecordAt(t *testing.T) {
	doc := sample()
	f, err := codec.Open(strings.NewReader(doc), filetype.Lookup, codec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	second := strings.Index(doc, sampleSecond)
	visit(t, f, func(r *codec.Record) {
		if r.Index != 1 {
			return
		}
		for _, c := range []struct {
			path    []any
			marker  string
			pointer string
		}{
			{nil, `{"authorisationID"`, "/authorisations/1"},
			{[]any{"migrateOn"}, `"2022-06-16"`, "/authorisations/1/migrateOn"},
			{[]any{"meters", 0, "mpxn"}, `"9900000000024"`, "/authorisations/1/meters/0/mpxn"},
			{[]any{"meters", 0, "supplierCertificateIDs"}, `{"mpxn"`, "/authorisations/1/meters/0/supplierCertificateIDs"},
			{[]any{"meters", 7}, `[{"mpxn"`, "/authorisations/1/meters/7"},
			{[]any{"a/b~c"}, `{"authorisationID"`, "/authorisations/1/a~1b~0c"},
		} {
			pos, pointer := r.At(c.path...)
			if want := place(doc, second+strings.Index(doc[second:], c.marker)); pos != want || pointer != c.pointer {
				t.Errorf("%v: %+v %s, want %+v %s", c.path, pos, pointer, want, c.pointer)
			}
		}
	})
}

// each is a worker that calls a function.
type each func(*codec.Record)

func (e each) Record(r *codec.Record) { e(r) }
func (e each) End() any               { return nil }

func visit(t *testing.T, f *codec.File, one func(*codec.Record)) codec.Result {
	t.Helper()
	r, err := f.Visit(context.Background(), func() codec.Worker { return each(one) }, func(any) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSampleSignatureHasTheForm(t *testing.T) {
	if !ident.JWSType.Valid([]byte("e30.e30.AAAA")) || !bytes.Contains([]byte(sample()), []byte("e30.e30.AAAA")) {
		t.Error("the sample's signature is not of the form of a JWS")
	}
}
