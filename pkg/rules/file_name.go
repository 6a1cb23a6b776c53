package rules

import (
	"fmt"

	"s1mig/pkg/filetype"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// FileName says that the name of the file claims something else than its header.
var FileName = &rule.Rule{
	Code: "X-FILE-NAME", Name: "FILE_NAME", Title: "The name of the file does not agree with its header",
	Severity: finding.Warning, Scope: rule.File, Clause: "5.3 (exchange processes); simulator-defined",
	Doc:  "What counts is the header. A file that has a name of the agreed form which says something else is easily taken for another one. A name of any other form claims nothing.",
	Fix:  "Give the file the name that follows from its header.",
	Good: "MAF_SMSO4_90-B3-D5-1F-30-00-00-01_20220608_090000_000001.json with sequence 1", Bad: "the same name with sequence 2 in the header", Since: "1",
}

func (j *headerJudge) fileName() {
	n, ok := filetype.ParseFileName(j.HeaderChecks.FileName)
	if !ok {
		return
	}
	h := j.Header
	smso := h.SMSO
	if smso == "" {
		smso = filetype.NoSMSO
	}
	switch {
	case n.Type != j.Type:
		j.nameSays("fileType", n.Type.Name, h.FileType)
	case n.SMSO != smso:
		j.nameSays("smso", n.SMSO, smso)
	case j.header.sender && n.Sender != h.Sender:
		j.nameSays("sender", n.Sender, h.Sender)
	case j.headerOK("createdAt") && n.CreatedAt != h.CreatedAt:
		j.nameSays("createdAt", n.CreatedAt, h.CreatedAt)
	case n.GroupID != h.GroupID:
		j.nameSays("groupID", fmt.Sprintf("%q", n.GroupID), fmt.Sprintf("%q", h.GroupID))
	case j.headerOK("sequence") && n.Sequence != 0 && n.Sequence != h.Sequence:
		j.nameSays("sequence", n.Sequence, h.Sequence)
	}
}

func (j *headerJudge) nameSays(field string, name, header any) {
	j.report(FileName, fmt.Sprintf("the name of the file says %s %v; the header says %v", field, name, header),
		"give the file the name that follows from its header", field)
}
