package mutate

import (
	"fmt"
	"slices"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
)

// Mutator makes one fault, or goes up to a boundary and no further.
type Mutator struct {
	// Code is the rule that must find the fault or, where Good is set, whose
	// boundary is not crossed.
	Code finding.Code
	// Name says what is done, in a few words; it is unique within the code.
	Name string
	// Good says that nothing may be found after it.
	Good bool
	// Also are codes that are found as well, because one cannot be without the
	// other: (e) of 17.20 brings (c) or (d).
	Also []finding.Code
	// Types are the types of file that it changes, by preference; nil is any.
	Types []string
	// Environment is the only one whose sets it applies to; "" applies to any.
	Environment string
	// Apply changes a set.
	Apply func(*Set) (Change, error)
}

// Change says what a mutator changed. It never holds a secret.
type Change struct {
	File    string // the path of the file; world/… is a file of the world
	Pointer string // JSON Pointer (RFC 6901) where the file is JSON, else in words
	Before  string
	After   string
	LeftOut int // files that came later and are left out

	of *document // whose path is not known before it is sealed
}

func (c Change) String() string {
	s := fmt.Sprintf("%s %s: %s -> %s", c.File, c.Pointer, c.Before, c.After)
	if c.LeftOut > 0 {
		s += fmt.Sprintf(" (%d files that came later are left out)", c.LeftOut)
	}
	return s
}

// ApplyTo returns a copy of the set with the mutator's change, sealed again. The
// error is ErrNotApplicable where the set has nothing to be changed that way.
func (m *Mutator) ApplyTo(s *Set) (*Set, Change, error) {
	if m.Environment != "" && m.Environment != s.Environment {
		return nil, Change{}, notApplicable("it is for the environment %s", m.Environment)
	}
	c := s.clone()
	before := len(c.documents(""))
	change, err := m.Apply(c)
	if err != nil {
		return nil, Change{}, err
	}
	if err := c.reseal(); err != nil {
		return nil, Change{}, err
	}
	if change.of != nil {
		change.File = change.of.path
	}
	change.LeftOut = max(0, before-len(c.documents("")))
	return c, change, nil
}

// Expects lists what must be found after the mutator, sorted.
func (m *Mutator) Expects() []finding.Code {
	want := slices.Clone(m.Also)
	if !m.Good {
		want = append(want, m.Code)
	}
	slices.Sort(want)
	return want
}

// All returns every mutator, in the order of the catalogue's parts. The slice is
// the caller's.
func All() []Mutator {
	return slices.Concat(
		textMutators(), fieldMutators(), sealMutators(), sequenceMutators(), headerMutators(),
		weekMutators(), dayMutators(), lineMutators(), certificateMutators(), authorisationMutators(), dustMutators(),
		csvMutators(), readyMutators(), commonMutators(), validationMutators(), groupMutators(), sealedMutators(),
		checkMutators(), outcomeMutators(), alertMutators(), setMutators(),
	)
}

// For returns the mutators of a code, those that make the fault first.
func For(code finding.Code) []Mutator {
	var all []Mutator
	for _, m := range All() {
		if m.Code == code {
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b Mutator) int {
		switch {
		case a.Good == b.Good:
			return 0
		case a.Good:
			return 1
		}
		return -1
	})
	return all
}

// The two environments.
const (
	inTesting = envelope.MigrationTesting
	inDUST    = envelope.MigrationDUST
)
