package rules

import (
	"fmt"

	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// The rules of a GroupID: that it exists, and that SMSO and release are its own.
var (
	GroupUnknown = &rule.Rule{
		Code: "X-GROUP-UNKNOWN", Name: "GROUP_UNKNOWN", Title: "The GroupID is not known",
		Severity: finding.Error, Scope: rule.Field, Types: append([]string{"MAF"}, groupTypes...), Clause: "Table 17.6 (17.24)",
		Doc:   "Table 17.6 lists the GroupIDs. One that it does not list is an error, not a group that is open without end.",
		Fix:   "Use a GroupID of Table 17.6; enter further groups in the world.",
		Needs: []rule.Fact{rule.NeedsGroups},
		Good:  `{"groupID":"AA"}`, Bad: `{"groupID":"ZZ"}`, Since: "1",
	}
	GroupSMSO = &rule.Rule{
		Code: "X-GROUP-SMSO", Name: "GROUP_SMSO", Title: "The group belongs to another SMSO",
		Severity: finding.Error, Scope: rule.Field, Types: groupTypes, Clause: "Table 17.6 (17.24); simulator-defined",
		Doc:   "Each GroupID is one SMSO's; which one's is configuration, for the document does not say.",
		Fix:   "Check the GroupID, and which SMSO the file is of.",
		Needs: []rule.Fact{rule.NeedsGroups},
		Good:  "group AA in a file of SMSO1", Bad: "group AA in a file of SMSO2", Since: "1",
	}
	Release = &rule.Rule{
		Code: "X-RELEASE", Name: "RELEASE", Title: "The group belongs to another Capability Release",
		Severity: finding.Error, Scope: rule.Field, Types: groupTypes, Clause: "1.2; simulator-defined",
		Doc:   "A group is tested in one Capability Release, and rules may differ from one to the next. Which group belongs to which is configuration.",
		Fix:   "Stamp the file with the release of its group.",
		Needs: []rule.Fact{rule.NeedsGroups},
		Good:  "group AA in a file of IOC", Bad: "group AA in a file of FOC", Since: "1",
	}
)

var groupTypes = []string{"MCF", "MGF", "MEF", "SCF", "COF", "READY-REPORT"}

var (
	mcfGroup   = mcf.Record.MustRef("groupID")
	mgfGroup   = mgf.Record.MustRef("groupID")
	readyGroup = readyreport.Record.MustRef("groupID")
)

// group judges the header's GroupID.
func (j *headerJudge) group() {
	if j.header.group {
		if r, message := j.judgeGroup(j.Header.GroupID); r != nil {
			j.report(r, message, "", "groupID")
		}
	}
}

// recordGroup judges the GroupID of a record.
func (j *Judge) recordGroup(id string) {
	if j.groups.get(id) != nil {
		return
	}
	if r, message := j.in.judgeGroup(id); r != nil {
		j.report(r, message, "", "groupID")
	} else {
		j.groups.put(id, true)
	}
}

// judgeGroup returns the rule that a GroupID breaks, or nil.
func (in *Input) judgeGroup(id string) (*rule.Rule, string) {
	if in.Facts.Groups == nil {
		return nil, ""
	}
	g, ok := in.Facts.Groups.Group(id)
	switch {
	case !ok:
		return GroupUnknown, fmt.Sprintf("the group %q is not known", id)
	case in.header.smso && g.SMSO != "" && g.SMSO != in.Header.SMSO:
		return GroupSMSO, fmt.Sprintf("the group %s is not one of %s", id, in.Header.SMSO)
	case in.header.release && g.Release != "" && g.Release != in.Header.CapabilityRelease:
		return Release, fmt.Sprintf("the group %s belongs to %s; the file is of %s", id, g.Release, in.Header.CapabilityRelease)
	}
	return nil, ""
}
