package codec

import "golang.org/x/sys/cpu"

// useAVX2 says whether there are the instructions of AVX2. Where there are not, the
// functions below go on in their portable form.
var useAVX2 = cpu.X86.HasAVX2

// worthArranging says whether to look up arrangements takes less time than to go from
// member to member, as far as is known of a machine.
var worthArranging = useAVX2

// fits is pattern.fits: whether the input is of the n chunks from the first on.
//
//go:noescape
func fits(first *chunk, n int, in input8) bool

// misfits is pattern.misfits, of n chunks from the first on.
//
//go:noescape
func misfits(first *chunk, n int, in input8, to *uint64)

// match is matcher.match: twice the index where it stopped, and 1 more if that is
// behind a member.
//
//go:noescape
func match(m *matcher, in input8, i int) int

// arranged finds the arrangements of an object behind whose opening brace the input
// begins: of what is before a list, of each item of it, and of what is behind it; or of
// the whole, if there is no list. It returns how many, 0 where one is not known or there
// are more than there is room for.
//
//go:noescape
func arranged(a, items *arrangements, in input8, parts *found, room int) int

// cutRows cuts the rows of a block that ends at n from i on, as many as there is room
// for, until one is of no known shape or might end behind the block; which of them
// begin a record it leaves open. It returns how many.
//
//go:noescape
func cutRows(c *rowCutter, in input8, i, n int, rows *csvRowAt, room int) int
