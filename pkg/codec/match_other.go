//go:build !amd64

package codec

func fits(first *chunk, n int, in input8) bool { return fitsPortable(first, n, in) }

func match(m *matcher, in input8, i int) int { return matchPortable(m, in, i) }
