package validate

// placedNumber is a number that has a place in the register: that place, from 1.
type placedNumber struct {
	place  uint32
	number uint64
}

// placeSet counts how often each place came, up to twice: two bits for each
// place. The zero value is empty.
type placeSet struct{ words []uint64 }

const (
	placeBits     = 2
	placesInAWord = 64 / placeBits
)

// add notes that what has the place came, and returns how many keys it is to have:
// as many as it came times, where it came before. What holds the keys finds then
// that it stands more than once, and does not need those of what stands once.
func (s *placeSet) add(place uint32) (keys int) {
	at := int(place / placesInAWord)
	if at >= len(s.words) {
		s.words = append(s.words, make([]uint64, max(at+1-len(s.words), len(s.words), 1<<10))...)
	}
	word, shift := &s.words[at], place%placesInAWord*placeBits
	switch *word >> shift & (1<<placeBits - 1) {
	case 0:
		*word += 1 << shift
		return 0
	case 1:
		*word += 1 << shift
		return 2 // one of them for the first time
	}
	return 1
}
