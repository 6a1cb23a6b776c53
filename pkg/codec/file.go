package codec

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"time"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/source"
)

// Options tunes the reading of a file. None of them changes what is found but
// NoDigest.
type Options struct {
	Workers   int // how many goroutines parse; 0 means one for each core
	BlockSize int // bytes parsed at a time; 0 means 256 KiB, and it is 1 GiB at most
	MaxRecord int // the largest value taken in; 0 means 1 MiB, and it is 1 GiB at most
	// Spare is memory of files read before. Nil: there is none.
	Spare *Spare
	// NoDigest spares the digests of a file that is read a second time: they stay
	// empty, and the trailer's is not compared.
	NoDigest bool
	// Watch tells the time that has gone by, for Result.Spent alone. Nil: nothing
	// is timed.
	Watch func() time.Duration
}

const (
	defaultBlock     = 256 << 10
	defaultMaxRecord = 1 << 20
	smallest         = 64
	largest          = 1 << 30 // places in a block are kept in 32 bits
)

func (o Options) withDefaults() Options {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.BlockSize <= 0 {
		o.BlockSize = defaultBlock
	}
	if o.MaxRecord <= 0 {
		o.MaxRecord = defaultMaxRecord
	}
	o.BlockSize = min(max(o.BlockSize, smallest), largest)
	o.MaxRecord = min(max(o.MaxRecord, smallest), largest)
	return o
}

// NotMigrationFileError says that an input is no migration file at all: its
// fileType cannot be made out. Nothing can be judged of such an input.
type NotMigrationFileError struct {
	Reason string
	Pos    source.Position
}

func (e *NotMigrationFileError) Error() string {
	return fmt.Sprintf("not a migration file: %s (line %d, column %d)", e.Reason, e.Pos.Line, e.Pos.Column)
}

// File is a migration file whose header has been read.
type File struct {
	Type   *envelope.Type
	Header *envelope.Header
	// Findings are those of the header and of what stands before it.
	Findings []finding.Finding

	headerRaw []byte // of the header, for HeaderAt
	headerPos source.Position

	opt     Options
	win     *window
	hash    *digester
	p       careful
	next    phase
	comma   bool            // in the records: another may follow, as none precedes or a comma does, or should
	mended  bool            // in the records: what precedes was read over, as if a comma ended it
	seen    map[string]bool // parts of the document met
	members int             // names of the top level met, known or not
	said    map[finding.Code]int
	csv     *csvReader // of a CSV
	unread  bool       // there are records that could not be read
	result  Result
	visited bool
	parsing watch
	extent  Extent // of the records whose outcome is merged
	lookup  Lookup
	refusal *NotMigrationFileError // why the type cannot be made out
}

// Lookup finds a file type by its name. The registry in pkg/filetype is one.
type Lookup func(name string) (*envelope.Type, bool)

// phase is what the top level of the document expects next.
type phase uint8

const (
	inTop     phase = iota // a name, or the end of the document
	inRecords              // a record, or the end of the records
	atEnd                  // nothing: the document is read
	lost                   // nothing: what follows cannot be made out
)

// Record is one record of a file as a worker sees it.
type Record struct {
	Index    int               // position in the array, from 0
	Value    any               // pointer to the record struct of the type; not to be changed
	Raw      []byte            // the record's bytes
	Pos      source.Position   // of its first byte
	Findings []finding.Finding // what the reader found in it
	Broken   bool              // it is not JSON; Value is not to be judged

	array string     // the name of the array
	csv   *csvPlaces // where the cells of a record of a CSV stand
}

// begin makes the record the one of that index, of which nothing has been found.
func (r *Record) begin(index int, at source.Position) {
	r.Index, r.Pos, r.Findings, r.Broken = index, at, nil, false
}

// path leads to the record.
func (r *Record) path() []step { return []step{{name: r.array}, {i: r.Index}} }

// Worker judges records. Each of a file's workers is used by one goroutine, on
// one block of records after the other. A block may turn out to be of another
// layout than it seemed and is then read again, perhaps by another worker: what
// End returns is all that counts, so a worker keeps nothing beyond it.
type Worker interface {
	// Record is called for each record, in file order within a block. The
	// record and all text in it hold only until Record returns.
	Record(r *Record)
	// End is called after the last record of a block. What it returns is given
	// to the merge function, in file order; or dropped, if the records turn out
	// to stand otherwise than they seemed to, and are shown once more.
	End() any
}

// Chooser is a Worker that has seen enough of some findings.
type Chooser interface {
	// Wanted reports whether findings of that code are still wanted in full. Of
	// others nothing but the code is told: messages take time.
	Wanted(code finding.Code) bool
}

// Previewer is a Worker that gets ready for the records to come.
type Previewer interface {
	// Preview is given the text of the records that the worker will be shown next,
	// where many of them are at hand. They may turn out to be other ones.
	Preview(text []byte)
}

// Result is what is known of a file once it is read.
type Result struct {
	Records  int64             // records met, broken ones included
	Trailer  *envelope.Trailer // nil where none could be read
	Findings []finding.Finding // of the trailer and the top level, in file order
	// Untold counts, by code, what was found of header, trailer and top level beyond
	// what Findings tell here and in the File. Nil: nothing.
	Untold   map[finding.Code]int64
	Digest   string // what the trailer's digest should be; "" without a trailer
	SHA256   string // of the whole file, in hex
	Bytes    int64
	Complete bool // the document was read to its end
	Spent    Spent

	trailerRaw []byte
	trailerPos source.Position
}

// Open reads the header of a file. The error is a *NotMigrationFileError where
// the type cannot be made out, else a fault of the world.
func Open(r io.Reader, types Lookup, opt Options) (*File, error) {
	opt = opt.withDefaults()
	hash := newDigester()
	hash.watch.now, hash.off = opt.Watch, opt.NoDigest
	f := &File{opt: opt, hash: hash, parsing: watch{now: opt.Watch}, seen: map[string]bool{}, said: map[finding.Code]int{}, lookup: types}
	f.win = newWindow(r, min(opt.BlockSize, opt.MaxRecord), opt.MaxRecord, hash)
	f.skipByteOrderMark()
	if !f.win.skipSpace() {
		return nil, f.refuse("the file is empty")
	}
	if f.win.data()[0] != '{' {
		return nil, f.refuse("it does not begin with an opening brace")
	}
	f.win.advance(1)
	f.top()
	if f.Type == nil {
		return nil, f.refuseType()
	}
	f.Findings, f.result.Findings = f.result.Findings, nil
	return f, nil
}

// refuse prefers the fault of the world, if there was one, to what it led to.
func (f *File) refuse(reason string) error {
	if err := f.win.fault(); err != nil {
		return err
	}
	return &NotMigrationFileError{Reason: reason, Pos: f.win.at}
}

func (f *File) skipByteOrderMark() {
	if f.win.have(3) && string(f.win.data()[:3]) == "\xef\xbb\xbf" {
		f.report(finding.Finding{Code: finding.ByteOrderMark, Pos: f.win.at,
			Message: "a byte order mark stands before the document", Hint: "save the file as UTF-8 without a byte order mark"})
		f.win.advance(3)
		f.win.at.Column = 1
	}
}

// maxSaid bounds what is said of the top level with one code, so that a hostile
// file cannot fill the memory with it. The rest is counted.
const maxSaid = 200

func (f *File) report(found finding.Finding) {
	if f.said[found.Code] < maxSaid {
		f.said[found.Code]++
		f.result.Findings = append(f.result.Findings, found)
		return
	}
	if f.result.Untold == nil {
		f.result.Untold = map[finding.Code]int64{}
	}
	f.result.Untold[found.Code]++
}

// Visit reads the records and the trailer, once. Workers made by newWorker judge
// the records; merge gets what they return, in file order, on the caller's
// goroutine. An error of merge, of the context or of the input ends the reading.
func (f *File) Visit(ctx context.Context, newWorker func() Worker, merge func(outcome any) error) (Result, error) {
	if f.visited {
		panic("codec: a file is visited once")
	}
	f.visited = true
	v := &visit{File: f, newWorker: newWorker, merge: merge, lines: calmLines}
	result, err := v.all(ctx)
	f.opt.Spare.takeBack(v)
	return result, err
}

// all reads everything.
func (v *visit) all(ctx context.Context) (Result, error) {
	f := v.File
	if f.csv != nil {
		return f.visitCSV(ctx, v)
	}
	for f.next == inRecords || f.next == inTop {
		if err := v.step(ctx); err != nil {
			return Result{}, err
		}
	}
	if err := f.drain(ctx); err != nil {
		return Result{}, err
	}
	f.win.settle()
	f.judgeTrailer()
	f.result.Digest, f.result.SHA256, f.result.Bytes = f.hash.digest(), f.hash.sum(), f.hash.n
	f.result.Complete = f.next == atEnd
	f.result.Spent = f.spent()
	return f.result, nil
}

// spent is how the time so far was spent.
func (f *File) spent() Spent {
	return Spent{Read: f.win.r.watch.total(), Parse: f.parsing.total(), Hash: f.hash.watch.total()}
}

// drain hashes what stands behind the document or behind the place where it
// could not be made out any more.
func (f *File) drain(ctx context.Context) error {
	for {
		f.win.advance(f.win.end - f.win.pos)
		if err := ctx.Err(); err != nil {
			return err
		}
		if !f.win.more() {
			return f.win.fault()
		}
	}
}

// judgeTrailer compares the trailer with the file.
func (f *File) judgeTrailer() {
	t := f.result.Trailer
	if t == nil {
		return
	}
	if !f.unread && t.OK(trailerCount) && t.RecordCount != f.result.Records {
		f.report(finding.Finding{Code: finding.Count, Path: "/trailer/recordCount", Pos: f.trailerAt("recordCount"),
			Message: fmt.Sprintf("recordCount is %d; the file has %d records", t.RecordCount, f.result.Records),
			Hint:    "records were lost or added after the file was sealed; seal it again if the change is meant"})
	}
	if want := f.hash.digest(); !f.opt.NoDigest && t.OK(trailerDigest) && t.Digest != want {
		f.report(finding.Finding{Code: finding.Digest, Path: "/trailer/digest", Pos: f.trailerAt("digest"),
			Message: fmt.Sprintf("digest is %s; the bytes before the trailer have %s", t.Digest, want),
			Hint:    "the file was changed after it was sealed (an editor or a transfer that changes line ends is enough)"})
	}
}

var (
	trailerCount  = envelope.TrailerTable.MustRef("recordCount")
	trailerDigest = envelope.TrailerTable.MustRef("digest")
)
