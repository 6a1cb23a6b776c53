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
	Needs: []rule.Fact{rule.NeedsOrganisations}, Masks: []finding.Code{finding.Signature},
	Good: "a file whose sender is in the world", Bad: "a file whose sender is an EUI-64 that nobody has", Since: "1",
}

func (j *headerJudge) senderUnknown() {
	if j.unknownSender() {
		j.report(SenderUnknown, "the sender "+j.Header.Sender.String()+" is no known organisation", "check the EUI-64", "sender")
	}
}

// unknownSender reports whether the sender is known to be nobody.
func (in *Input) unknownSender() bool {
	return in.Facts.Organisations != nil && in.header.sender && !in.hasSender
}

// SaysSenderUnknown reports whether X-SENDER-UNKNOWN is found in the file: that
// the signer is not the sender need not be said then.
func (in *Input) SaysSenderUnknown() bool {
	return in.unknownSender() && in.Severity(SenderUnknown) == finding.Error && in.Stage != Answered
}
