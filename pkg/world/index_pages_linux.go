package world

import (
	"syscall"
	"unsafe"
)

const (
	smallPage = 4 << 10
	// largePage is what a large page is on most machines.
	largePage = 2 << 20
)

// inLargePages returns room for n bytes that the system is asked to keep in large
// pages: a look-up touches a page of its own each time, and finding thousands of
// small ones takes longer than reading them. It is a wish that may be refused.
func inLargePages(n int64) []byte {
	if n < 2*largePage {
		return make([]byte, n)
	}
	b := make([]byte, n)
	skip := int(-uintptr(unsafe.Pointer(unsafe.SliceData(b))) % smallPage)
	if whole := b[skip:]; len(whole) >= smallPage {
		_ = syscall.Madvise(whole[:len(whole)/smallPage*smallPage], syscall.MADV_HUGEPAGE)
	}
	return b
}
