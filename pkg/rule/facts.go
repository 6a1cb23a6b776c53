package rule

import (
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
)

// Facts is what rules may ask of the world outside a file. A nil member is a
// fact that is missing: the rules that need it are not evaluated.
type Facts struct {
	Clock         *Clock
	Register      Register
	Certificates  Certificates
	Organisations Organisations
	EPCL          EPCL
	Groups        Groups
	Participants  Participants
}

// Clock is the moment at which a file is judged. Today is its civil date in
// Europe/London.
type Clock struct {
	Now    time.Time
	Source string // flag, receipt or world
}

// Today returns the civil date in Europe/London.
func (c *Clock) Today() civil.Date { return civil.DateOf(c.Now) }

// Match says what an SMSO's register knows of a submitter as Responsible
// Supplier of a meter (17.20(f)).
type Match string

// The three answers.
const (
	MatchYes  Match = "Match"
	MatchNo   Match = "Mismatch"
	MatchNone Match = "None" // the register has no supplier
)

// Register answers for one meter, as seen by one submitter. Only an SMSO has a
// register of its own; DCC asks by file.
type Register interface {
	// Meter returns what the register of that SMSO holds of the MPxN; ok is
	// false where it is no current entry. submitter is the organisation's name.
	Meter(smso, submitter string, m ident.MPxN) (f MeterFacts, ok bool)
	// Elsewhere returns the SMSO that does hold the MPxN, or "". For DCC users
	// alone: it must not be told to suppliers.
	Elsewhere(m ident.MPxN) string
}

// MeterFacts is what a register holds of one meter. Its texts may be kept.
type MeterFacts struct {
	// First what is asked of every meter, close together.
	Active          bool // Active or Dormant Meter
	Migrated        bool // the installation has been migrated already
	Supplier        Match
	NetworkOperator string // name of the organisation
	SubmitterMeters int    // of the whole installation: active meters of the submitter

	// The rest of what is of the whole installation:
	ActiveMeters, DormantMeters int
	ActiveSuppliers             int // different suppliers of the active meters
	InstallationID              string
	GroupID                     string
	EPCLEntry                   string
}

// Certificates is the directory of organisation certificates.
type Certificates interface {
	// Certificate resolves an id; err is seal.ErrUnknownCertificate or
	// seal.ErrAmbiguousSerial where it cannot.
	Certificate(id ident.CertificateID) (CertificateFacts, error)
}

// CertificateFacts is what rules need of a certificate.
type CertificateFacts struct {
	Organisation        string // name of the holder
	Kind                envelope.Kind
	Gas, Electricity    bool // the fuels that a supplier or network certificate serves
	Signing             bool // digitalSignature rather than keyAgreement
	NotBefore, NotAfter time.Time
	Revoked             bool
}

// Organisations says who is who.
type Organisations interface {
	ByEUI(ident.EUI64) (Organisation, bool)
	ByName(string) (Organisation, bool)
}

// Organisation is one party.
type Organisation struct {
	Name string
	EUI  ident.EUI64
	Kind envelope.Kind
	SMSO string // tag of the SMSO, for Kind SMSO
}

// EPCL is the list of Eligible Product Combinations (4.4).
type EPCL interface {
	EPCLEntry(id string) (EPCLEntry, bool)
}

// EPCLScope is the kind of installation that an entry covers (4.4).
type EPCLScope string

// The three kinds of 4.4. Either covers active-only, dormant-only and mixed.
const (
	DormantOnly EPCLScope = "dormant"
	ActiveOnly  EPCLScope = "active"
	Either      EPCLScope = "either"
)

// EPCLEntry is one entry, listed or planned.
type EPCLEntry struct {
	ID, SMSO, CSP string
	Scope         EPCLScope
	Listed        bool // on the EPCL; a planned entry is not yet
	PhaseComplete bool // its Migration Test Phase has completed (10.1, 17.10(b))
	Models        []Model
}

// Model is a SMETS1 Device Model.
type Model struct {
	DeviceType   string
	Manufacturer ident.Manufacturer
	Model        ident.Model
	Firmware     []ident.Firmware // those tested; empty means any
}

// Groups holds the GroupIDs with what 17.24 needs of them.
type Groups interface {
	Group(id string) (Group, bool)
}

// Group is one GroupID.
type Group struct {
	ID, SMSO, Release string
	Final             civil.Date // last day of Table 17.6; zero: not specified
	RPDecommissioning civil.Date // of its Requesting Party; zero: none
}

// LastDay is the last day on which Migration DUST is available for the group:
// the earlier of its two dates, the day included (17.24). Zero: open-ended.
func (g Group) LastDay() civil.Date {
	switch {
	case g.Final.IsZero():
		return g.RPDecommissioning
	case g.RPDecommissioning.IsZero():
		return g.Final
	}
	return min(g.Final, g.RPDecommissioning)
}

// DUSTAvailable reports whether Migration DUST is available on that day (17.24).
func (g Group) DUSTAvailable(on civil.Date) bool {
	last := g.LastDay()
	return last.IsZero() || on <= last
}

// Participants answers who may do what in Migration DUST.
type Participants interface {
	// MayTakeDUST reports whether the organisation has completed UEPT in the
	// role that the fuel calls for (17.13): Import Supplier for electricity, Gas
	// Supplier for gas.
	MayTakeDUST(org string, gas bool) bool
	// EarliestDUST is the first day after the organisation's notice has run, or
	// the shorter notice that DCC agreed (17.15); ok is false without a notice.
	EarliestDUST(org string) (day civil.Date, agreed bool, ok bool)
	// MayCommission reports whether the organisation has passed the Eligibility
	// Tests for the SRV on that fuel (17.14).
	MayCommission(org string, gas bool, srv string) bool
	// Submits reports whether the organisation's profile says that it submits
	// the commissioning requests itself (17.21, 17.22).
	Submits(org string) bool
}
