package codec

import "golang.org/x/sys/cpu"

// useAVX2 says whether there are the instructions of AVX2. Where there are not, the
// functions below go on in their portable form.
var useAVX2 = cpu.X86.HasAVX2

//go:noescape
func fits(p pattern, in input8, i int) bool

//go:noescape
func match(m *matcher, in input8, i int) int
