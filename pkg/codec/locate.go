package codec

import (
	"s1mig/pkg/source"
)

// At returns the position and the JSON Pointer of the value that path leads to
// within the record: names are strings, indices are ints. Where the record does
// not hold it, the position is that of the innermost value on the way that it
// does hold.
func (r *Record) At(path ...any) (source.Position, string) {
	if r.csv != nil {
		return r.csv.at(path)
	}
	steps := r.path()
	for _, e := range path {
		switch e := e.(type) {
		case string:
			steps = append(steps[:len(steps):len(steps)], step{name: e})
		case int:
			steps = append(steps[:len(steps):len(steps)], step{i: e})
		default:
			panic("codec: a path is made of names and indices")
		}
	}
	return locate(r.Raw, r.Pos, path...), pointer(steps)
}

// locate finds a value in raw, which is JSON and begins at base.
func locate(raw []byte, base source.Position, path ...any) source.Position {
	if len(raw) == 0 {
		return base
	}
	padded := make([]byte, len(raw)+pad)
	copy(padded, raw)
	var p careful
	p.reset(padded, len(raw), base)
	i := skipSpace(padded, 0)
	for _, e := range path {
		next := -1
		switch e := e.(type) {
		case string:
			if p.b[i] == '{' {
				p.members(i, func(name []byte, _, valueAt int) (int, bool) {
					if string(name) == e && next < 0 {
						next = valueAt
					}
					return p.skip(valueAt)
				})
			}
		case int:
			if n := 0; p.b[i] == '[' {
				p.items(i, func(at int) (int, bool) {
					if n == e {
						next = at
					}
					n++
					return p.skip(at)
				})
			}
		}
		if next < 0 {
			break
		}
		i = next
	}
	return p.position(i)
}
