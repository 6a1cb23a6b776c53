package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// The rules of what files are to one another. Package validate finds them where
// it is given a folder, or several files. Slices, which are copies cut to one
// participant's devices, take no part.
var (
	TimeOrder = &rule.Rule{
		Code: "X-TIME-ORDER", Name: "TIME_ORDER", Title: "Made before a file that it is made from",
		Severity: finding.Error, Scope: rule.Set, Clause: "5.3 (processing)",
		Doc:   "A file that names another as its parent was made after it.",
		Fix:   "Check the clock of the party that made the file.",
		Needs: []rule.Fact{rule.NeedsSet},
		Good:  "an MVF made a second after its MCF", Bad: "an MVF made an hour before its MCF", Since: "1",
	}
	ParentMissing = &rule.Rule{
		Code: "X-PARENT-MISSING", Name: "PARENT_MISSING", Title: "A parent that no file of the folder is",
		Severity: finding.Error, Scope: rule.Set, Types: sevenTypes, Clause: "5.3 (processing)",
		Doc:   "The set is incomplete, or the file was made from another version of its parent: no file there has the digest that the header names. What rests on the parent cannot be judged.",
		Fix:   "Add the missing file, or the version of it that the digest is of.",
		Needs: []rule.Fact{rule.NeedsSet},
		Good:  "an MVF beside the MCF that it names", Bad: "an MVF whose parent digest matches no file", Since: "1",
	}
	SetIncomplete = &rule.Rule{
		Code: "X-SET-INCOMPLETE", Name: "SET_INCOMPLETE", Title: "A file of the set is missing",
		Severity: finding.Error, Scope: rule.Set, Types: []string{"MVF", "MGF", "MEF"}, Clause: "5.3(d), 5.3(e)",
		Doc:   "The SMSO makes a Migration Group File and a Migration Group Encrypted File for each GroupID of which installations passed. One of the two without the other, or a group without either while others have theirs, is a set with a hole.",
		Fix:   "Add the missing file.",
		Needs: []rule.Fact{rule.NeedsSet},
		Good:  "an MGF and an MEF of group AA", Bad: "an MGF of group AA and no MEF", Since: "1",
	}
	NoAuthorisation = &rule.Rule{
		Code: "X-NO-AUTHORISATION", Name: "NO_AUTHORISATION", Title: "An Active Meter that nobody has authorised",
		Severity: finding.Error, Scope: rule.Set, Types: []string{"MCF"}, Clause: "5.3(b), 17.18",
		Doc:   "Every Active Meter in an MCF must stand in an authorisation that the installation names, in a MAF of its Responsible Supplier that is a parent of the MCF.",
		Fix:   "Leave the installation out until it is authorised.",
		Needs: []rule.Fact{rule.NeedsSet},
		Good:  "an active ESME that a MAF of its supplier lists", Bad: "an active ESME that no MAF lists", Since: "1",
	}
	DormantNotReady = &rule.Rule{
		Code: "X-DORMANT-NOT-READY", Name: "DORMANT_NOT_READY", Title: "A Dormant Meter that is not on the ready-for-migration report",
		Severity: finding.Error, Scope: rule.Set, Types: []string{"MCF"}, Clause: "6.3(a)(iv)",
		Doc:   "A Dormant Meter enters the migration by the SMSO's ready-for-migration report, which is a parent of the MCF.",
		Fix:   "Report the meter ready first.",
		Needs: []rule.Fact{rule.NeedsSet},
		Good:  "a dormant GSME that the report lists", Bad: "a dormant GSME that no report lists", Since: "1",
	}
	CHFByDCC = &rule.Rule{
		Code: "X-CHF-BY-DCC", Name: "CHF_BY_DCC", Title: "The CHF is not commissioned first and by DCC",
		Severity: finding.Error, Scope: rule.Set, Types: []string{"COF"}, Clause: "5.2(b), 17.14",
		Doc:   "DCC always commissions the CHF, before any other device; a supplier never does.",
		Fix:   "Commission the CHF first, as DCC.",
		Needs: []rule.Fact{rule.NeedsSet},
		Good:  "the CHF first, by DCC; then the ESME, by the supplier", Bad: "the CHF by the supplier", Since: "1",
	}
	COFNotInSCF = &rule.Rule{
		Code: "X-COF-NOT-IN-SCF", Name: "COF_NOT_IN_SCF", Title: "Commissioned without being ready in the SCF",
		Severity: finding.Error, Scope: rule.Set, Types: []string{"COF"}, Clause: "5.6(a)(i), 5.6(a)(ii)",
		Doc:   "Only devices that the SCF says are ready are commissioned.",
		Fix:   "Commission what is ready alone.",
		Needs: []rule.Fact{rule.NeedsSet},
		Good:  "a device ready in the SCF and Commissioned in the COF", Bad: "a device not ready in the SCF and Commissioned in the COF", Since: "1",
	}
	MVFOrder = &rule.Rule{
		Code: "X-MVF-ORDER", Name: "MVF_ORDER", Title: "Outcomes in another order than the MCF's installations",
		Severity: finding.Error, Scope: rule.Set, Types: []string{"MVF"}, Clause: "5.3(c)",
		Doc:   "The MVF has one outcome for each installation of the MCF, in the same order.",
		Fix:   "Write the outcomes in the order of the MCF.",
		Needs: []rule.Fact{rule.NeedsSet},
		Good:  "I-A1, I-A2 in both", Bad: "I-A1, I-A2 in the MCF and I-A2, I-A1 in the MVF", Since: "1",
	}
	Lost = &rule.Rule{
		Code: "X-LOST", Name: "LOST", Title: "An installation or device that got lost from one file to the next",
		Severity: finding.Error, Scope: rule.Set, Types: []string{"MVF", "MGF", "MEF", "SCF", "COF"}, Clause: "5.3, 5.6(a)",
		Doc:   "Nothing may get lost between two files: each device of an installation that passed goes on to the next file. The message names both files.",
		Fix:   "Make the file again from all of its parent.",
		Needs: []rule.Fact{rule.NeedsSet},
		Good:  "the same devices in MGF and SCF", Bad: "a device of the MGF that the SCF lacks", Since: "1",
	}
	Extra = &rule.Rule{
		Code: "X-EXTRA", Name: "EXTRA", Title: "An installation or device that the file before does not have",
		Severity: finding.Error, Scope: rule.Set, Types: []string{"MVF", "MGF", "MEF", "SCF"}, Clause: "5.3, 5.6(a)",
		Doc:   "Nothing may come up between two files either: an installation that failed, or a device that its parent does not have.",
		Fix:   "Make the file again from its parent alone.",
		Needs: []rule.Fact{rule.NeedsSet},
		Good:  "passed installations alone in the MGF", Bad: "an installation in the MGF that failed in the MVF", Since: "1",
	}
	Changed = &rule.Rule{
		Code: "X-CHANGED", Name: "CHANGED", Title: "A value that changed from one file to the next",
		Severity: finding.Error, Scope: rule.Set, Types: []string{"MGF", "MEF", "SCF", "COF"}, Clause: "5.3, 5.6(a)", Masks: []finding.Code{"X-LOST"},
		Doc:   "A device stays in its installation and an installation in its group from the MCF on. The message names both files and both values. A device that is found in another installation is not lost.",
		Fix:   "Make the file again from its parent.",
		Needs: []rule.Fact{rule.NeedsSet},
		Good:  "a device in I-A1 throughout", Bad: "a device in I-A1 in the MCF and in I-A2 in the MGF", Since: "1",
	}
)

var sevenTypes = []string{"MAF", "MCF", "MVF", "MGF", "MEF", "SCF", "COF"}
