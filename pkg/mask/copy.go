package mask

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"unsafe"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
)

// RefusedError says that no file of a type is copied.
type RefusedError struct{ Type, Reason string }

func (e *RefusedError) Error() string { return "a " + e.Type + " is not masked: " + e.Reason }

// MalformedError says that a file is malformed in a way that no copy can keep
// without giving away what stands there.
type MalformedError struct{ Finding finding.Finding }

func (e *MalformedError) Error() string {
	f, where := e.Finding, ""
	if f.Path != "" {
		where = ", " + f.Path
	}
	return fmt.Sprintf("line %d, column %d%s: %s: no copy can keep this fault and give nothing away", f.Pos.Line, f.Pos.Column, where, f.Code)
}

// Done is what became of a file.
type Done struct {
	Seal      codec.Seal
	Records   int64
	Malformed int64 // records masked word by word
	Header    bool  // so was the header
	Texts     int64 // free texts left out
}

// Sign makes the signature of a trailer; see seal.SignTrailer.
type Sign func(digest string, records int64) (string, error)

// File copies a file that has been opened. The copy is canonical and says that it
// is test data; it is sealed again, by sign or, where that is nil, as a draft
// without a signature. The error is a *RefusedError, a *MalformedError, or that of
// the input, the output, sign or the context.
func File(ctx context.Context, f *codec.File, to io.Writer, key *Key, opt Options, sign Sign) (Done, error) {
	c, err := newCopier(f, key, opt)
	if err != nil {
		return Done{}, err
	}
	head, err := c.header()
	if err != nil {
		return Done{}, err
	}
	w := codec.NewWriterRaw(to, f.Type, head)
	c.write = w.WriteRaw
	if err := c.all(ctx); err != nil {
		return Done{}, err
	}
	c.done.Seal, err = w.Close(sign)
	return c.done, err
}

// CSV copies a MAF in CSV that has been opened, as CSV. Its signature is for the
// caller to make, of the Seal.
func CSV(ctx context.Context, f *codec.File, to io.Writer, key *Key, opt Options) (Done, error) {
	c, err := newCopier(f, key, opt)
	if err != nil {
		return Done{}, err
	}
	names, err := c.table()
	if err != nil {
		return Done{}, err
	}
	w := codec.NewCSVWriterOf(to, names)
	c.write = w.WriteRaw
	if err := c.all(ctx); err != nil {
		return Done{}, err
	}
	c.done.Seal, err = w.Close()
	return c.done, err
}

// copier copies one file.
type copier struct {
	file  *codec.File
	key   *Key
	opt   Options
	plan  *plan
	head  *plan
	names map[string]bool // of all fields, in lower case

	columns []maf.Column  // of a CSV
	from    []*maf.Column // as the file has them
	wrong   bool          // they are not those of a MAF

	write func(record []byte)
	done  Done
	room  sync.Pool // of *block
}

func newCopier(f *codec.File, key *Key, opt Options) (*copier, error) {
	c := &copier{file: f, key: key, opt: opt, names: fieldNames()}
	var err error
	if c.head, err = newPlan(f.Type.Header); err == nil {
		c.plan, err = newPlan(f.Type.Record)
	}
	if err != nil {
		return nil, &RefusedError{Type: f.Type.Name, Reason: err.Error()}
	}
	c.room.New = func() any { return new(block) }
	return c, nil
}

func (c *copier) newMasker() *masker { return newMasker(c.key, c.opt, c.file.Header.TestData) }

// all copies the records.
func (c *copier) all(ctx context.Context) error {
	result, err := c.file.Visit(ctx, func() codec.Worker { return c.newWorker() }, func(outcome any) error {
		return c.take(outcome.(*block))
	})
	if err != nil {
		return err
	}
	for _, found := range result.Findings {
		if !ofSeal(found) && !isDraft(found, &result) {
			return &MalformedError{found}
		}
	}
	c.done.Records = result.Records
	return nil
}

// ofSeal reports whether a finding is of the trailer, which is made anew.
func ofSeal(f finding.Finding) bool {
	return strings.HasPrefix(f.Path, "/"+envelope.TrailerName+"/") || f.Path == "/"+envelope.TrailerName && f.Code != finding.TopOrder
}

// isDraft reports whether a finding is that the trailer is missing, and nothing
// else: there is none, and one part alone is.
func isDraft(f finding.Finding, r *codec.Result) bool {
	missing := 0
	for _, found := range r.Findings {
		if found.Code == finding.MissingField && found.Path == "" {
			missing++
		}
	}
	return f.Code == finding.MissingField && f.Path == "" && r.Trailer == nil && r.Complete && missing == 1
}

// take writes the records of a block.
func (c *copier) take(b *block) error {
	from := 0
	for _, end := range b.ends {
		c.write(b.text[from:end])
		from = end
	}
	c.done.Malformed += b.malformed
	c.done.Texts += b.texts
	if b.refused != nil {
		return &MalformedError{*b.refused}
	}
	c.room.Put(b)
	return nil
}

// block is the copies of the records of a block, up to the first that cannot be
// copied.
type block struct {
	text      []byte
	ends      []int // of each record
	malformed int64
	texts     int64
	refused   *finding.Finding
}

// worker masks records, on one goroutine.
type worker struct {
	*copier
	m       *masker
	value   any // the copy of a record that is well formed
	base    unsafe.Pointer
	current *block
}

func (c *copier) newWorker() *worker {
	t := c.file.Type.Record
	w := &worker{copier: c, m: c.newMasker(), value: t.New()}
	w.base = t.Base(w.value)
	return w
}

// Record implements codec.Worker.
func (w *worker) Record(r *codec.Record) {
	if w.current == nil {
		b := w.room.Get().(*block)
		*b = block{text: b.text[:0], ends: b.ends[:0]}
		w.current = b
	}
	b := w.current
	if b.refused != nil {
		return
	}
	switch {
	case r.Broken && len(r.Findings) == 0: // the file ends in it
		b.refused = &finding.Finding{Code: finding.Truncated, Pos: r.Pos}
	case len(r.Findings) > 0 || w.wrong:
		w.malformedRecord(r)
	default:
		t := w.file.Type.Record
		w.m.record(w.plan, w.base, t.Base(r.Value))
		if w.columns != nil {
			b.text = codec.AppendRows(b.text, w.columns, w.value.(*maf.Authorisation))
		} else {
			b.text = codec.Append(b.text, t, w.value)
		}
	}
	if b.refused == nil {
		b.ends = append(b.ends, len(b.text))
	}
}

// malformedRecord masks a record word by word, where every fault is of a kind
// that this keeps.
func (w *worker) malformedRecord(r *codec.Record) {
	b := w.current
	for _, found := range r.Findings {
		if r.Broken || !isKept(found.Code) {
			b.refused = &found // a copy: the room of the findings is used again
			return
		}
	}
	start, ok := len(b.text), false
	if w.columns != nil {
		b.text, ok = w.rows(b.text, r.Raw)
	} else {
		b.text, ok = w.json(w.plan, b.text, r.Raw)
	}
	if !ok {
		b.text, b.refused = b.text[:start], &finding.Finding{Code: finding.FieldForm, Pos: r.Pos}
	}
	b.malformed++
}

// isKept reports whether a fault with that code stays where a record is masked
// word by word.
func isKept(code finding.Code) bool {
	switch code {
	case finding.DuplicateName, finding.UnknownField, finding.MissingField, finding.FieldType, finding.FieldForm,
		finding.FieldValue, finding.FieldItems, finding.MPxNFormat, finding.NumberSpelling, finding.SecretInClear, finding.CSVConflict:
		return true
	}
	return false
}

// End implements codec.Worker.
func (w *worker) End() any {
	b := w.current
	if w.current = nil; b == nil {
		b = w.room.Get().(*block)
		*b = block{text: b.text[:0], ends: b.ends[:0]}
	}
	b.texts, w.m.texts = w.m.texts, 0
	return b
}
