// Package envelope defines what all migration files have in common: the header,
// the trailer, and what a file type is. Layouts are simulator-defined, format
// version 1.0: the MTAD names the files and says what each carries, not how.
// It may import spec, ident and civil.
package envelope

import (
	"slices"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// FormatVersion is the version of the layouts that this program writes.
const FormatVersion = "1.0"

// The names of the three parts of every file, in the only order allowed. The
// name of the records is each type's own.
const (
	HeaderName  = "header"
	TrailerName = "trailer"
)

// Type is one file type: everything that the reader, the writer, the schema and
// the pages need to know of it.
type Type struct {
	Name    string // upper case, as in file names: "MAF"
	Long    string // "Migration Authorisation File"
	Clause  string // the clause of the MTAD that names the file or its purpose
	Doc     string // what it carries, who makes it and who reads it
	Records string // name of the array of records: "authorisations"

	Header *spec.Table // describes a Header
	Record *spec.Table // describes one record

	Producers []Kind // the kinds of organisation that may make it
	Seven     bool   // one of the seven of 5.3 and 5.6, not a supporting file
}

// Kind is what an organisation is in the migration. It decides which types of
// file it may make.
type Kind string

// The kinds of organisation.
const (
	Supplier        Kind = "Supplier"
	SMSO            Kind = "SMSO"
	DCC             Kind = "DCC"
	NetworkOperator Kind = "NetworkOperator"
)

// MayMake reports whether an organisation of that kind may make this type. A
// slice, which names its origin in sliceOf, is cut by DCC whoever made the whole.
func (t *Type) MayMake(k Kind, slice bool) bool {
	if slice {
		return k == DCC
	}
	return slices.Contains(t.Producers, k)
}

// Environments of 3.1(c): files of one are refused in the other.
const (
	MigrationTesting = "migration-testing"
	MigrationDUST    = "migration-dust"
)

// Environments lists both environments.
func Environments() []string { return []string{MigrationTesting, MigrationDUST} }

// Releases lists the capability releases that the MTAD applies to (1.2).
func Releases() []string { return []string{"IOC", "MOC", "FOC"} }

// Header is the first part of every file. Which of its fields a type has is in
// the type's own table; the others stay empty.
type Header struct {
	spec.Object
	FileType          string
	FormatVersion     string
	Environment       string
	CapabilityRelease string
	SMSO              string
	GroupID           string
	Sender, Recipient ident.EUI64
	Sequence          int64
	CreatedAt         civil.Instant
	Parents           []Parent
	TestData          bool
	SliceOf           string

	MCFOutcome             string   // MVF
	Reasons                []Reason // MVF
	ContentKey             string   // MEF
	RecipientCertificateID ident.CertificateID
}

// Parent names a file that this one answers or is made from, so that the chain
// MAF to COF can be verified offline.
type Parent struct {
	spec.Object
	File   string
	Digest string
}

// Reason is why something was turned away.
type Reason struct {
	spec.Object
	Code     string
	DeviceID ident.EUI64
	Detail   string
}

// Trailer is the last part of every file.
type Trailer struct {
	spec.Object
	RecordCount int64
	Digest      string
	Signature   string
}
