package validate

import "math/bits"

// recordSet is a set of records, or of stretches of them: a bit for each, up to the last
// one in it.
type recordSet []uint64

// add adds a record and reports whether it was not there before.
func (r *recordSet) add(at int64) bool {
	word, bit := r.word(int(at>>6)), uint64(1)<<(at&63)
	was := *word&bit != 0
	*word |= bit
	return !was
}

// has reports whether a record is in the set.
func (r recordSet) has(at int) bool { return at>>6 < len(r) && r[at>>6]&(1<<(at&63)) != 0 }

// join adds the records of another set, and returns how many of them were not there
// before.
func (r *recordSet) join(other recordSet) (added int64) {
	for i, more := range other {
		word := r.word(i)
		added += int64(bits.OnesCount64(more &^ *word))
		*word |= more
	}
	return added
}

func (r *recordSet) word(i int) *uint64 {
	for len(*r) <= i {
		*r = append(*r, 0)
	}
	return &(*r)[i]
}
