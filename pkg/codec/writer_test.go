package codec_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
)

// sampleParts reads the sample back into its parts.
func sampleParts(t *testing.T) (*envelope.Header, []maf.Authorisation) {
	t.Helper()
	f, err := codec.Open(strings.NewReader(sample()), func(string) (*envelope.Type, bool) { return maf.Type, true }, codec.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	var records []maf.Authorisation
	visit(t, f, func(r *codec.Record) {
		a := *r.Value.(*maf.Authorisation)
		a.AuthorisationID = strings.Clone(a.AuthorisationID)
		a.Meters = append([]maf.Meter(nil), a.Meters...)
		records = append(records, a)
	})
	return f.Header, records
}

func signed(string, int64) (string, error) { return "e30.e30.AAAA", nil }

// The writer writes the sample, byte for byte, and knows its digests.
func TestWriter(t *testing.T) {
	header, records := sampleParts(t)
	for _, raw := range []bool{false, true} {
		var out bytes.Buffer
		w := codec.NewWriter(&out, maf.Type, header)
		for i := range records {
			if raw {
				w.WriteRaw([]byte([]string{sampleFirst, sampleSecond}[i]))
			} else {
				w.Write(&records[i])
			}
		}
		sum, err := w.Close(func(digest string, n int64) (string, error) {
			prefix := sha256.Sum256([]byte(sample()[:strings.Index(sample(), `"trailer"`)]))
			if want := "sha-256:" + hex.EncodeToString(prefix[:]); digest != want || n != 2 {
				t.Errorf("asked to sign %s and %d, want %s", digest, n, want)
			}
			return signed(digest, n)
		})
		if out.String() != sample() {
			t.Errorf("wrote\n%s\nwant\n%s", out.String(), sample())
		}
		whole := sha256.Sum256(out.Bytes())
		if err != nil || sum.SHA256 != hex.EncodeToString(whole[:]) || sum.Bytes != int64(out.Len()) || sum.Records != 2 || w.Records() != 2 {
			t.Errorf("%+v, %v", sum, err)
		}
		if !strings.Contains(out.String(), sum.Digest) {
			t.Errorf("the seal's digest %s is not the trailer's", sum.Digest)
		}
	}
}

// Without digests everything else is read the same.
func TestNoDigest(t *testing.T) {
	doc := strings.Replace(sample(), `"sequence":8`, `"sequence":9`, 1) // the digest no longer holds
	var results [2]codec.Result
	for i, off := range []bool{false, true} {
		f, err := codec.Open(strings.NewReader(doc), func(string) (*envelope.Type, bool) { return maf.Type, true }, codec.Options{NoDigest: off})
		if err != nil {
			t.Fatal(err)
		}
		results[i] = visit(t, f, func(*codec.Record) {})
	}
	with, without := results[0], results[1]
	if len(with.Findings) != 1 || with.Findings[0].Code != finding.Digest || len(without.Findings) > 0 || without.Digest+without.SHA256 != "" {
		t.Errorf("%+v\n%+v", with, without)
	}
	if without.Records != with.Records || without.Bytes != with.Bytes || !without.Complete {
		t.Errorf("%+v\n%+v", with, without)
	}
}

func TestWriterWithoutRecords(t *testing.T) {
	header, _ := sampleParts(t)
	var out bytes.Buffer
	if _, err := codec.NewWriter(&out, maf.Type, header).Close(signed); err != nil {
		t.Fatal(err)
	}
	if s := readString(out.String()); len(s.Found) > 0 || !s.Result.Complete || s.Result.Records != 0 {
		t.Errorf("%s %q", s.Err, s.Found)
	}
}

// failing takes n bytes and then fails.
type failing struct{ n int }

var errFull = errors.New("disk full")

func (f *failing) Write(b []byte) (int, error) {
	if len(b) > f.n {
		n := f.n
		f.n = 0
		return n, errFull
	}
	f.n -= len(b)
	return len(b), nil
}

func TestWriterErrors(t *testing.T) {
	header, records := sampleParts(t)
	for _, n := range []int{0, 100, 1 << 17} {
		w := codec.NewWriter(&failing{n}, maf.Type, header)
		for range 2000 {
			w.Write(&records[0])
		}
		if sum, err := w.Close(signed); !errors.Is(err, errFull) || sum != (codec.Seal{}) {
			t.Errorf("room for %d bytes: %+v, %v", n, sum, err)
		}
	}
	wrong := errors.New("no key")
	if _, err := codec.NewWriter(io.Discard, maf.Type, header).Close(func(string, int64) (string, error) { return "", wrong }); err != wrong {
		t.Errorf("signing fails: %v", err)
	}
}

func ExampleWriter() {
	var out bytes.Buffer
	w := codec.NewWriter(&out, maf.Type, &envelope.Header{FileType: "MAF", FormatVersion: "1.0"})
	w.Write(&maf.Authorisation{AuthorisationID: "A-1"})
	seal, err := w.Close(func(digest string, records int64) (string, error) { return "e30.e30.AAAA", nil })
	fmt.Println(seal.Records, strings.Contains(out.String(), seal.Digest), err)
	// Output: 1 true <nil>
}
