package rules

import (
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// MPxNCheckDigit warns of an MPxN whose check digits are wrong.
var MPxNCheckDigit = &rule.Rule{
	Code: finding.MPxNCheckDigit, Name: "MPXN_CHECKDIGIT", Title: "The check digits of an MPxN are wrong",
	Severity: finding.Warning, Scope: rule.Field, Types: []string{"MAF", "MCF", "READY-REPORT"}, Clause: "17.20(a); industry practice for the check digits",
	Doc:  "The last digit of an MPAN, and the last two of an MPRN, follow from the others. Real numbers that fail exist, so this warns and never rejects; most often a digit was mistyped, and then 17.20(a) says so as well.",
	Fix:  "Compare the number with its source.",
	Good: `{"mpxn":"9900000000015"}`, Bad: `{"mpxn":"9900000000016"}`, Since: "1",
}

func (j *Judge) checkDigits(a *maf.Authorisation) {
	for i := range a.Meters {
		if m := &a.Meters[i]; m.OK(meterMPxN) && !m.MPxN.CheckDigitOK() {
			j.wrongDigits(m.MPxN, "meters", i)
		}
	}
}

func (j *Judge) checkDigitsMCF(r *mcf.Installation) {
	for i := range r.Devices {
		if d := &r.Devices[i]; d.OK(mcfMPxN) && !d.MPxN.CheckDigitOK() {
			j.wrongDigits(d.MPxN, "devices", i)
		}
	}
}

func (j *Judge) checkDigitsReady(r *readyreport.Installation) {
	for i := range r.Devices {
		if d := &r.Devices[i]; d.OK(readyMPxN) && !d.MPxN.CheckDigitOK() {
			j.wrongDigits(d.MPxN, "devices", i)
		}
	}
}

// wrongDigits takes the name of the list as the path will hold it: to make that of a
// string takes room for each finding.
func (j *Judge) wrongDigits(m ident.MPxN, list any, i int) {
	j.tell(MPxNCheckDigit, func() (string, string) {
		return "the check digits of MPxN " + m.String() + " are wrong", "compare the number with its source"
	}, list, i, "mpxn")
}
