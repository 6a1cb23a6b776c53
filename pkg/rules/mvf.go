package rules

import (
	"s1mig/pkg/filetype/mvf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// The rules of an MVF by itself.
var (
	MVFReasons = &rule.Rule{
		Code: "X-MVF-REASONS", Name: "MVF_REASONS", Title: "Fail without a reason, or Pass with one",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"MVF"}, Clause: "5.3(c)",
		Doc:  "An installation that failed has at least one reason, so that the SMSO can mend it; one that passed has none. The same holds of an MCF that is rejected as a whole.",
		Fix:  "Give the reasons, or none.",
		Good: `{"outcome":"Fail","reasons":[{"code":"X-MCF-NO-CHF","detail":"no CHF"}]}`, Bad: `{"outcome":"Fail","reasons":[]}`, Since: "1",
	}
	MVFRejected = &rule.Rule{
		Code: "X-MVF-REJECTED", Name: "MVF_REJECTED", Title: "Outcomes of installations although the MCF is rejected",
		Severity: finding.Error, Scope: rule.File, Types: []string{"MVF"}, Clause: "5.3(c)",
		Doc:  "An MCF that is rejected as a whole has not been looked into, so the file has no records.",
		Fix:  "Leave the records out, or accept the MCF.",
		Good: `{"mcfOutcome":"Accepted"} and 3 records`, Bad: `{"mcfOutcome":"Rejected"} and 3 records`, Since: "1",
	}
)

var (
	mvfOutcome = mvf.Record.MustRef("outcome")
	mvfReasons = mvf.Record.MustRef("reasons")
)

// validation applies the rules of an MVF to one record.
func (j *Judge) validation(o *mvf.Outcome) {
	if !o.OK(mvfOutcome) || !o.Has(mvfReasons) || o.Bad(mvfReasons) {
		return
	}
	switch n := len(o.Reasons); {
	case o.Outcome == mvf.Fail && n == 0:
		j.report(MVFReasons, "the installation failed and no reason is given", "give at least one reason", "reasons")
	case o.Outcome == mvf.Pass && n > 0:
		j.report(MVFReasons, "the installation passed and has reasons", "give no reason where the installation passed", "reasons")
	}
}

// JudgeMVF applies the rules of an MVF as a whole, once its records are counted.
func (in *Input) JudgeMVF(records int64, at Place) []finding.Finding {
	if in.Type != mvf.Type || !in.headerOK("mcfOutcome") {
		return nil
	}
	j := headerJudge{Input: in, at: at}
	rejected, reasons := in.Header.MCFOutcome == mvf.Rejected, len(in.Header.Reasons)
	if rejected && records > 0 {
		j.report(MVFRejected, "the MCF is rejected and the file has records", "leave the records out", "mcfOutcome")
	}
	if rejected && reasons == 0 {
		j.report(MVFReasons, "the MCF is rejected and no reason is given", "give at least one reason", "mcfOutcome")
	}
	if !rejected && reasons > 0 {
		j.report(MVFReasons, "the MCF is accepted and has reasons", "give no reason where the MCF is accepted", "reasons")
	}
	return j.found
}
