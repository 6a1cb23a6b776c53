package rules

import (
	"slices"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/source"
)

// Stage is the part of the checks of a MAF that a party makes at a time
// (requirements A.6). It does not concern any other type of file.
type Stage uint8

// The stages. The zero value makes all checks.
const (
	AllStages Stage = iota
	// Receipt: what DCC sees from the file and the clock alone: structure, (b),
	// (c), (d), (e) and (g).
	Receipt
	// Answered: what needs the register's answer: (a), (f), (h) and the rules
	// that rest on them. Nothing of stage Receipt is reported again.
	Answered
)

// Audience is who reads the findings. What a supplier must not learn of others
// is told to DCC alone.
type Audience uint8

// The audiences. The zero value is the one to be discreet with.
const (
	ForSupplier Audience = iota
	ForDCC
)

// Place says where a value of a record or of a header stands. A codec.Record is
// one.
type Place interface {
	At(path ...any) (source.Position, string)
}

// Input is what the rules know of one file. It is not changed once made, so the
// judges of several goroutines may share it.
type Input struct {
	Facts    *rule.Facts // not nil; its members may be
	Type     *envelope.Type
	Header   *envelope.Header
	Stage    Stage
	Audience Audience
	Profile  *Profile
	// FirstOnly tells of the eight exceptions of an authorisation the primary one
	// alone, and nothing behind it, as a system that stops there would
	// (requirements A.5).
	FirstOnly bool

	today     civil.Date // zero where there is no clock
	header    headerFields
	sender    rule.Organisation
	hasSender bool
	submits   bool // its profile says that it submits the commissioning requests itself
	dust      bool
}

// headerFields says which fields of the header can be relied on.
type headerFields struct {
	smso, group, sender, release, testData bool
}

// NewInput completes in: it looks up what all records of the file share.
func NewInput(in Input) *Input {
	if in.Facts == nil {
		in.Facts = &rule.Facts{}
	}
	if in.Facts.Clock != nil {
		in.today = in.Facts.Clock.Today()
	}
	in.header = headerFields{
		smso: in.headerOK("smso"), group: in.headerOK("groupID"), sender: in.headerOK("sender"),
		release: in.headerOK("capabilityRelease"), testData: in.headerOK("testData") && in.Header.TestData,
	}
	if in.header.sender && in.Facts.Organisations != nil {
		in.sender, in.hasSender = in.Facts.Organisations.ByEUI(in.Header.Sender)
	}
	in.submits = in.hasSender && in.Facts.Participants != nil && in.Facts.Participants.Submits(in.sender.Name)
	in.dust = in.headerOK("environment") && in.Header.Environment == envelope.MigrationDUST
	return &in
}

func (in *Input) headerOK(name string) bool {
	return in.Type.Header.Field(name) != nil && in.Header.OK(in.Type.Header.MustRef(name))
}

// Severity is the severity that the profile gives the rule.
func (in *Input) Severity(r *rule.Rule) finding.Severity { return in.Profile.Severity(r) }

// Finding makes a finding of a rule, graded and named from the catalogue.
func (in *Input) Finding(r *rule.Rule, message, hint string) finding.Finding {
	return finding.Finding{
		Code: r.Code, Severity: in.Severity(r), Name: r.Name, Clause: r.Clause,
		Message: message, Hint: hint, DetectedBy: in.detectedBy(r.Code),
	}
}

// Complete grades and names a finding that the reader made. It reports false
// where the profile has switched the rule off.
func (in *Input) Complete(f *finding.Finding) bool {
	r, ok := Lookup(f.Code)
	if !ok {
		panic("rules: the catalogue lacks " + string(f.Code))
	}
	f.Severity, f.Name, f.Clause, f.DetectedBy = in.Severity(r), r.Name, r.Clause, in.detectedBy(f.Code)
	return f.Severity != finding.Off
}

// detectedBy says who sees the fault of a MAF (requirements A.6): the SMSO asks
// its register, DCC does the rest.
func (in *Input) detectedBy(code finding.Code) string {
	if in.Type == nil || in.Type.Name != "MAF" {
		return ""
	}
	switch code {
	case NotRegistered.Code, SupplierNotIdentified.Code, AlreadyMigrated.Code, MAFDormant.Code:
		return string(envelope.SMSO)
	}
	return string(envelope.DCC)
}

// Judge applies the rules to one record at a time. It is for one goroutine.
type Judge struct {
	// Wanted reports whether findings of that code are still wanted in full. Of
	// others the code and the severity alone are told. Nil: all are.
	Wanted func(code finding.Code) bool

	in    *Input
	at    Place
	found []finding.Finding
	lines []line // of the authorisation under judgement
	eight bool   // one of the eight exceptions holds for it
	certs certificates

	register rule.Cursor // of the SMSO and for the sender of the header; nil: not at hand

	clearDays  clearDays
	clearLines clearLines

	entries recent[epclAnswer]
	groups  recent[bool] // those with which nothing is wrong
}

// NewJudge makes a judge of the records of a file.
func NewJudge(in *Input) *Judge {
	j := &Judge{in: in, certs: certificates{known: map[ident.CertificateID]*certificate{}}}
	if in.Facts.Register != nil && in.header.smso {
		j.register = rule.Open(in.Facts.Register, in.Header.SMSO, in.sender.Name)
	}
	return j
}

// Register returns the judge's cursor of the register, nil where it cannot ask:
// it can be told what a file will ask.
func (j *Judge) Register() rule.Cursor { return j.register }

// Place is the number that the register has for the meter of a line of the MAF
// record judged last, as rule.Cursor tells it: 0 where there is none.
func (j *Judge) Place(line int) uint32 {
	if line >= len(j.lines) {
		return 0
	}
	return j.lines[line].place
}

// brief reports whether nothing needs saying of a finding of the rule: it is not
// to be made or, of findings of which enough are kept, is noted by its code. report
// and tell ask.
func (j *Judge) brief(r *rule.Rule) bool {
	if j.in.Severity(r) == finding.Off || !j.in.Stage.makes(r) {
		return true
	}
	if j.Wanted == nil || j.Wanted(r.Code) {
		return false
	}
	j.found = append(j.found, finding.Finding{Code: r.Code, Severity: j.in.Severity(r)})
	return true
}

// report notes a finding at the value that path leads to, or at the innermost
// value on the way that the record holds.
func (j *Judge) report(r *rule.Rule, message, hint string, path ...any) {
	if !j.brief(r) {
		j.note(r, message, hint, path)
	}
}

// tell is report where what is said takes time to make.
func (j *Judge) tell(r *rule.Rule, say func() (message, hint string), path ...any) {
	if !j.brief(r) {
		message, hint := say()
		j.note(r, message, hint, path)
	}
}

// note copies the path, so that a path needs no heap where the finding is not told.
func (j *Judge) note(r *rule.Rule, message, hint string, path []any) {
	f := j.in.Finding(r, message, hint)
	f.Pos, f.Path = j.at.At(slices.Clone(path)...)
	j.found = append(j.found, f)
}

// makes reports whether findings of the rule belong to the stage.
func (s Stage) makes(r *rule.Rule) bool {
	return s == AllStages || (s == Answered) == needsAnswer(r)
}

// needsAnswer reports whether the rule rests on the register's answer.
func needsAnswer(r *rule.Rule) bool {
	for _, a := range answered {
		if a == r {
			return true
		}
	}
	return false
}

var answered = []*rule.Rule{
	NotRegistered, SupplierNotIdentified, NetworkCertIncorrect, AlreadyMigrated, MAFDormant,
	SupplierCertWrong, CertStatus, AuthIncomplete, AuthTwoInstallations, Combination,
	GroupUnknown, DUSTClosed, Notice, NotEligible, EPCLDUST,
}

// fuel names the fuel of an MPxN.
func fuel(m ident.MPxN) string {
	if m.IsMPAN() {
		return "electricity"
	}
	return "gas"
}
