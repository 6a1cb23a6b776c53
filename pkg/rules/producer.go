package rules

import (
	"strings"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// Producer says that the sender, or the signer, may not make this type of file.
var Producer = &rule.Rule{
	Code: "X-PRODUCER", Name: "PRODUCER", Title: "The sender may not make this type of file",
	Severity: finding.Error, Scope: rule.File, Clause: "5.6(a), 17.18", Integrity: true,
	Doc:   "Each type of file has its makers: a Responsible Supplier makes a MAF, an SMSO the MCF, MGF and MEF, DCC alone the MVF, SCF and COF. Both the header's sender and the role in the signer's certificate must be one of them.",
	Fix:   "Have the file made by the party that may make it.",
	Needs: []rule.Fact{rule.NeedsOrganisations},
	Good:  "an SCF of DCC", Bad: "an SCF whose sender is SMSO1", Since: "1",
}

func (j *headerJudge) producer() {
	if !j.hasSender || j.Type.MayMake(j.sender.Kind, j.Header.SliceOf != "") {
		return
	}
	may := makers(j.Type) + " may make " + article(j.Type.Name)
	if j.Header.SliceOf != "" {
		may = "only DCC may cut a slice of " + article(j.Type.Name)
	}
	j.report(Producer, "the sender is "+maker(j.sender.Kind)+"; "+may, "", "sender")
}

func maker(k envelope.Kind) string {
	if k == envelope.DCC {
		return "DCC"
	}
	return article(string(k))
}

// article puts the article before a word as it is said: an ESME, an SCF, but, as
// the MTAD has it, a MAF and a MCF.
func article(word string) string {
	if strings.ContainsRune("AEIO", rune(word[0])) || word == "SCF" || word == "SMSO" {
		return "an " + word
	}
	return "a " + word
}

// makers names those who may make the type.
func makers(t *envelope.Type) string {
	s := "only "
	for i, k := range t.Producers {
		if i > 0 {
			s += " or "
		}
		s += maker(k)
	}
	return s
}

// MayMake reports whether the sender of the file may make it, as far as the
// organisations are known.
func (in *Input) MayMake() bool {
	return !in.hasSender || in.Type.MayMake(in.sender.Kind, in.Header.SliceOf != "")
}
