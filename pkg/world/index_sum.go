package world

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"runtime"

	"s1mig/pkg/abreast"
)

const (
	// sumPiece is how many bytes have a sum of their own.
	sumPiece = 1 << 20
	// readPiece is how many are read and then summed, while they are in the
	// processor's cache.
	readPiece = 128 << 10
	// readers is how many goroutines read a file: more gain nothing.
	readers = 4
)

// pieceSums sums what is written to it: the sum is the CRC-32C of the CRC-32Cs of
// its pieces, so that several goroutines can check a file.
type pieceSums struct {
	sums []byte // of the pieces that are complete, in 4 bytes each
	sum  uint32 // of the piece that is not
	n    int    // its length
}

func indexSum() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// Write implements io.Writer.
func (s *pieceSums) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		part := rest[:min(len(rest), sumPiece-s.n)]
		s.sum, s.n = crc32.Update(s.sum, indexSum(), part), s.n+len(part)
		if s.n == sumPiece {
			s.complete()
		}
		rest = rest[len(part):]
	}
	return len(b), nil
}

func (s *pieceSums) complete() {
	s.sums = binary.LittleEndian.AppendUint32(s.sums, s.sum)
	s.sum, s.n = 0, 0
}

// total is the sum of everything written. Nothing may be written afterwards.
func (s *pieceSums) total() uint32 {
	if s.n > 0 {
		s.complete()
	}
	return crc32.Checksum(s.sums, indexSum())
}

// readSummed reads a file of n bytes and checks the sum at its end, which it leaves
// away.
func readSummed(r io.ReaderAt, n int64) ([]byte, error) {
	data := inLargePages(n)
	err := checkSummed(len(data), func(from, to int, look func([]byte)) error {
		if _, err := r.ReadAt(data[from:to], int64(from)); err != nil {
			return err
		}
		look(data[from:to])
		return nil
	})
	if err != nil {
		return nil, err
	}
	end := len(data) - crc32.Size
	return data[:end:end], nil
}

// checkSummed checks the sum at the end of n bytes, on several goroutines. show lets
// those from one place to another be looked at; once it has returned they may be
// others. The error is show's, or that the sum is wrong.
func checkSummed(n int, show func(from, to int, look func([]byte)) error) error {
	end := n - crc32.Size
	sums := make([]byte, (end+sumPiece-1)/sumPiece*crc32.Size)
	err := abreast.Do(len(sums)/crc32.Size, min(readers, runtime.GOMAXPROCS(0)), func(i int) error {
		at, to := i*sumPiece, min((i+1)*sumPiece, end)
		sum := uint32(0)
		for ; at < to; at += readPiece {
			err := show(at, min(at+readPiece, to), func(part []byte) { sum = crc32.Update(sum, indexSum(), part) })
			if err != nil {
				return err
			}
		}
		binary.LittleEndian.PutUint32(sums[i*crc32.Size:], sum)
		return nil
	})
	var total uint32
	if err == nil {
		err = show(end, n, func(part []byte) { total = binary.LittleEndian.Uint32(part) })
	}
	switch {
	case errors.Is(err, io.EOF): // it has become shorter
		return errors.New(damaged)
	case err != nil:
		return err
	case crc32.Checksum(sums, indexSum()) != total:
		return errors.New(damaged)
	}
	return nil
}
