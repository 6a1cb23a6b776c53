package validate

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// Outcome is what the process answers to a file.
type Outcome string

// The outcomes.
const (
	Accepted       Outcome = "accepted"
	PartlyRejected Outcome = "partly-rejected" // some of its records are turned away
	Rejected       Outcome = "rejected"        // the file as a whole, or every record of it
	Undetermined   Outcome = "undetermined"    // a fact is missing that could turn something away
)

// NotEvaluated is a rule that was not judged, and why.
type NotEvaluated struct {
	Code    finding.Code
	Because string // such as "no register"
}

// File is the verdict on one file.
type File struct {
	Name     string           // as given, or relative to the folder given
	FileType string           // such as "MAF"; "" where it is no migration file
	Type     *envelope.Type   // nil where it is no migration file
	Header   *envelope.Header // nil where it is no migration file
	SHA256   string           // of all bytes, in hex
	Digest   string           // "sha-256:…" of the bytes that the trailer seals; "" without a trailer
	Records  int64
	Bytes    int64

	// Valid says whether the file obeys its format and rules: it has no error but
	// answers of the process. Nil: it has none, but a rule of severity error was
	// not evaluated.
	Valid *bool
	// Outcome is what the process answers to the file.
	Outcome Outcome
	// Rejected are the ids of the records that the process turns away, in file
	// order, at most Options.MaxPerCode of them; RejectedTotal counts all.
	Rejected      []string
	RejectedTotal int64

	NotEvaluated []NotEvaluated
	// Findings are in file order, those of a record by A.5, at most
	// Options.MaxPerCode of each code. ByCode and BySeverity count all.
	Findings   []finding.Finding
	ByCode     map[finding.Code]int64
	BySeverity map[finding.Severity]int64
	Truncated  bool // findings or rejected records were left out

	// Spent is how long judging took; not part of the verdict.
	Spent Spent

	// Sealed says that digest, count and signature all hold.
	Sealed bool
	// Clock is what the file was judged by; nil without one.
	Clock *rule.Clock
	// Err is why Paths could not read or open the file: a
	// *codec.NotMigrationFileError, seal.ErrWrongKey, codec.ErrChanged or a fault of
	// the world.
	Err error

	ledger    *ledger // nil where the set has no use for it
	headerAt  spot    // the header
	parentsAt []spot  // where the header names each parent
	limit     int     // findings kept of each code
	profile   *Profile
	digest    string          // of the trailer as the file has it, which is what parents name
	turned    map[string]bool // what Rejected holds, once the set turns something away
}

// Has reports whether the file has a finding of that code, kept or not.
func (f *File) Has(code finding.Code) bool { return f.ByCode[code] > 0 }

// createdAt is when the file says it was made; zero where it does not.
func (f *File) createdAt() civil.Instant {
	if f.Header == nil {
		return 0
	}
	return f.Header.CreatedAt
}
