package validate

import (
	"errors"
	"io"
	"os"
)

// input is a file that can be read a second time. What cannot be rewound is
// copied on the way: the first bytes to memory, more to a temporary file.
type input struct {
	r     io.Reader
	seek  io.ReadSeeker // nil where r cannot be rewound
	start int64

	head  []byte
	spool *os.File
}

// maxHead is how much of an input is kept in memory before it is spooled.
const maxHead = 1 << 20

func newInput(r io.Reader) *input {
	in := &input{r: r}
	if s, ok := r.(io.ReadSeeker); ok {
		if at, err := s.Seek(0, io.SeekCurrent); err == nil {
			in.seek, in.start = s, at
		}
	}
	return in
}

// Read implements io.Reader for the first pass.
func (in *input) Read(p []byte) (int, error) {
	n, err := in.r.Read(p)
	if in.seek == nil && n > 0 {
		if kept := in.keep(p[:n]); kept != nil {
			return 0, kept
		}
	}
	return n, err
}

func (in *input) keep(b []byte) error {
	if in.spool == nil && len(in.head)+len(b) <= maxHead {
		in.head = append(in.head, b...)
		return nil
	}
	if in.spool == nil {
		f, err := os.CreateTemp("", "s1mig-spool-*")
		if err != nil {
			return err
		}
		in.spool = f
		if _, err := f.Write(in.head); err != nil {
			return err
		}
		in.head = nil
	}
	_, err := in.spool.Write(b)
	return err
}

// again returns the whole input for another pass.
func (in *input) again() (io.Reader, error) { return in.from(0) }

// from returns the input from a byte on, for another pass.
func (in *input) from(offset int64) (io.Reader, error) {
	switch {
	case in.seek != nil:
		_, err := in.seek.Seek(in.start+offset, io.SeekStart)
		return in.seek, err
	case in.spool != nil:
		_, err := in.spool.Seek(offset, io.SeekStart)
		return in.spool, err
	}
	return &memory{in.head[offset:]}, nil
}

// memory reads bytes that are kept.
type memory struct{ b []byte }

func (m *memory) Read(p []byte) (int, error) {
	if len(m.b) == 0 {
		return 0, io.EOF
	}
	n := copy(p, m.b)
	m.b = m.b[n:]
	return n, nil
}

// close removes what was spooled.
func (in *input) close() error {
	if in.spool == nil {
		return nil
	}
	return errors.Join(in.spool.Close(), os.Remove(in.spool.Name()))
}
