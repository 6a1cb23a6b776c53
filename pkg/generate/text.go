package generate

import "strings"

// textRoom is how much room text takes from the heap at a time.
const textRoom = 64 << 10

// text joins strings without an allocation for each: what it returns are parts
// of large ones.
type text struct{ b strings.Builder }

func (t *text) join(parts ...string) string {
	n := 0
	for _, s := range parts {
		n += len(s)
	}
	from := t.room(n)
	for _, s := range parts {
		t.b.WriteString(s)
	}
	return t.b.String()[from:]
}

// copy is join of bytes.
func (t *text) copy(b []byte) string {
	from := t.room(len(b))
	t.b.Write(b)
	return t.b.String()[from:]
}

func (t *text) room(n int) (from int) {
	if t.b.Cap()-t.b.Len() < n {
		t.b.Reset()
		t.b.Grow(max(n, textRoom))
	}
	return t.b.Len()
}
