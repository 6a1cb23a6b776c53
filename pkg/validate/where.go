package validate

import (
	"fmt"

	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// where is what a finding of the set is about: a record or one of its devices,
// which it turns away, or a place in the file.
type where struct {
	spot
	in   *installation // nil where it is a place
	item int           // of its devices, or the lines of a MAF; -1 for the record
}

func (in *installation) whole() where     { return where{in: in, item: -1} }
func (in *installation) item(k int) where { return where{in: in, item: k} }
func (f *File) header() where             { return where{spot: f.headerAt} }
func (f *File) parent(i int) where        { return where{spot: f.parentsAt[i]} }
func (f *File) at(in *installation) where { return where{spot: f.spotOf(in.whole())} }

// record is the id of the record, "" where it is a place.
func (w where) record() string {
	if w.in == nil {
		return ""
	}
	return string(w.in.id)
}

// spotOf is the place itself.
func (f *File) spotOf(w where) spot {
	if w.in == nil {
		return w.spot
	}
	at := spot{w.in.pos, fmt.Sprintf("/%s/%d", f.Type.Records, w.in.index)}
	if w.item >= 0 {
		at.path += fmt.Sprintf("/%s/%d", f.items(), w.item)
	}
	return at
}

// items is the name of the list in a record that the ledger notes.
func (f *File) items() string {
	if f.Type.Name == "MAF" {
		return "meters"
	}
	return "devices"
}

// set adds a finding of the set.
func (f *File) set(r *rule.Rule, at where, hint, message string, of ...any) {
	severity := f.profile.Severity(r)
	if severity == finding.Off {
		return
	}
	f.ByCode[r.Code]++
	f.BySeverity[severity]++
	if f.ByCode[r.Code] > int64(f.limit) {
		f.Truncated = true
	} else {
		place := f.spotOf(at)
		f.Findings = append(f.Findings, finding.Finding{Code: r.Code, Severity: severity, Name: r.Name, Clause: r.Clause,
			Message: fmt.Sprintf(message, of...), Hint: hint, Record: at.record(), Pos: place.pos, Path: place.path})
	}
	if severity == finding.Error {
		f.Valid = new(bool)
		f.turnAway(at)
	}
}

// turnAway notes that the set turns away a record or else the file.
func (f *File) turnAway(at where) {
	if at.in == nil || len(at.in.id) == 0 {
		f.Outcome = Rejected
		return
	}
	if f.Outcome != Rejected {
		f.Outcome = PartlyRejected
	}
	if f.turned == nil {
		f.turned = map[string]bool{}
		for _, id := range f.Rejected {
			f.turned[id] = true
		}
	}
	if f.turned[string(at.in.id)] {
		return
	}
	f.RejectedTotal++
	if len(f.Rejected) >= f.limit {
		f.Truncated = true
		return
	}
	f.Rejected = append(f.Rejected, string(at.in.id))
	f.turned[string(at.in.id)] = true
}
