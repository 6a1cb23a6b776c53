package validate

// placedKey is a number that has a place in the register: that place, from 1,
// and the number's key.
type placedKey struct {
	place uint32
	key   uint64
}

// placeSet counts how often each place came, up to twice: two bits for each
// place. The zero value is empty.
type placeSet struct{ words []uint64 }

const (
	placeBits     = 2
	placesInAWord = 64 / placeBits
)

// add notes that a number came. A number that came before is appended to the
// keys, as often as it came: what holds the keys finds that it stands more than
// once, and does not need those of numbers that stand once.
func (s *placeSet) add(keys []uint64, n placedKey) []uint64 {
	at := int(n.place / placesInAWord)
	if at >= len(s.words) {
		s.words = append(s.words, make([]uint64, max(at+1-len(s.words), len(s.words), 1<<10))...)
	}
	word, shift := &s.words[at], n.place%placesInAWord*placeBits
	switch *word >> shift & (1<<placeBits - 1) {
	case 0:
		*word += 1 << shift
		return keys
	case 1:
		*word += 1 << shift
		keys = append(keys, n.key) // as it came the first time
	}
	return append(keys, n.key)
}
