package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// The rules of what may stand once in a file. Package validate finds them, since
// they need all records.
var (
	// Duplicate says that an MPxN or an authorisation stands more than once.
	Duplicate = &rule.Rule{
		Code: "X-DUPLICATE", Name: "DUPLICATE", Title: "The same MPxN or authorisationID more than once in one MAF",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "17.18; simulator-defined", Answer: true,
		Doc:  "Nobody can say which of them is meant, so all of them are turned away. Across files it is another matter: there the later authorisation takes the earlier one's place.",
		Fix:  "Keep one of them.",
		Good: "two authorisations of two installations", Bad: "two authorisations that both list MPxN 9900000000089", Since: "1",
	}
	// DuplicateInstallation says that an installation stands more than once.
	DuplicateInstallation = &rule.Rule{
		Code: "X-DUPLICATE-INSTALLATION", Name: "DUPLICATE_INSTALLATION", Title: "The same installation more than once in one file",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"MCF", "MVF", "MGF", "MEF", "SCF", "COF", "READY-REPORT"}, Clause: "5.3(b); simulator-defined",
		Doc:  "A file says one thing of an installation, in one record.",
		Fix:  "Keep one record for each installation.",
		Good: "one record of I-A1", Bad: "two records of I-A1", Since: "1",
	}
	// DuplicateDevice says that a device stands more than once.
	DuplicateDevice = &rule.Rule{
		Code: "X-DUPLICATE-DEVICE", Name: "DUPLICATE_DEVICE", Title: "The same device more than once in one file",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"MCF", "MGF", "MEF", "SCF", "COF", "READY-REPORT"}, Clause: "5.3(b)",
		Doc:  "A deviceID is unique in the world, so a device belongs to one installation and stands there once.",
		Fix:  "Check which installation the device belongs to.",
		Good: "each deviceID once", Bad: "the same CHF in I-A1 and in I-A2", Since: "1",
	}
)
