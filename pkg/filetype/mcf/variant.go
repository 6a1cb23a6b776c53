package mcf

import "s1mig/pkg/ident"

// ESMEVariantType is the form of the variant of an ESME: one of the letters of
// GBCS, and further capital letters where functions are combined.
var ESMEVariantType = &ident.Type{
	Name:     "ESME variant",
	Doc:      "variant of an electricity meter: A, B, C or D, and up to two more capital letters",
	Source:   "GBCS, ESME variants; the form is simulator-defined",
	Pattern:  `^[A-D][A-Z]{0,2}$`,
	MaxLen:   3,
	Examples: []string{"A", "B", "C", "AD", "BCD"},
	Bad:      []string{"", "E", "a", "A1", "ABCD", "A "},
	Valid:    validVariant,
}

func validVariant(b []byte) bool {
	if len(b) < 1 || len(b) > 3 || b[0] < 'A' || b[0] > 'D' {
		return false
	}
	for _, c := range b[1:] {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
}
