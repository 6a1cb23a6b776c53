package rules

import (
	"slices"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// Missing returns the fact that a rule needs and that is not at hand, or "".
// keys says whether a private key is.
func (in *Input) Missing(r *rule.Rule, keys, directory bool) rule.Fact {
	for _, need := range r.Needs {
		var have bool
		switch need {
		case rule.NeedsClock:
			have = in.Facts.Clock != nil
		case rule.NeedsRegister:
			have = in.Facts.Register != nil
		case rule.NeedsCertificates:
			have = in.Facts.Certificates != nil || r == Signature && directory
		case rule.NeedsOrganisations:
			have = in.Facts.Organisations != nil
		case rule.NeedsEPCL:
			have = in.Facts.EPCL != nil
		case rule.NeedsGroups:
			have = in.Facts.Groups != nil
		case rule.NeedsParticipants:
			have = in.Facts.Participants != nil
		case rule.NeedsKeys:
			have = keys
		case rule.NeedsSet, rule.NeedsHistory:
			have = true // judged where there is a set or a history, and nowhere else
		}
		if r == Signature {
			have = directory
		}
		if !have {
			return need
		}
	}
	return ""
}

// Applies reports whether the rule is one for this file: of its type, of the
// stage, of its environment, and not switched off.
func (in *Input) Applies(r *rule.Rule) bool {
	switch {
	case in.Severity(r) == finding.Off || !in.Stage.makes(r):
		return false
	case len(r.Types) > 0 && !slices.Contains(r.Types, in.Type.Name):
		return false
	case r.Scope == rule.Process && r.Answer:
		return in.dust
	case r == GroupUnknown && in.Type == maf.Type:
		return in.dust
	}
	return true
}
