package mutate

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"path"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
)

// File is one file of a set: its path with forward slashes, and its bytes.
type File struct {
	Path string
	Data []byte
}

// document is a file of a set. Those in JSON are taken apart when a mutator
// touches them.
type document struct {
	path string
	data []byte

	// What the file says of itself; zero for what is no migration file in JSON.
	fileType  *envelope.Type
	createdAt string
	sliceOf   string

	tree    *tree
	touched bool
	fresh   bool // a copy, which nothing names
	order   int  // of the path, for a stable order
}

// tree is a document taken apart.
type tree struct {
	header  *node
	records []*node
	trailer *node

	// body edits the text before the trailer, once it is written and before it is
	// sealed; whole edits the finished file.
	body, whole func([]byte) []byte
	// seal, if not nil, changes what the trailer says before it is signed.
	seal func(*envelope.Trailer)
	// signer is the organisation that signs; "" is the sender.
	signer string
	// keep leaves sealed values as they are, although what they are bound to may
	// have changed.
	keep bool
}

func newDocument(f File, order int) *document {
	d := &document{path: f.Path, data: f.Data, order: order}
	d.look()
	return d
}

// look reads what a file says of itself.
func (d *document) look() {
	d.fileType, d.createdAt, d.sliceOf = nil, "", ""
	t, err := d.parse()
	if err != nil {
		return
	}
	d.fileType, _ = filetype.Lookup(t.header.get("fileType").value())
	d.createdAt, d.sliceOf = t.header.get("createdAt").value(), t.header.get("sliceOf").value()
}

// parse takes the file apart.
func (d *document) parse() (*tree, error) {
	if !bytes.HasPrefix(bytes.TrimLeft(d.data, " \t\r\n"), []byte("{")) {
		return nil, fmt.Errorf("%s is no JSON object", d.path)
	}
	whole, err := parse(d.data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.path, err)
	}
	t := &tree{header: whole.get(envelope.HeaderName), trailer: whole.get(envelope.TrailerName)}
	known, ok := filetype.Lookup(t.header.get("fileType").value())
	if !ok || t.trailer == nil {
		return nil, fmt.Errorf("%s is no sealed migration file", d.path)
	}
	records := whole.get(known.Records)
	if records == nil {
		return nil, fmt.Errorf("%s has no %s", d.path, known.Records)
	}
	t.records = records.items
	return t, nil
}

// name is the name of the file without its folder.
func (d *document) name() string { return path.Base(d.path) }

// isCSV reports whether the file is a CSV or the signature of one.
func (d *document) isCSV() bool {
	return strings.HasSuffix(d.path, ".csv") || strings.HasSuffix(d.path, signatureSuffix)
}

func (d *document) isReceipt() bool { return strings.HasSuffix(d.path, receiptSuffix) }

// digest is what the trailer says; "" where there is none.
func (d *document) digest() string {
	if d.tree == nil || d.tree.trailer == nil {
		return ""
	}
	return d.tree.trailer.get("digest").value()
}

// text is the document before its trailer, in canonical layout.
func (t *tree) text(records string) []byte {
	dst := append([]byte(`{"`+envelope.HeaderName+`":`), t.header.append(nil)...)
	dst = append(dst, ",\n\""+records+"\":["...)
	for i, r := range t.records {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = r.append(append(dst, '\n'))
	}
	dst = append(dst, "\n],\n"...)
	if t.body != nil {
		dst = t.body(dst)
	}
	return dst
}

// sealed writes the document and seals it.
func (t *tree) sealed(records string, sign func(digest string, count int64) (string, error)) ([]byte, error) {
	body := t.text(records)
	trailer := envelope.Trailer{RecordCount: int64(len(t.records)), Digest: digestOf(body)}
	if t.seal != nil {
		t.seal(&trailer)
	}
	signature, err := sign(trailer.Digest, trailer.RecordCount)
	if err != nil {
		return nil, err
	}
	trailer.Signature = signature
	last := codec.AppendTrailer(nil, &trailer)
	if t.trailer, err = parse(bytes.TrimPrefix(bytes.TrimSuffix(last, []byte("}\n")), []byte(`"`+envelope.TrailerName+`":`))); err != nil {
		return nil, err
	}
	data := append(body, last...)
	if t.whole != nil {
		data = t.whole(data)
	}
	return data, nil
}

func digestOf(b []byte) string {
	return fmt.Sprintf("%s%x", codec.DigestPrefix, sha256.Sum256(b))
}

// canonicalName is the name that follows from the header; ok is false where the
// header does not give one.
func (t *tree) canonicalName() (name string, ok bool) {
	h := envelope.Header{FileType: t.header.get("fileType").value(), SMSO: t.header.get("smso").value(),
		GroupID: t.header.get("groupID").value(), Sequence: t.header.get("sequence").integer()}
	if h.Sender, ok = ident.ParseEUI64([]byte(t.header.get("sender").value())); !ok {
		return "", false
	}
	at, ok := parseInstant(t.header.get("createdAt").value())
	if !ok || h.Sequence < 1 {
		return "", false
	}
	h.CreatedAt = at
	return filetype.FileName(&h), true
}
