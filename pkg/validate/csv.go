package validate

import (
	"bufio"
	"bytes"
	"io"
	"path"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rules"
	"s1mig/pkg/seal"
	"s1mig/pkg/source"
)

// maxSniff is how much of a file is looked at to tell CSV from JSON.
const maxSniff = 4096

// open opens a file: a MAF in CSV if it is one, by the ending of its name or by
// its row of column names, else a JSON document.
func open(r io.Reader, name string, opt *Options) (f *codec.File, csv bool, err error) {
	b := bufio.NewReaderSize(r, maxSniff)
	if strings.HasSuffix(strings.ToLower(name), ".csv") || sniffCSV(b) {
		f, err = codec.OpenCSV(b, csvHeader(path.Base(name), opt.CSV), opt.Codec)
		return f, true, err
	}
	f, err = codec.Open(b, filetype.Lookup, opt.Codec)
	return f, false, err
}

// sniffCSV reports whether the file begins with the names of columns of a MAF.
func sniffCSV(b *bufio.Reader) bool {
	head, _ := b.Peek(maxSniff) // a fault of the world comes again when it is read
	line, _, _ := bytes.Cut(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), []byte("\n"))
	return !bytes.HasPrefix(bytes.TrimSpace(line), []byte("{")) &&
		bytes.Contains(line, []byte("AuthorisationID")) && bytes.Contains(line, []byte("MPxN"))
}

// csvHeader makes the header of a MAF in CSV, of what its name and the caller
// say. What nobody says is not marked as present.
func csvHeader(name string, c CSV) *envelope.Header {
	t := maf.Type.Header
	h := &envelope.Header{FileType: maf.Type.Name, FormatVersion: envelope.FormatVersion, TestData: true,
		Environment: c.Environment, CapabilityRelease: c.Release, Recipient: c.Recipient, Sequence: c.Sequence}
	present := map[string]bool{"fileType": true, "formatVersion": true, "testData": true, "parents": true,
		"environment": c.Environment != "", "capabilityRelease": c.Release != "", "recipient": !c.Recipient.IsZero()}
	if n, ok := filetype.ParseFileName(name); ok {
		h.Sender, h.CreatedAt = n.Sender, n.CreatedAt
		present["sender"], present["createdAt"] = true, true
		if n.SMSO != filetype.NoSMSO {
			h.SMSO, present["smso"] = n.SMSO, true
		}
		if h.Sequence == 0 {
			h.Sequence = n.Sequence
		}
	}
	present["sequence"] = h.Sequence != 0
	for i := range t.Fields {
		if present[t.Fields[i].Name] {
			h.Set(t.MustRef(t.Fields[i].Name))
		}
	}
	return h
}

// noPlace is the place of what stands outside the file.
type noPlace struct{ path string }

// At implements rules.Place.
func (p noPlace) At(...any) (source.Position, string) { return source.Position{}, p.path }

// judgeCSV judges what a CSV has beside it instead of header and trailer.
func (v *reading) judgeCSV() {
	v.file.digest = v.result.Digest
	for _, name := range []string{"smso", "sender", "createdAt"} {
		if !v.headerOK(name) {
			r, _ := rules.Lookup(finding.MissingField)
			v.one(r, name+" is missing: the name of the file does not say it", "name the file as in MAF_SMSO1_90-B3-D5-1F-30-00-00-01_20220608_090000_000001.csv", noPlace{"/header/" + name})
		}
	}
	switch {
	case v.opt.Directory == nil || v.opt.Stages == Answered:
	case v.opt.CSV.Signature == "":
		v.one(rules.Signature, "the CSV has no signature beside it", "put it into a file of the same name with the ending .jws", noPlace{})
	case v.headerOK("sender", "createdAt"):
		err := seal.VerifyTrailer(v.opt.CSV.Signature, v.opt.Directory, seal.Want{Digest: v.result.Digest, RecordCount: v.result.Records,
			Sender: v.codec.Header.Sender, CreatedAt: v.codec.Header.CreatedAt.Time(), Producer: v.maySign})
		if err != nil {
			v.distrust(err, noPlace{})
			return
		}
		v.file.Sealed = v.result.Complete
	}
}

// maxSignature bounds the size of a file with a signature.
const maxSignature = 64 << 10

// signature reads the signature beside a CSV, under its name with the ending
// .jws in place of .csv or behind it. It returns "" where there is none.
func (from reads) signature(name string) string {
	stem, ok := strings.CutSuffix(name, ".csv")
	if !ok {
		return ""
	}
	for _, at := range []string{name + signatureSuffix, stem + signatureSuffix} {
		f, err := from(at)
		if err != nil {
			continue
		}
		text, err := io.ReadAll(io.LimitReader(f, maxSignature))
		if closed := f.Close(); err == nil && closed == nil {
			return strings.TrimSpace(string(text))
		}
	}
	return ""
}
