package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// HeaderChecks is what the rules of the header need beside the header.
type HeaderChecks struct {
	FileName    string // the name that the file has, without a folder
	Environment string // the only environment whose files are taken; "" takes any
}

// headerJudge applies the rules to a header.
type headerJudge struct {
	*Input
	HeaderChecks
	at    Place
	found []finding.Finding
}

// JudgeHeader applies the rules of the envelope. at places values by their path
// within the header.
func (in *Input) JudgeHeader(c HeaderChecks, at Place) []finding.Finding {
	j := headerJudge{Input: in, HeaderChecks: c, at: at}
	j.envMismatch()
	j.senderUnknown()
	j.producer()
	j.group()
	j.fileName()
	return j.found
}

func (j *headerJudge) report(r *rule.Rule, message, hint string, path ...any) {
	if j.Severity(r) == finding.Off || j.Stage == Answered {
		return
	}
	f := j.Finding(r, message, hint)
	f.Pos, f.Path = j.at.At(path...)
	j.found = append(j.found, f)
}
