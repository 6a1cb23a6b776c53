package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// What parties find while they process files, and no file can show by itself.
var (
	// RSChanged says that the supplier changed after the authorisation.
	RSChanged = &rule.Rule{
		Code: "X-RS-CHANGED", Name: "RS_CHANGED", Title: "The Responsible Supplier changed after the authorisation",
		Severity: finding.Error, Scope: rule.Process, Types: []string{"MAF"}, Clause: "17.20(f); simulator-defined", Answer: true,
		Doc:   "17.20(f) is judged when the MAF is received. The SMSO looks again when it makes the MCF, and leaves out an installation of which the supplier of an Active Meter is no longer the one that authorised.",
		Fix:   "Have the new supplier authorise the migration.",
		Needs: []rule.Fact{rule.NeedsHistory},
		Good:  "the same supplier at receipt and on the day", Bad: "another supplier on the day than at receipt", Since: "1",
	}
	// AuthConflict says that the authorisations of an installation disagree.
	AuthConflict = &rule.Rule{
		Code: "X-AUTH-CONFLICT", Name: "AUTH_CONFLICT", Title: "The authorisations of one installation disagree",
		Severity: finding.Error, Scope: rule.Process, Types: []string{"MAF"}, Clause: "5.2(c); simulator-defined", Answer: true,
		Doc:   "An installation of two suppliers migrates once both have authorised it for the same week and day. Where they differ it is held until the week starts, and then lapses.",
		Fix:   "Agree on the week and the day with the other party.",
		Needs: []rule.Fact{rule.NeedsHistory},
		Good:  "both with migrateOn 2022-06-15", Bad: "one with migrateOn 2022-06-15, the other with 2022-06-16", Since: "1",
	}
	// GroupClosed says that a group file came too late.
	GroupClosed = &rule.Rule{
		Code: "X-GROUP-CLOSED", Name: "GROUP_CLOSED", Title: "A file of a group that is done with",
		Severity: finding.Error, Scope: rule.Process, Types: []string{"MGF", "MEF"}, Clause: "5.3(d), 5.3(e); simulator-defined",
		Doc:   "The group of this MVF has been checked already, or has failed. A further file of it changes nothing any more.",
		Fix:   "Migrate the installations anew, with a new MCF.",
		Needs: []rule.Fact{rule.NeedsHistory},
		Good:  "one MGF of group AA for each MVF", Bad: "another MGF of group AA after its SCF", Since: "1",
	}
)
