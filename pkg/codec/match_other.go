//go:build !amd64

package codec

func fits(p pattern, in input8, i int) bool { return fitsPortable(p, in, i) }

func match(m *matcher, in input8, i int) int { return matchPortable(m, in, i) }
