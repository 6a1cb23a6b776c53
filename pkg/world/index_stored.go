package world

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"s1mig/pkg/abreast"
)

// IndexUse says what became of the index of a world's registers.
type IndexUse struct {
	Missing bool   // there is none, so one was made in memory
	Stale   string // why it could not be used, so one was made in memory; "" else
	Read    bool   // the registers were read to see that it is theirs still
	Bytes   int64  // what an index takes in memory
	Mapped  bool   // it takes none of the heap

	RegisterBytes int64 // of all registers together
}

// storedIndex is what the directory of a world holds as its index.
type storedIndex struct {
	header  *indexHeader
	index   *index
	missing bool
	why     string // it is none
}

// indexOverhead is what the file of an index may take beside a part of what the
// registers take: a meter or an installation is longer in a register.
const indexOverhead = 16 << 20

// readIndex reads the index in the directory of a world. It takes no more memory
// than a register could call for.
func readIndex(dir string) (s storedIndex) {
	name := filepath.Join(dir, indexName)
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return storedIndex{why: damaged} // to open a pipe would be to wait for its writer
	}
	f, err := os.Open(name)
	if err != nil {
		return storedIndex{missing: errors.Is(err, fs.ErrNotExist), why: err.Error()}
	}
	s = parseStored(f, registerBytes(dir)+indexOverhead)
	if s.index == nil || s.index.mapped == nil {
		f.Close()
	}
	return s
}

// parseStored reads an index of limit bytes at the most. The file has to stay
// open where it is mapped.
func parseStored(f *os.File, limit int64) (s storedIndex) {
	info, err := f.Stat()
	if err != nil {
		return storedIndex{why: err.Error()}
	}
	if n := info.Size(); !info.Mode().IsRegular() || n < int64(len(indexMagic)+4) || n > limit {
		return storedIndex{why: damaged}
	}
	if all := mapFile(f, info.Size()); all != nil {
		return mappedIndex(f, info, all)
	}
	data, err := readSummed(f, info.Size())
	if err != nil {
		return storedIndex{why: err.Error()}
	}
	s.header, s.index, s.why = parseIndex(data)
	return s
}

// mappedIndex is the index in a file that is mapped, for as long as the process
// lives: ids are views of it. To read it would take three times as long, for the
// pages to read it to have to be cleared first. What was written is never written to
// again (see WriteIndex), so nothing changes below a reader but by somebody else's
// hand, which IndexChanged tells. The info is of before the sum.
func mappedIndex(f *os.File, info fs.FileInfo, all []byte) (s storedIndex) {
	var err error
	if faults(func() {
		if s.header, s.index, s.why = parseIndex(all[:len(all)-crc32.Size]); s.index != nil {
			err = s.index.check(f, len(all))
		}
	}) {
		err = errors.New(damaged)
	}
	if err != nil {
		return storedIndex{why: err.Error()}
	}
	if s.index != nil {
		s.index.mapped = &mapping{data: all, file: f, before: stampOf(info)}
	}
	return s
}

// check checks the sum of the file of n bytes that an index is in, and notes whether
// what its meters point to is there. It reads the file piece by piece, into little room:
// so no more of what is mapped takes memory than is asked for later on, and the
// meters are looked at while they are in the processor's cache.
func (x *index) check(f io.ReaderAt, n int) error {
	const ahead = meterSize - 1 // so that a meter that begins in a piece is all there
	rooms := sync.Pool{New: func() any { return new([readPiece + ahead]byte) }}
	var astray atomic.Bool
	err := checkSummed(n, func(from, to int, look func([]byte)) error {
		room := rooms.Get().(*[readPiece + ahead]byte)
		defer rooms.Put(room)
		part := room[:min(to+ahead, n)-from]
		if _, err := f.ReadAt(part, int64(from)); err != nil {
			return err
		}
		if !x.partFits(part, from, to) {
			astray.Store(true)
		}
		look(part[:to-from])
		return nil
	})
	x.fit = err == nil && !astray.Load()
	return err
}

// faults looks at a file that may be mapped, and reports whether that ended in a
// fault of memory, as it does where the file has become shorter.
func faults(look func()) bool {
	crash := abreast.Catch(look)
	if _, ok := abreast.Fault(crash); ok {
		return true
	}
	crash.Raise()
	return false
}

// registerBytes is the size of all files beside the registers.
func registerBytes(dir string) (total int64) {
	entries, err := os.ReadDir(filepath.Join(dir, filepath.Dir(registerName(""))))
	if err != nil {
		return 0 // the registers' own loader says so
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			total += info.Size()
		}
	}
	return total
}

// usable returns the index if it is that of the world's registers, else nil.
func (s *storedIndex) usable(dir string, w *World) (*index, IndexUse) {
	var use IndexUse
	names, stamps := []string{configName}, []stamp{{}}
	for _, smso := range w.smsos() {
		name := registerName(smso)
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, use // the registers' own loader says so
		}
		names, stamps = append(names, name), append(stamps, stampOf(info))
		use.RegisterBytes += info.Size()
	}
	if s.missing {
		use.Missing = true
		return nil, use
	}
	if use.Stale = s.why; use.Stale == "" {
		use.Stale = s.header.differs(dir, w, names, stamps, &use.Read)
	}
	if use.Stale == "" && !w.fits(s.index) {
		use.Stale = damaged
	}
	if use.Stale != "" {
		return nil, use
	}
	return s.index, use
}

// differs says which file of the world is not the one that the index was made
// from, or "". read is set where a register had to be read to tell.
func (h *indexHeader) differs(dir string, w *World, names []string, stamps []stamp, read *bool) string {
	if !h.lists(names) {
		return "the world has other SMSOs"
	}
	if h.Files[0].SHA256 != hex.EncodeToString(w.configSum[:]) {
		return configName + " has changed"
	}
	for i := range names[1:] {
		f, now := &h.Files[i+1], stamps[i+1]
		if f.stamp == now && now.latest() < h.Begun {
			continue
		}
		*read = true
		if f.Size != now.Size || f.SHA256 != digestOf(filepath.Join(dir, filepath.FromSlash(f.Name))) {
			return fmt.Sprintf("%s has changed", f.Name)
		}
	}
	return ""
}

// digestOf is the SHA-256 of a file in hex, "" where it cannot be read.
func digestOf(name string) string {
	f, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}
