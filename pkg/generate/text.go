package generate

import "unsafe"

// text is where the strings of one record stand, so that they cost no allocation:
// begin, and those of the record before are gone.
type text struct{ room []byte }

func (t *text) begin() { t.room = t.room[:0] }

// join joins strings.
func (t *text) join(parts ...string) string {
	from := len(t.room)
	for _, s := range parts {
		t.room = append(t.room, s...)
	}
	return t.since(from)
}

// since is the text from there on. What is appended later does not change it:
// it goes behind, or elsewhere where the room is full.
func (t *text) since(from int) string {
	return unsafe.String(unsafe.SliceData(t.room[from:]), len(t.room)-from)
}
