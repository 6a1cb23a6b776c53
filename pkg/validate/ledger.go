package validate

import (
	"errors"
	"io"
	"os"
	"sync"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/source"
)

// NOTE. A ledger is kept of every file of a set until the set is judged. Of a
// record it holds its place in some 8 bytes, its id and 9 bytes for each device,
// 8 more for an MPxN, one after the other in pages. Past a budget pages go to a
// temporary file, which is read a page at a time.

const (
	// pageSize is how much a page holds before the next is begun, in bytes.
	pageSize = 32 << 10
	// heldPages is how much the ledgers of a set hold in memory, in bytes.
	heldPages = 32 << 20
)

// keepsLedger reports whether files of the type take part in the ledger.
func keepsLedger(t *envelope.Type) bool { return t.Seven || t == readyreport.Type }

// ledger is what the set needs to know of a file: who stands in it, and where.
type ledger struct {
	of      *ledgers
	pages   []page
	records int
	items   int // devices, or the lines of a MAF
}

// page is a run of records of a ledger. Their places count from that of the
// first of them, so that each can be read by itself.
type page struct {
	data  []byte // nil where it is in the temporary file
	at    int64  // where in the temporary file
	size  int
	start source.Position
	index int

	records, items int
}

// spot is a place in a file.
type spot struct {
	pos  source.Position
	path string
}

// ledgers are those of a set. Several files may be read at a time.
type ledgers struct {
	budget int // of held; 0 means heldPages

	mu    sync.Mutex
	held  int // bytes of pages in memory
	file  *os.File
	size  int64              // of file
	known map[string]*ledger // by the SHA-256 of the file
	err   error              // why a page could not be read
}

func (all *ledgers) open() *ledger { return &ledger{of: all} }

// add takes the pages of a block.
func (l *ledger) add(pages []page) error {
	for _, p := range pages {
		if err := l.of.place(&p); err != nil {
			return err
		}
		l.pages = append(l.pages, p)
		l.records += p.records
		l.items += p.items
	}
	return nil
}

// place keeps a page in memory as long as the budget lasts, else in the file.
func (all *ledgers) place(p *page) error {
	all.mu.Lock()
	defer all.mu.Unlock()
	budget := all.budget
	if budget == 0 {
		budget = heldPages
	}
	if all.held+p.size <= budget {
		all.held += p.size
		return nil
	}
	if all.file == nil {
		f, err := os.CreateTemp("", "s1mig-ledger-*")
		if err != nil {
			return err
		}
		all.file = f
	}
	if _, err := all.file.WriteAt(p.data, all.size); err != nil {
		return err
	}
	p.data, p.at = nil, all.size
	all.size += int64(p.size)
	return nil
}

// read returns the bytes of a page, read into room where they are in the file.
// What cannot be read is an empty page: the ledgers are of no use then, and close
// says why.
func (all *ledgers) read(p *page, room []byte) []byte {
	if p.data != nil {
		return p.data
	}
	if cap(room) < p.size {
		room = make([]byte, p.size)
	}
	room = room[:p.size]
	if _, err := io.ReadFull(io.NewSectionReader(all.file, p.at, int64(p.size)), room); err != nil {
		all.mu.Lock()
		all.err = errors.Join(all.err, err)
		all.mu.Unlock()
		return nil
	}
	return room
}

// shared returns the ledger of the same bytes, where they were read before under
// another name: senders and recipients both have a file.
func (all *ledgers) shared(l *ledger, sha256 string) *ledger {
	all.mu.Lock()
	defer all.mu.Unlock()
	if same := all.known[sha256]; same != nil {
		all.drop(l)
		return same
	}
	if all.known == nil {
		all.known = map[string]*ledger{}
	}
	all.known[sha256] = l
	return l
}

// drop gives up what a ledger holds in memory.
func (all *ledgers) drop(l *ledger) {
	for i := range l.pages {
		if l.pages[i].data != nil {
			all.held -= l.pages[i].size
		}
	}
	l.pages = nil
}

// close removes the temporary file. The error is why one could not be read.
func (all *ledgers) close() error {
	if all == nil {
		return nil
	}
	if all.file == nil {
		return all.err
	}
	err := errors.Join(all.err, all.file.Close(), os.Remove(all.file.Name()))
	all.file = nil
	return err
}
