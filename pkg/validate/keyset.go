package validate

import (
	"encoding/binary"
	"io"
	"os"
	"sync/atomic"

	"s1mig/pkg/abreast"
)

// NOTE. A table of all keys of a large file would be in no cache, so that each
// look would cost a trip to memory. Keys are dealt out by their top bits
// instead, and at the end each part is looked through by itself, in a table that
// is small. Past a budget the parts go to a file.

const (
	// fewKeys are kept in one list.
	fewKeys = 1 << 15
	// keyParts is the number of parts that more are dealt out to.
	keyParts = 128
	partBits = 7
	// chunkKeys is how many keys a part takes more room for at a time.
	chunkKeys = 1 << 10
	// heldKeys is how many keys of a kind are held in memory: 64 MiB.
	heldKeys = 8 << 20
)

// keySet gathers mixed keys and says which came more than once. The zero value
// is empty.
type keySet struct {
	few    []uint64
	parts  []part // nil as long as they are few
	held   int    // in parts
	budget int    // of held; 0 means heldKeys
	spill  *spill // nil as long as the budget lasts

	// What says in which stretch of blocks a key came, if anything does: how many there
	// were in each part, or few, when each stretch had been added.
	fewEnds  []uint32
	partEnds []*partEnds
}

// partEnds is how many keys each part had at some time.
type partEnds [keyParts]uint32

// part holds keys in chunks of chunkKeys, the last of which is being filled.
type part struct {
	last    []uint64
	full    [][]uint64
	spilled uint32 // keys before these
}

// len is how many keys came in all.
func (p *part) len() uint32 { return p.spilled + uint32(len(p.full)*chunkKeys+len(p.last)) }

// add adds keys.
func (s *keySet) add(keys []uint64) error {
	if s.parts == nil && len(s.few)+len(keys) <= fewKeys {
		s.few = append(s.few, keys...)
		return nil
	}
	if s.parts == nil {
		s.dealFew()
	}
	s.deal(keys)
	if s.budget == 0 {
		s.budget = heldKeys
	}
	if s.held >= s.budget {
		return s.spillParts()
	}
	return nil
}

// endStretch says that a stretch has been added. Where one is said to end, the last one
// must be.
func (s *keySet) endStretch() {
	if s.parts == nil {
		s.fewEnds = append(s.fewEnds, uint32(len(s.few)))
		return
	}
	ends := new(partEnds)
	for p := range s.parts {
		ends[p] = s.parts[p].len()
	}
	s.partEnds = append(s.partEnds, ends)
}

// forget takes back what endStretch has said.
func (s *keySet) forget() { s.fewEnds, s.partEnds = nil, nil }

// dealFew deals out what came as long as keys were few, stretch by stretch.
func (s *keySet) dealFew() {
	s.parts = make([]part, keyParts)
	from := uint32(0)
	for _, to := range s.fewEnds {
		s.deal(s.few[from:to])
		s.endStretch()
		from = to
	}
	s.deal(s.few[from:])
	s.few, s.fewEnds = nil, nil
}

func (s *keySet) deal(keys []uint64) {
	for _, key := range keys {
		p := &s.parts[key>>(64-partBits)]
		if len(p.last) == cap(p.last) {
			p.more()
		}
		p.last = append(p.last, key)
	}
	s.held += len(keys)
}

// more begins a chunk.
func (p *part) more() {
	if len(p.last) > 0 {
		p.full = append(p.full, p.last)
	}
	p.last = make([]uint64, 0, chunkKeys)
}

// chunks returns all chunks.
func (p *part) chunks() [][]uint64 { return append(p.full, p.last) }

// repeats is what came more than once.
type repeats struct {
	twice       bag       // the keys
	occurrences int       // how often they came in all
	stretches   recordSet // in which they did, unless that is everywhere or nothing says so
	everywhere  bool      // so many did that they are taken to stand in all stretches
}

// Where more keys than manyTwice came more than once, and more than one of manyTwice,
// they are taken to stand everywhere: to look where would take as long as to look for
// them, and spare nothing.
const manyTwice = 32

// repeated returns what came more than once.
func (s *keySet) repeated(workers int) (repeats, error) {
	if s.parts == nil {
		f := search{}
		f.look([][]uint64{s.few}, len(s.few))
		if len(f.twice) > 0 && len(s.fewEnds) > 0 {
			f.locate([][]uint64{s.few}, len(f.twice), len(s.few), func(k int) uint32 { return s.fewEnds[k] })
		}
		return f.result()
	}
	var next atomic.Int32
	found := make([]search, max(1, workers))
	err := abreast.Do(len(found), len(found), func(i int) error {
		for p := next.Add(1) - 1; p < keyParts && found[i].err == nil; p = next.Add(1) - 1 {
			found[i].part(s, int(p))
		}
		return found[i].err
	})
	if err != nil {
		return repeats{}, err
	}
	for i := range found[1:] {
		found[0].join(&found[i+1])
	}
	return found[0].result()
}

// search looks for what came more than once.
type search struct {
	seen, more  bag
	twice       []uint64
	occurrences int
	stretches   recordSet
	everywhere  bool
	err         error
	lists       [][]uint64
	buf         []uint64
}

// part looks through a part of the set.
func (f *search) part(s *keySet, p int) {
	f.lists = f.lists[:0]
	if s.spill != nil {
		if f.buf, f.err = s.spill.read(f.buf[:0], p); f.err != nil {
			return
		}
		f.lists = append(f.lists, f.buf)
	}
	f.lists = append(f.lists, s.parts[p].chunks()...) // in the order in which they came
	before := len(f.twice)
	n := int(s.parts[p].len())
	f.look(f.lists, n)
	if twice := len(f.twice) - before; twice > 0 && len(s.partEnds) > 0 {
		f.locate(f.lists, twice, n, func(k int) uint32 { return s.partEnds[k][p] })
	}
}

func (f *search) look(lists [][]uint64, n int) {
	f.seen.room(n)
	from := len(f.twice)
	for _, keys := range lists {
		for _, key := range keys {
			if f.seen.put(key) {
				f.twice = append(f.twice, key)
			}
		}
	}
	f.occurrences += len(f.twice) - from
	f.twice = f.distinct(from)
}

// distinct returns twice with each key once from there on. Each of them came
// once more, for the first time.
func (f *search) distinct(from int) []uint64 {
	if from == len(f.twice) {
		return f.twice
	}
	f.more.room(len(f.twice) - from)
	kept := f.twice[:from]
	for _, key := range f.twice[from:] {
		if !f.more.put(key) {
			kept = append(kept, key)
		}
	}
	f.occurrences += len(kept) - from
	return kept
}

// locate notes the stretches of those keys, twice of n, that look has found. end is
// how many keys there were when stretch k had been added.
func (f *search) locate(lists [][]uint64, twice, n int, end func(k int) uint32) {
	if f.everywhere = f.everywhere || twice > manyTwice && manyTwice*twice > n; f.everywhere {
		return
	}
	i, k := uint32(0), 0
	for _, keys := range lists {
		for _, key := range keys {
			for i == end(k) {
				k++
			}
			if i++; f.more.has(key) {
				f.stretches.add(int64(k))
			}
		}
	}
}

func (f *search) join(other *search) {
	f.twice = append(f.twice, other.twice...)
	f.stretches.join(other.stretches)
	f.everywhere = f.everywhere || other.everywhere
	f.occurrences += other.occurrences
	if f.err == nil {
		f.err = other.err
	}
}

func (f *search) result() (repeats, error) {
	r := repeats{occurrences: f.occurrences, stretches: f.stretches, everywhere: f.everywhere}
	if len(f.twice) > 0 {
		r.twice.room(len(f.twice))
	}
	for _, key := range f.twice {
		r.twice.put(key)
	}
	return r, f.err
}

// spill is the file that holds the parts of a set past its budget, as runs of
// keys.
type spill struct {
	file *os.File
	size int64
	runs [keyParts][]run
	buf  []byte
}

// run is where keys of one part stand in a spill.
type run struct {
	at int64
	n  int
}

func (s *keySet) spillParts() error {
	if s.spill == nil {
		f, err := os.CreateTemp("", "s1mig-keys-*")
		if err != nil {
			return err
		}
		s.spill = &spill{file: f}
	}
	for p := range s.parts {
		if err := s.spill.write(p, s.parts[p].chunks()); err != nil {
			return err
		}
		s.parts[p] = part{last: s.parts[p].last[:0], spilled: s.parts[p].len()}
	}
	s.held = 0
	return nil
}

func (s *spill) write(p int, chunks [][]uint64) error {
	s.buf = s.buf[:0]
	for _, c := range chunks {
		for _, key := range c {
			s.buf = binary.LittleEndian.AppendUint64(s.buf, key)
		}
	}
	if _, err := s.file.Write(s.buf); err != nil {
		return err
	}
	s.runs[p] = append(s.runs[p], run{s.size, len(s.buf) / 8})
	s.size += int64(len(s.buf))
	return nil
}

// read appends the keys of a part. Several goroutines may read at a time.
func (s *spill) read(keys []uint64, p int) ([]uint64, error) {
	for _, r := range s.runs[p] {
		b := make([]byte, 8*r.n)
		if _, err := io.ReadFull(io.NewSectionReader(s.file, r.at, int64(len(b))), b); err != nil {
			return nil, err
		}
		for ; len(b) > 0; b = b[8:] {
			keys = append(keys, binary.LittleEndian.Uint64(b))
		}
	}
	return keys, nil
}

// close removes what was spilled.
func (s *keySet) close() error {
	if s.spill == nil {
		return nil
	}
	err := s.spill.file.Close()
	if removed := os.Remove(s.spill.file.Name()); err == nil {
		err = removed
	}
	s.spill = nil
	return err
}
