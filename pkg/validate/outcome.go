package validate

import (
	"time"

	"s1mig/pkg/finding"
	"s1mig/pkg/rules"
)

// outcome is what a block of records came to.
type outcome struct {
	records  int64
	codes    []ofCode
	kept     []placed
	left     bool // findings were left out
	rejected []rejection
	away     []uint32 // the records turned away
	keys     keys
	ledger   []page
	rules    time.Duration // see Spent.Rules
	other    any           // what the Collector returned, if there is one
	seen     bool
}

// ofCode is what the findings of one code came to.
type ofCode struct {
	code finding.Code
	n    [finding.Error + 1]int64 // by severity
	kept int
	full bool // no more are kept

	graded *finding.Finding // one of the reader's as the rules grade it; nil as long as there was none
}

// grade grades a finding of the reader, which is of the code. One whose rule is
// switched off has the severity finding.Off.
func (c *ofCode) grade(f *finding.Finding, in *rules.Input) {
	if c.graded == nil {
		c.graded = &finding.Finding{Code: c.code}
		in.Complete(c.graded)
	}
	g := c.graded
	f.Severity, f.Name, f.Clause, f.DetectedBy = g.Severity, g.Name, g.Clause, g.DetectedBy
}

// newOutcome takes an outcome that has been merged, or makes one.
func (v *reading) newOutcome() *outcome {
	select {
	case o := <-v.free:
		return o
	default:
		return &outcome{}
	}
}

// of returns what there is of a code, until the next is asked for. A block has
// findings of few codes: to look through them is quicker than a map.
func (o *outcome) of(code finding.Code) *ofCode {
	for i := range o.codes {
		if o.codes[i].code == code {
			return &o.codes[i]
		}
	}
	o.codes = append(o.codes, ofCode{code: code})
	return &o.codes[len(o.codes)-1]
}

// eachCount hands over how many findings there are of each code and severity.
func (o *outcome) eachCount(take func(code finding.Code, s finding.Severity, n int64)) {
	for i := range o.codes {
		for s, n := range o.codes[i].n {
			if n > 0 {
				take(o.codes[i].code, finding.Severity(s), n)
			}
		}
	}
}

func (o *outcome) reset() {
	clear(o.kept)
	o.keys.reset()
	*o = outcome{codes: o.codes[:0], kept: o.kept[:0], rejected: o.rejected[:0], away: o.away[:0], keys: o.keys}
}
