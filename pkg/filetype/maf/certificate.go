package maf

import (
	"strings"

	"s1mig/pkg/ident"
)

// CertificateEntryType is the form of a certificate field of a meter line: a
// Certificate ID, nothing, blanks, or a placeholder that people write for
// nothing. That nothing was provided is for 17.20(g) to say, not for the form.
var CertificateEntryType = &ident.Type{
	Name:     "certificate entry",
	Doc:      "Certificate ID as a supplier enters it: one that may have been left empty, blank or as a placeholder (N/A, -, 0)",
	Source:   "MTAD 17.20(g); simulator-defined",
	Pattern:  `^(` + strings.Trim(ident.CertificateIDType.Pattern, "^$") + `| {0,40}|N/A|-)$`,
	MaxLen:   ident.CertificateIDType.MaxLen,
	Examples: append([]string{"Z9:5A0101", "", " ", "N/A", "-", "0"}, ident.CertificateIDType.Examples...),
	Bad:      []string{"Z9:", ":5A0101", "n/a", "--", "N/A ", "Z9:5A:01:01", "Z9:5G0101", "5A0101 5A0102", "\t", "                                         "},
	Valid:    func(b []byte) bool { return ident.ValidCertificateID(b) || isPlaceholder(b) },
	Kin:      ident.CertificateKin,
	Hint:     ident.CertificateIDType.Hint,
}

// maxBlanks is the longest run of blanks that counts as nothing.
const maxBlanks = 40

// isPlaceholder reports whether b stands for nothing.
func isPlaceholder[T ~string | ~[]byte](b T) bool {
	switch string(b) {
	case "N/A", "-", "0":
		return true
	}
	for i := range len(b) {
		if b[i] != ' ' {
			return false
		}
	}
	return len(b) <= maxBlanks
}

// IsPlaceholder reports whether the entry stands for no certificate: it is
// empty, blank, or one of the placeholders N/A, - and 0.
func IsPlaceholder(id ident.CertificateID) bool { return isPlaceholder(id) }
