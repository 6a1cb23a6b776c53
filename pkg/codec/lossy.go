package codec

import (
	"strings"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
)

// Lossy picks the findings that say that something of a file could not be taken
// in, so that the records as read are not all that stands there: all findings but
// those of the seal, which vouches for records and holds none, and those of values
// that are odd but were read.
func Lossy(found []finding.Finding) []finding.Finding {
	var out []finding.Finding
	for _, f := range found {
		switch f.Code {
		case finding.Count, finding.Digest, finding.Signature, finding.MPxNCheckDigit, finding.ByteOrderMark:
			continue
		}
		if !strings.HasPrefix(f.Path, "/"+envelope.TrailerName) {
			out = append(out, f)
		}
	}
	return out
}
