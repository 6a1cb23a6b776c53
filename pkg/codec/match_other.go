//go:build !amd64

package codec

// worthArranging is that to look up arrangements takes longer than to go from member to
// member, eight bytes at a time.
const worthArranging = false

func fits(first *chunk, n int, in input8) bool { return fitsPortable(first, n, in) }

func misfits(first *chunk, n int, in input8, to *uint64) { misfitsPortable(first, n, in, to) }

func match(m *matcher, in input8, i int) int { return matchPortable(m, in, i) }

func arranged(a, items *arrangements, in input8, parts *found, room int) int {
	return arrangedPortable(a, items, in, parts, room)
}

func cutRows(c *rowCutter, in input8, i, n int, rows *csvRowAt, room int) int {
	return cutRowsPortable(c, in, i, n, rows, room)
}
