package spec

import "encoding/binary"

// keyWords is how many words of eight bytes are compared at once with the start
// of a field's Prefix; the longest names are a little longer.
const keyWords = 3

func (f *Field) setKey() {
	var text, mask [8 * keyWords]byte
	for i := range min(len(f.Prefix), len(text)) {
		text[i], mask[i] = f.Prefix[i], 0xff
	}
	for w := range keyWords {
		f.key[w] = binary.LittleEndian.Uint64(text[8*w:])
		f.keyMask[w] = binary.LittleEndian.Uint64(mask[8*w:])
	}
}

// HasPrefix reports whether b begins with Prefix. It is for the reader's inner
// loop: b must have 24 bytes or more, and as many as Prefix.
func (f *Field) HasPrefix(b []byte) bool {
	_ = b[8*keyWords-1]
	differ := (binary.LittleEndian.Uint64(b)^f.key[0])&f.keyMask[0] |
		(binary.LittleEndian.Uint64(b[8:])^f.key[1])&f.keyMask[1] |
		(binary.LittleEndian.Uint64(b[16:])^f.key[2])&f.keyMask[2]
	n := len(f.Prefix)
	return differ == 0 && (n <= 8*keyWords || string(b[8*keyWords:n]) == f.Prefix[8*keyWords:])
}
