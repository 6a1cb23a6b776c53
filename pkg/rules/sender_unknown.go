package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// SenderUnknown says that the sender is no organisation of the world.
var SenderUnknown = &rule.Rule{
	Code: "X-SENDER-UNKNOWN", Name: "SENDER_UNKNOWN", Title: "The sender is not known",
	Severity: finding.Error, Scope: rule.File, Clause: "5.3 (exchange processes)",
	Doc:   "The EUI-64 in the header is that of no organisation that takes part, so nobody can say what the sender may do. The file is refused as a whole.",
	Fix:   "Check the EUI-64; enter the organisation in the world.",
	Needs: []rule.Fact{rule.NeedsOrganisations},
	Good:  "a file whose sender is in the world", Bad: "a file whose sender is an EUI-64 that nobody has", Since: "1",
}

func (j *headerJudge) senderUnknown() {
	if j.Facts.Organisations != nil && j.header.sender && !j.hasSender {
		j.report(SenderUnknown, "the sender "+j.Header.Sender.String()+" is no known organisation", "check the EUI-64", "sender")
	}
}
