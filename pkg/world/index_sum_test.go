package world

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"testing"
)

func sumOf(b []byte) uint32 {
	var s pieceSums
	_, _ = s.Write(b)
	return s.total()
}

// TestSummed: what was summed in parts of any length is read again, and one bit
// that differs, or one byte that lacks, is found wherever it is.
func TestSummed(t *testing.T) {
	for _, n := range []int{0, 1, readPiece - 1, readPiece + 1, sumPiece - 1, sumPiece, sumPiece + 1, 3*sumPiece + 12345} {
		data := make([]byte, n, n+crc32.Size)
		for i := range data {
			data[i] = byte(i * i >> 7)
		}
		var s pieceSums
		for rest := data; len(rest) > 0; {
			part := min(len(rest), 1+len(rest)/3)
			_, _ = s.Write(rest[:part])
			rest = rest[part:]
		}
		file := binary.LittleEndian.AppendUint32(data, s.total())
		if got, err := readSummed(bytes.NewReader(file), int64(len(file))); err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%d bytes: %v", n, err)
		}
		for at := 0; at < len(file); at += max(1, len(file)/7) {
			file[at] ^= 0x10
			if _, err := readSummed(bytes.NewReader(file), int64(len(file))); err == nil {
				t.Errorf("%d bytes: the change at %d is not found", n, at)
			}
			file[at] ^= 0x10
		}
		if _, err := readSummed(bytes.NewReader(file[:n/2]), int64(len(file))); err == nil || err.Error() != damaged {
			t.Errorf("%d bytes: cut short: %v", n, err)
		}
	}
}

// TestSummedFault: a fault of the disk is told as what it is.
func TestSummedFault(t *testing.T) {
	fault := errors.New("the disk is on fire")
	if _, err := readSummed(faulty{fault}, 5*sumPiece); !errors.Is(err, fault) {
		t.Errorf("the error is %v", err)
	}
}

type faulty struct{ err error }

func (f faulty) ReadAt([]byte, int64) (int, error) { return 0, f.err }
