package evidence

import (
	"maps"
	"slices"
	"strings"

	"s1mig/pkg/finding"
	"s1mig/pkg/rules"
	"s1mig/pkg/trace"
	"s1mig/pkg/validate"
)

// step is a file as one system makes, validates or processes it.
type step struct{ fileType, activity, system string }

// next is the type of file that a system makes out of one, and so shows that it
// has processed it.
func next(fileType, system string) string {
	switch fileType + " " + system {
	case "MAF DCC":
		return "MAF-OUTCOME"
	case "MAF SMSO":
		return "MCF"
	case "MCF DCC":
		return "MVF"
	case "MVF SMSO":
		return "MGF"
	case "MGF DCC", "MEF DCC":
		return "SCF"
	case "SCF DCC":
		return "COF"
	case "COF DCC":
		return "ALERTS"
	}
	return ""
}

// tallies are the three tallies of a step in every slice.
type tallies map[slice]*[3]trace.Tally

// add counts one file: each installation that it should hold, and, once for each
// slice that has one in it, format and exchange.
func (t tallies) add(l *left, expected map[string]bool, content func(installation string) bool, format, exchange bool) {
	for s := range t.addContent(l, expected, content) {
		t[s][1].Add(format)
		t[s][2].Add(exchange)
	}
}

// addContent counts each installation that a file should hold, and returns their
// slices.
func (t tallies) addContent(l *left, expected map[string]bool, content func(installation string) bool) map[slice]bool {
	slices := map[slice]bool{}
	for id := range expected {
		s := l.slices[id]
		if t[s] == nil {
			t[s] = &[3]trace.Tally{}
		}
		t[s][0].Add(content(id))
		slices[s] = true
	}
	return slices
}

// cells goes through every file of the seven types, from the party that makes it
// to the one that it is meant for; copies for participants are left out.
func (l *left) cells(world string) []trace.Evidence {
	steps := map[step]tallies{}
	at := func(fileType, activity, system string) tallies {
		s := step{fileType, activity, system}
		if steps[s] == nil {
			steps[s] = tallies{}
		}
		return steps[s]
	}
	for _, f := range l.files {
		if !slices.Contains(trace.Types(), f.FileType) || f.toKind == trace.Supplier {
			continue
		}
		made := trace.Cell{Type: f.FileType, Activity: trace.Generate, Aspect: trace.Content}
		if made.HasPart(f.fromKind) {
			l.generated(f, at(f.FileType, trace.Generate, f.fromKind))
		}
		for _, system := range trace.Systems() {
			if c := (trace.Cell{Type: f.FileType, Activity: trace.Validate, Aspect: trace.Content}); c.HasPart(system) {
				l.validated(f, system, at(f.FileType, trace.Validate, system))
			}
			if c := (trace.Cell{Type: f.FileType, Activity: trace.Process, Aspect: trace.Content}); c.HasPart(system) {
				l.processed(f, system, at(f.FileType, trace.Process, system))
			}
		}
	}
	return evidence(world, steps)
}

// generated: the records are there and nobody finds fault with them; the format
// has no fault; the file got where it was sent.
func (l *left) generated(f *leftFile, t tallies) {
	clean := without(f.asDCC, trace.Content) && (f.received == nil || without(f.received, trace.Content))
	sealed := f.asDCC != nil && f.asDCC.Sealed
	t.add(l, f.installations, func(string) bool { return clean }, sealed && without(f.asDCC, trace.Format), l.delivered(f))
}

// validated: the system that read the file judged all of it and found nothing.
// DCC is not sent its own COF; there the validator stands in for it, with what
// DCC knows. An SMSO validates the lines of a MAF in its register answer.
func (l *left) validated(f *leftFile, system string, t tallies) {
	if f.FileType == "MAF" && system == trace.SMSO {
		answered := l.answered(f)
		t.addContent(l, f.installations, func(id string) bool { return answered[id] })
		return
	}
	v := f.received
	if f.toKind != system {
		v = f.asDCC
	}
	whole := v != nil && v.Valid != nil && *v.Valid && len(v.NotEvaluated) == 0
	t.add(l, f.installations, func(string) bool { return whole && without(v, trace.Content) },
		whole && without(v, trace.Format), whole && v.Sealed && without(v, trace.Exchange))
}

// answered finds the installations that an SMSO's register answer to a MAF
// names.
func (l *left) answered(f *leftFile) map[string]bool {
	all := map[string]bool{}
	for _, query := range l.children[f.Digest] {
		if query.FileType != "REGISTER-QUERY" {
			continue
		}
		for _, answer := range l.children[query.Digest] {
			if answer.FileType == "REGISTER-ANSWER" && answer.fromKind == trace.SMSO {
				maps.Copy(all, answer.installations)
			}
		}
	}
	return all
}

// processed: what the system makes out of the file has the same installations,
// has no fault in its format, names the file among its parents and got where it
// was sent.
func (l *left) processed(f *leftFile, system string, t tallies) {
	into := map[string]bool{}
	format, exchange, found := true, true, false
	for _, c := range l.children[f.Digest] {
		if c.FileType != next(f.FileType, system) || c.fromKind != system || c.toKind == trace.Supplier {
			continue
		}
		found = true
		maps.Copy(into, c.installations)
		format = format && without(c.asDCC, trace.Format)
		exchange = exchange && l.delivered(c)
	}
	t.add(l, f.installations, func(id string) bool { return into[id] }, found && format, found && exchange)
}

// without reports whether there is a verdict that has no finding in an aspect.
func without(v *validate.File, aspect string) bool {
	if v == nil {
		return false
	}
	for code, n := range v.ByCode {
		if n > 0 && aspectOf(code) == aspect {
			return false
		}
	}
	return true
}

// aspectOf is the aspect that a rule judges, by its clause.
func aspectOf(code finding.Code) string {
	r, ok := rules.Lookup(code)
	switch {
	case ok && strings.Contains(r.Clause, "(exchange processes)"):
		return trace.Exchange
	case ok && r.Integrity:
		return trace.Exchange
	case strings.HasPrefix(string(code), "S-"):
		return trace.Format
	}
	return trace.Content
}

// evidence brings what was counted into the order of the matrix.
func evidence(world string, steps map[step]tallies) []trace.Evidence {
	var all []trace.Evidence
	for _, t := range trace.Types() {
		for _, activity := range trace.Activities() {
			for _, system := range trace.Systems() {
				for _, combination := range trace.Combinations() {
					for _, group := range trace.Groups() {
						if n := steps[step{t, activity, system}][slice{combination, group}]; n != nil {
							all = append(all, trace.Evidence{World: world, Type: t, Activity: activity, System: system, Combination: combination, Group: group, Aspects: *n})
						}
					}
				}
			}
		}
	}
	return all
}
