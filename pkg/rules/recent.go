package rules

import "strings"

// recent remembers the answers to the first few different questions: the records
// of a file ask few, each many times. It neither grows nor replaces, so that a
// file that asks a new one in every record costs little more.
type recent[T any] struct {
	keys    [16]string
	answers [16]T
	n       int
}

// get returns the answer to key, nil where it is not remembered.
func (r *recent[T]) get(key string) *T {
	for i := range r.keys[:r.n] {
		if r.keys[i] == key {
			return &r.answers[i]
		}
	}
	return nil
}

// put remembers an answer. The key may be a view.
func (r *recent[T]) put(key string, answer T) {
	if r.n < len(r.keys) {
		r.keys[r.n], r.answers[r.n] = strings.Clone(key), answer
		r.n++
	}
}
