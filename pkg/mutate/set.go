package mutate

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/world"
)

// ErrNotApplicable says that a set has nothing that the mutator could change.
var ErrNotApplicable = errors.New("the mutator does not apply")

// notApplicable says what is missing.
func notApplicable(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrNotApplicable, fmt.Sprintf(format, args...))
}

// receiptSuffix is added to the name of a file to give that of its receipt.
const receiptSuffix = ".receipt.json"

// Set is the files of a run, or one file, with what they are judged by. Mutators
// change a copy.
type Set struct {
	docs []*document // in the order of their paths
	Given
}

// NewSet makes a set of files that are judged in a world. world.yaml and the
// registers of the same world may be given, for the mutators that change it. What
// is neither a migration file nor goes with one is left out.
func NewSet(files []File, w *world.World, source WorldFiles) *Set {
	s := &Set{Given: Given{world: w, source: source}}
	for i, f := range files {
		if d := newDocument(f, i); d.fileType != nil || d.isReceipt() || d.isCSV() {
			s.docs = append(s.docs, d)
		}
	}
	s.sort()
	for _, d := range s.docs {
		if t, err := d.parse(); err == nil && s.Environment == "" {
			s.Environment = t.header.get("environment").value()
		}
	}
	return s
}

// Files returns the files as they are, in the order of their paths.
func (s *Set) Files() []File {
	var files []File
	for _, d := range s.docs {
		files = append(files, File{d.path, d.data})
	}
	return files
}

// clone copies the set, so that a mutator can change the copy.
func (s *Set) clone() *Set {
	c := *s
	c.docs = make([]*document, len(s.docs))
	for i, d := range s.docs {
		copied := *d
		c.docs[i] = &copied
	}
	c.source = c.source.clone()
	return &c
}

func (s *Set) sort() {
	slices.SortStableFunc(s.docs, func(a, b *document) int { return cmp.Compare(a.path, b.path) })
}

// touch takes a document apart, so that it is written and sealed again.
func (s *Set) touch(d *document) *tree {
	d.touched = true
	if d.tree != nil {
		return d.tree
	}
	t, err := d.parse()
	if err != nil {
		panic("mutate: " + err.Error()) // it was parsed when it came into the set
	}
	if d.fileType == mef.Type {
		t.bind()
	}
	d.tree = t
	return t
}

// documents are the files of a type, slices left out, in the order in which they
// were made.
func (s *Set) documents(name string) []*document {
	var all []*document
	for _, d := range s.docs {
		if d.fileType != nil && d.sliceOf == "" && (name == "" || d.fileType.Name == name) {
			all = append(all, d)
		}
	}
	slices.SortStableFunc(all, func(a, b *document) int {
		return cmp.Or(cmp.Compare(a.createdAt, b.createdAt), cmp.Compare(a.path, b.path))
	})
	return all
}

// alone reports whether the set is one migration file, which is judged by itself.
func (s *Set) alone() bool { return len(s.documents("")) == 1 }

// first takes the first file of the first of these types that the set has, and
// for which want holds; nil takes any.
func (s *Set) first(types []string, want func(*tree) bool) (*document, *tree, error) {
	for _, name := range types {
		for _, d := range s.documents(name) {
			if want == nil {
				return d, s.touch(d), nil
			}
			if t, err := d.parse(); err == nil && want(t) {
				return d, s.touch(d), nil
			}
		}
	}
	return nil, nil, notApplicable("there is no fitting %s", strings.Join(types, ", "))
}

// latest is as first, and leaves out of the set what was made after all files of
// that stage: nothing that was made from the file is there then.
func (s *Set) latest(types []string, want func(*tree) bool) (*document, *tree, error) {
	d, t, err := s.first(types, want)
	if err == nil {
		s.until(d.fileType.Name)
	}
	return d, t, err
}

// until leaves out what was made after the last file of the type; after the last
// of both for the two group files, which go together.
func (s *Set) until(name string) {
	last := ""
	for _, stage := range stageOf(name) {
		for _, d := range s.documents(stage) {
			last = max(last, d.createdAt)
		}
	}
	s.keepOnly(func(d *document) bool { return d.createdAt <= last })
}

func stageOf(name string) []string {
	if name == "MGF" || name == "MEF" {
		return []string{"MGF", "MEF"}
	}
	return []string{name}
}

// keepOnly drops the migration files for which keep does not hold, and the
// receipts of what is dropped.
func (s *Set) keepOnly(keep func(*document) bool) {
	gone := map[string]bool{}
	for _, d := range s.docs {
		if d.fileType != nil && !keep(d) {
			gone[d.path] = true
		}
	}
	s.docs = slices.DeleteFunc(s.docs, func(d *document) bool {
		return gone[d.path] || gone[strings.TrimSuffix(d.path, receiptSuffix)]
	})
}

// drop takes one file out of the set.
func (s *Set) drop(out *document) { s.keepOnly(func(d *document) bool { return d != out }) }

// add puts a copy of a document into the set. It takes a name of its own once it
// is sealed, by what is changed in its header.
func (s *Set) add(d *document) (*document, *tree) {
	copied := *d
	copied.tree, copied.fresh = nil, true
	s.docs = append(s.docs, &copied)
	return &copied, s.touch(&copied)
}

// receipt sets when a file was received, by whoever it was sent to. It is
// written anew when the file is.
func (s *Set) receipt(d *document, at time.Time) {
	text := []byte(fmt.Sprintf("{\"digest\":%q,\"receivedAt\":%q}\n", d.digest(), at.UTC().Format(time.RFC3339)))
	for _, r := range s.docs {
		if r.path == d.path+receiptSuffix {
			r.data = text
			return
		}
	}
	s.docs = append(s.docs, newDocument(File{d.path + receiptSuffix, text}, len(s.docs)))
}

func parseInstant(text string) (civil.Instant, bool) { return civil.ParseInstant([]byte(text)) }

// organisation is the sender of a file.
func (s *Set) organisation(t *tree) (world.Organisation, bool) {
	for _, o := range s.world.Organisations() {
		if o.EUI.String() == t.header.get("sender").value() {
			return o, true
		}
	}
	return world.Organisation{}, false
}

// seven lists the seven types in the order of the process.
func seven() []string { return []string{"MAF", "MCF", "MVF", "MGF", "MEF", "SCF", "COF"} }

// anyType prefers a MAF, which nothing is made from when it comes in.
func (s *Set) anyType() []string {
	types := seven()
	for _, d := range s.documents("") {
		if !slices.Contains(types, d.fileType.Name) {
			types = append(types, d.fileType.Name)
		}
	}
	return types
}

// other is one of the words that is not the one given.
func other(not string, words []string) string {
	for _, w := range words {
		if w != not {
			return w
		}
	}
	return ""
}

func otherEnvironment(not string) string { return other(not, envelope.Environments()) }
