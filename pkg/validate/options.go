package validate

import (
	"runtime"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
	"s1mig/pkg/seal"
)

// Stage is the part of the checks of a MAF that is made (requirements A.6).
type Stage = rules.Stage

// The stages of package rules.
const (
	AllStages = rules.AllStages
	Receipt   = rules.Receipt
	Answered  = rules.Answered
)

// Audience is who reads the findings.
type Audience = rules.Audience

// The audiences of package rules.
const (
	ForSupplier = rules.ForSupplier
	ForDCC      = rules.ForDCC
)

// Profile is a deviation from the standard rule set.
type Profile = rules.Profile

// Options says what a file is judged by. The zero value judges what can be
// judged from the file alone.
type Options struct {
	// Facts are those of the world. Rules whose facts are missing are listed as
	// not evaluated.
	Facts *rule.Facts
	// Directory resolves signers. Nil: signatures are not evaluated.
	Directory *seal.Directory
	// Keys opens Migration Group Encrypted Files. Nil: they stay closed, and are
	// listed as not evaluated.
	Keys Keys
	// AsOf is the clock that files are judged by. Nil: the receipt beside the
	// file, else Facts.Clock.
	AsOf *rule.Clock
	// Receipt is when the file came in, where the caller of Reader knows it.
	// Paths reads it from beside the file.
	Receipt *rule.Clock
	// Draft makes warnings of what a file that is not sealed yet cannot have.
	Draft bool
	// Profile holds other severities than the standard ones. Nil: none.
	Profile *Profile
	// Codec tunes the reading and changes no finding.
	Codec codec.Options
	// MaxPerCode is how many findings of each code, and how many rejected
	// records, are kept; totals are exact all the same. 0 means 1,000.
	MaxPerCode int
	// Environment is the only one whose files are taken; "" takes any.
	Environment string
	// Stages says which checks of a MAF are made.
	Stages Stage
	// FirstOnly tells of the eight exceptions of an authorisation the first alone.
	FirstOnly bool
	// Audience is who reads the findings.
	Audience Audience
	// History knows the files received before. Nil: replays and gaps are looked
	// for among the files of a set alone.
	History History
	// Collect makes what sees each record beside the rules; it is called once
	// for each worker. It may be nil, and so may what it returns.
	Collect func(h *envelope.Header, t *envelope.Type) Collector
	// Merge gets what Collector.End returns, in file order, on the caller's
	// goroutine. Its error ends the reading.
	Merge func(outcome any) error
	// CSV says of a MAF in CSV what neither the file nor its name can.
	CSV CSV

	together bool     // Paths judges the file as one of several
	ledgers  *ledgers // of the set, where its ledger is wanted
	from     reads    // where Paths and Memory read files
}

// Keys opens Migration Group Encrypted Files.
type Keys interface {
	AgreementKey() (ident.CertificateID, *seal.PrivateKey)
}

// History knows the files that were received before this one.
type History interface {
	// Seen returns the digest of the file of that type, sender, recipient and
	// sequence, "" where there was none, and the highest sequence received.
	Seen(fileType string, sender, recipient ident.EUI64, sequence int64) (digest string, last int64)
}

// Collector sees the records of a file beside the rules. It is one worker's.
//
// What it gathers must come out of End alone: a block that turns out not to be
// canonical is read a second time, and what End returned for it is dropped.
type Collector interface {
	// Record gets each record with its findings, those of the reader and those
	// of the rules, graded. Duplicates, the parts of a split authorisation of a
	// CSV and sealed values are judged later: they are in File.Rejected. Record
	// and findings hold only until it returns.
	Record(r *codec.Record, findings []finding.Finding)
	// End is called after each block of records. What it returns is given to
	// Options.Merge.
	End() any
}

// workers is how many goroutines work at a time.
func (o *Options) workers() int {
	if o.Codec.Workers <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return o.Codec.Workers
}

const defaultMaxPerCode = 1000

func (o *Options) maxPerCode() int {
	if o.MaxPerCode <= 0 {
		return defaultMaxPerCode
	}
	return o.MaxPerCode
}

// CSV is what a MAF in CSV does not say of itself. Its name, in the form of
// filetype.FileName with the ending csv, says the rest: SMSO, sender, when it was
// made and, where it has one, the sequence number.
type CSV struct {
	Environment string
	Release     string
	Recipient   ident.EUI64 // zero: not stated
	Sequence    int64       // 0: as the name says
	// Signature is the compact JWS over the digest of the whole file and the
	// number of its authorisations. Paths reads it from the file of the same name
	// with the ending .jws.
	Signature string
}
