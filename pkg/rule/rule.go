// Package rule says what a rule is: a documented value. Everything that names a
// rule (reports, pages, SARIF, the traceability matrix) reads the one value. It
// also declares, as small interfaces, the facts that rules need from outside a
// file. It may import finding, ident, civil and the envelope.
package rule

import (
	"s1mig/pkg/finding"
)

// Scope is what a rule judges at a time.
type Scope string

// The scopes, from the smallest to the largest.
const (
	Field   Scope = "field"
	Record  Scope = "record"
	File    Scope = "file"
	Set     Scope = "set"     // several files that belong together
	Process Scope = "process" // what a party does with a file or a record
)

// Fact is something that a rule needs and a file does not hold.
type Fact string

// The facts. A rule whose fact is missing is reported as not evaluated.
const (
	NeedsClock         Fact = "clock"
	NeedsRegister      Fact = "register"
	NeedsCertificates  Fact = "certificate directory"
	NeedsOrganisations Fact = "organisations"
	NeedsEPCL          Fact = "EPCL"
	NeedsGroups        Fact = "groups"
	NeedsParticipants  Fact = "participants"
	NeedsKeys          Fact = "private key"
	NeedsSet           Fact = "the other files of the set"
	NeedsHistory       Fact = "files received before"
)

// Rule is one thing that can be wrong, or one answer that the process can give.
type Rule struct {
	Code     finding.Code
	Name     string // mnemonic, such as WEEK_NOT_MONDAY
	Title    string // one line
	Severity finding.Severity
	Scope    Scope
	Types    []string // names of the file types concerned; empty means all
	Clause   string   // clause of the MTAD, RFC, or "simulator-defined"
	Doc      string   // what it means and why it is so
	Fix      string   // what to do about it
	Needs    []Fact
	// Masks are the codes that are not reported on a line where this one is.
	Masks []finding.Code
	// Answer says that the finding is what the process answers to a well-formed
	// file, so that it does not make the file invalid.
	Answer bool
	// Integrity says that the rule can be neither lowered nor switched off.
	Integrity bool
	Good, Bad string // an example of what passes and of what does not
	Since     string // version of the rule set that brought it
}
