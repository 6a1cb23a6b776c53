package validate

import (
	"math/bits"

	"s1mig/pkg/codec"
)

// extents are those of all blocks of a file, as long as all are known. What came more
// than once mostly came in few of them, which are read again alone. The zero value is
// empty.
type extents struct {
	all     []codec.Extent
	unknown bool // there was a block of which none is known
}

// stretch is how many blocks are read again together: to know of each what came in it
// would take four times as much memory.
const stretch = 4

// add adds that of the next block.
func (e *extents) add(at codec.Extent, known bool) {
	if e.unknown = e.unknown || !known; e.unknown {
		e.all = nil
		return
	}
	e.all = append(e.all, at)
}

// of adds the stretches of records.
func (e *extents) of(records recordSet, stretches *recordSet) {
	block := 0
	for i, word := range records {
		for ; word != 0 && block < len(e.all); word &= word - 1 {
			record := i<<6 + bits.TrailingZeros64(word)
			for block < len(e.all) && record >= e.all[block].First()+e.all[block].Records() {
				block++
			}
			stretches.add(int64(block / stretch))
		}
	}
}

// few returns the extents of stretches; ok is false where they are not known, or most
// of the file.
func (e *extents) few(stretches recordSet) (some []codec.Extent, ok bool) {
	if e.unknown {
		return nil, false
	}
	for block := range e.all {
		if stretches.has(block / stretch) {
			some = append(some, e.all[block])
		}
	}
	return some, len(some) > 0 && len(some) <= len(e.all)/2
}
