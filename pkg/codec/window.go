package codec

import (
	"bytes"
	"errors"
	"io"

	"s1mig/pkg/source"
)

// window is the part of the input that is held in memory. Its data is
// buf[pos:end], pad NUL bytes follow, and at is the position of buf[pos].
//
// Bytes that leave the window, by advance, are given to the digester in order,
// so that everything is hashed exactly once; settle does it for those that have
// left since buf[hashed].
//
// The window never holds more than max bytes, however the input comes in: what
// is too large a value must not depend on that.
type window struct {
	r        *input
	buf      []byte
	pos, end int
	hashed   int
	at       source.Position
	max      int
	size     int   // of a buffer that much is read into; it begins smaller
	err      error // why nothing more can be read: io.EOF or a fault of the world
	hash     *digester
}

// firstRead is the size of the first buffers, in bytes: most files of a run are
// small.
const firstRead = 8 << 10

func newWindow(r io.Reader, size, limit int, hash *digester) *window {
	return &window{r: &input{r: r, watch: watch{now: hash.watch.now}}, buf: make([]byte, min(size, firstRead)+pad), size: size, at: source.Start(), max: limit, hash: hash}
}

func (w *window) data() []byte { return w.buf[w.pos:w.end] }

// eof reports whether the input ends where the window does.
func (w *window) eof() bool { return w.err != nil }

// fault is the reading error that ended the input early, or nil.
func (w *window) fault() error {
	if w.err == nil || errors.Is(w.err, io.EOF) {
		return nil
	}
	return w.err
}

// full reports whether the window holds as much as it may.
func (w *window) full() bool { return w.end-w.pos >= w.max }

// more reads more input behind the data, moving or growing the buffer to make
// room. It reports false when nothing more can come: the input has ended, or the
// window is full.
func (w *window) more() bool {
	if w.err != nil || w.full() {
		return false
	}
	if w.pos > 0 && 2*(w.end+pad) > len(w.buf) {
		w.settle()
		copy(w.buf, w.buf[w.pos:w.end])
		w.end -= w.pos
		w.pos, w.hashed = 0, 0
	}
	if full := w.end+pad >= len(w.buf); full || w.hash.n > int64(len(w.buf)) && len(w.buf) < w.size {
		grown := make([]byte, min(2*len(w.buf), w.max+pad))
		copy(grown, w.buf[:w.end])
		w.buf = grown
	}
	n, err := readSome(w.r, w.buf[w.end:min(len(w.buf)-pad, w.pos+w.max)])
	w.end += n
	clear(w.buf[w.end : w.end+pad])
	w.err = err
	return n > 0
}

// grow reads until the window holds twice as much, so that whoever starts again
// with each growth spends no more than twice the time. It reports false when
// nothing more can come.
func (w *window) grow() bool {
	had := w.end - w.pos
	for w.end-w.pos < 2*had+1 && w.more() {
	}
	return w.end-w.pos > had
}

// have reads until the window holds n bytes, and reports whether it does.
func (w *window) have(n int) bool {
	for w.end-w.pos < n {
		if !w.more() {
			return false
		}
	}
	return true
}

// input is what the window reads from: what was handed back to it, then the
// reader. It keeps answering with the reader's first error.
type input struct {
	back  [][]byte
	r     io.Reader
	err   error
	watch watch
}

func (in *input) Read(b []byte) (int, error) {
	for len(in.back) > 0 {
		n := copy(b, in.back[0])
		if in.back[0] = in.back[0][n:]; len(in.back[0]) == 0 {
			in.back = in.back[1:]
		}
		if n > 0 {
			return n, nil
		}
	}
	if in.err != nil {
		return 0, in.err
	}
	started := in.watch.start()
	n, err := in.r.Read(b)
	in.watch.stop(started)
	in.err = err
	return n, err
}

// drained reports whether everything handed back has been read again.
func (w *window) drained() bool { return len(w.r.back) == 0 }

// giveBack puts bytes before everything that is still to be read. The window
// must be empty.
func (w *window) giveBack(chunks [][]byte) {
	w.r.back = append(chunks, w.r.back...)
	w.pos, w.end, w.hashed, w.err = 0, 0, 0, nil
	clear(w.buf[:pad])
}

// readSome reads at least one byte unless there is an error. A reader that
// returns nothing and no error again and again is given up on.
func readSome(r io.Reader, b []byte) (int, error) {
	for range 100 {
		if n, err := r.Read(b); n > 0 || err != nil {
			return n, err
		}
	}
	return 0, io.ErrNoProgress
}

// lineEnd is the length of the line end that b begins with, 0 where it begins
// with anything else.
func lineEnd(b []byte) int {
	switch {
	case b[0] == '\n':
		return 1
	case b[0] == '\r' && b[1] == '\n':
		return 2
	}
	return 0
}

// skipLineEnd advances past a line end right at the window's start and reports
// whether one stood there.
func (w *window) skipLineEnd() bool {
	w.have(2)
	n := lineEnd(w.buf[w.pos:])
	w.advance(n)
	return n > 0
}

// advance moves the start of the window past its first n bytes.
func (w *window) advance(n int) {
	w.at = w.at.Advance(w.buf[w.pos : w.pos+n])
	w.pos += n
}

// settle hashes what has left the window.
func (w *window) settle() {
	w.hash.write(w.buf[w.hashed:w.pos])
	w.hashed = w.pos
}

// skipSpace advances past white space, reading on as needed. It reports false at
// the end of the input.
func (w *window) skipSpace() bool {
	for {
		n := skipSpace(w.buf, w.pos) - w.pos
		w.advance(min(n, w.end-w.pos))
		if w.pos < w.end {
			return true
		}
		if !w.more() {
			return false
		}
	}
}

// skipLine advances to the next line. It reports whether the one that it passes ends as
// that of a record does; false as well where there is no next one.
func (w *window) skipLine() bool {
	for {
		if n := bytes.IndexByte(w.data(), '\n') + 1; n > 0 {
			ends := endsRecord(w.buf[w.pos : w.pos+n])
			w.advance(n)
			return ends
		}
		w.advance(max(0, w.end-w.pos-len("},\r")))
		if !w.more() {
			return false
		}
	}
}

// skipToLine advances to the next line whose first byte opens a record or closes
// the records of a canonical file; the line that begins at the window's start
// counts. It reports false where there is none.
func (w *window) skipToLine() bool {
	for {
		for i := w.pos; i < w.end; i++ {
			if c := w.buf[i]; c != '{' && c != ']' {
				continue
			}
			if i > w.pos && w.buf[i-1] == '\n' || i == w.pos && w.at.Column == 1 {
				w.advance(i - w.pos)
				return true
			}
		}
		w.advance(w.end - w.pos)
		if !w.more() {
			return false
		}
	}
}
