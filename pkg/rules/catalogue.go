package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// Version is the version of the rule set. Every rule names the version that
// brought it.
const Version = "1"

// Basis is the document that the rules are read out of.
type Basis struct{ Doc, Version, Date string }

// MTAD returns the basis of the rule set (1.1).
func MTAD() Basis { return Basis{Doc: "MTAD", Version: "4.MOCS draft", Date: "2022-12-05"} }

// catalogue holds every rule: structure first, then the envelope, the eight
// exceptions, and each type of file in the order of the process.
var catalogue = [...]*rule.Rule{
	Syntax, Truncated, TrailingData, TopOrder, Nesting, RecordSize,
	ByteOrderMark, InvalidUTF8, LoneSurrogate, ControlChar,
	DuplicateName, UnknownField, MissingField,
	FieldType, FieldForm, FieldValue, FieldItems, NumberSpelling, MPxNFormat, MPxNCheckDigit,
	CSVSplit, CSVConflict,
	Count, Digest, Signature, FormatVersion, Replay, Gap,

	EnvMismatch, SenderUnknown, Producer, GroupUnknown, GroupSMSO, Release, FileName, TimeOrder,

	NotRegistered, WeekNotMonday, WeekStarted, MigrateOnOutsideWeek, MigrateOnPast,
	SupplierNotIdentified, SupplierCertsMissing, NetworkCertIncorrect,

	AlreadyMigrated, MAFDormant, SupplierCertWrong, NetworkCertMissing, CertStatus,
	AuthIncomplete, AuthTwoInstallations, Combination, Duplicate, Distributor, Weekend, WeekFar,
	DUSTClosed, Notice, NotEligible, EPCLDUST,

	ReadyActive,
	NotCommissioned, MCFNoCHF, MCFNoMeter, MeterFields, EPCL,
	DuplicateInstallation, DuplicateDevice,
	MVFReasons, MVFRejected,
	MGFGroupMix, SecretInClear, MGFCertificates,
	MEFOpen, MEFCredentials,
	SCFChecks, SCFBlocking, SCFReady,
	COFOutcome, AlertSRV, AlertRequest,

	ParentMissing, SetIncomplete, NoAuthorisation, DormantNotReady, CHFByDCC, COFNotInSCF,
	MVFOrder, Lost, Extra, Changed,

	RSChanged, AuthConflict, GroupClosed,
}

// All returns the catalogue in its order. The slice is the caller's.
func All() []*rule.Rule { return append([]*rule.Rule(nil), catalogue[:]...) }

// Lookup returns the rule of that code.
func Lookup(code finding.Code) (*rule.Rule, bool) {
	for _, r := range catalogue {
		if r.Code == code {
			return r, true
		}
	}
	return nil, false
}

// Exceptions returns the eight exceptions of 17.20 in the order of the clause.
// The slice is the caller's.
func Exceptions() []*rule.Rule {
	return []*rule.Rule{
		NotRegistered, WeekNotMonday, WeekStarted, MigrateOnOutsideWeek, MigrateOnPast,
		SupplierNotIdentified, SupplierCertsMissing, NetworkCertIncorrect,
	}
}

// IsException reports whether the code is one of the eight of 17.20.
func IsException(code finding.Code) bool {
	for _, r := range Exceptions() {
		if r.Code == code {
			return true
		}
	}
	return false
}

// Primary returns the exception that stands for several where a consumer keeps
// one alone: the first by the letter of its clause, whatever stage found it
// (requirements A.5). ok is false where none of them is one of the eight.
func Primary(found []finding.Finding) (primary finding.Finding, ok bool) {
	for _, f := range found {
		if IsException(f.Code) && (!ok || f.Code < primary.Code) {
			primary, ok = f, true
		}
	}
	return primary, ok
}
