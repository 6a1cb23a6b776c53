package world

import "s1mig/pkg/ident"

// deviceSet is a set of EUI-64s of the test block, of which 28 bits differ: a
// bitmap, in pages that are made as they are needed. It takes 32 MiB at most.
type deviceSet struct {
	pages [1 << (testBlockBits - devicePageBits)]*[1 << (devicePageBits - 6)]uint64
}

// devicePageBits is how many bits of an EUI-64 choose within a page.
const devicePageBits = 16

// add adds a device. It returns false where it is in the set already.
func (s *deviceSet) add(id ident.EUI64) bool {
	n := uint64(id) &^ testBlockMask
	page := s.pages[n>>devicePageBits]
	if page == nil {
		page = new([1 << (devicePageBits - 6)]uint64)
		s.pages[n>>devicePageBits] = page
	}
	word, bit := &page[n>>6&(1<<(devicePageBits-6)-1)], uint64(1)<<(n&63)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	return true
}
