package party

// Pack keeps short pieces of bytes, each of which tells where it ends. They never
// move. The zero Pack is empty.
type Pack struct{ blocks [][]byte }

// packBlock is the size of a block, but for longer pieces: places have 16 bits for
// where in it a piece begins, and 16 for which it is.
const packBlock = 1 << 16

// Add copies a piece and returns its place. All together must not be longer than
// 4 GiB.
func (p *Pack) Add(b []byte) (place uint32) {
	last := len(p.blocks) - 1
	if last < 0 || cap(p.blocks[last])-len(p.blocks[last]) < len(b) || len(p.blocks[last]) >= packBlock {
		p.blocks = append(p.blocks, make([]byte, 0, max(len(b), packBlock)))
		last++
	}
	place = uint32(last*packBlock + len(p.blocks[last]))
	p.blocks[last] = append(p.blocks[last], b...)
	return place
}

// At returns the piece of that place and what follows it. Nobody may change it.
func (p *Pack) At(place uint32) []byte { return p.blocks[place/packBlock][place%packBlock:] }
