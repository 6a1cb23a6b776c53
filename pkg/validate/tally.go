package validate

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"

	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// Where findings stand that are in no record.
const (
	atHead int64 = -1
	atEnd  int64 = math.MaxInt64
)

// tally gathers the findings of a file: the first of each code in full, the
// number of all. It does not depend on how the file was cut into blocks, since
// it is filled in file order.
type tally struct {
	file *File
	max  int

	kept     []placed
	perCode  map[finding.Code]int
	full     atomic.Pointer[map[finding.Code]bool] // codes of which enough are kept; a map is never changed
	rejected []rejection
	enough   atomic.Bool // no further rejection will be kept
	away     recordSet   // turned away, all of them
	answers  int64       // errors that are answers of the process
	fileBad  bool        // an error that is the whole file's
	unsure   bool        // a rule of severity error was not evaluated
}

// placed is a finding with the record that it belongs to.
type placed struct {
	at int64
	finding.Finding
}

// rank orders the findings of one record: that it is a part of an authorisation
// stands first, although it is found last.
func (p *placed) rank() int {
	if p.Code == finding.CSVSplit {
		return 0
	}
	return 1
}

// rejection is a record that is turned away.
type rejection struct {
	at int64
	id string
}

func newTally(limit int) *tally {
	return &tally{max: limit, perCode: map[finding.Code]int{}, file: &File{
		ByCode: map[finding.Code]int64{}, BySeverity: map[finding.Severity]int64{}}}
}

// add takes over findings of one place, graded.
func (t *tally) add(at int64, found []finding.Finding) {
	for _, f := range found {
		t.count(f.Code, f.Severity, 1)
		if f.Severity == finding.Error && (at == atHead || at == atEnd) {
			t.fileBad = true
		}
		t.keep(at, f)
	}
}

// keep keeps a finding that has been counted.
func (t *tally) keep(at int64, f finding.Finding) {
	if t.perCode[f.Code] >= t.max {
		t.file.Truncated = true
		return
	}
	t.perCode[f.Code]++
	t.kept = append(t.kept, placed{at, f})
}

// isFull reports whether no further finding of the code will be kept. Any
// goroutine may ask: what it reads is behind all that has been taken over.
func (t *tally) isFull(code finding.Code) bool {
	full := t.full.Load()
	return full != nil && (*full)[code]
}

// fill notes of what enough is kept.
func (t *tally) fill() {
	if len(t.rejected) >= t.max && !t.enough.Load() {
		t.enough.Store(true)
	}
	n := 0
	for _, kept := range t.perCode {
		if kept >= t.max {
			n++
		}
	}
	if old := t.full.Load(); n == 0 || old != nil && len(*old) == n {
		return
	}
	full := make(map[finding.Code]bool, n)
	for code, kept := range t.perCode {
		if kept >= t.max {
			full[code] = true
		}
	}
	t.full.Store(&full)
}

func (t *tally) count(code finding.Code, s finding.Severity, n int64) {
	t.file.ByCode[code] += n
	t.file.BySeverity[s] += n
	if s == finding.Error && isAnswer(code) {
		t.answers += n
	}
}

// reject notes that a record is turned away.
func (t *tally) reject(at int64, id string) {
	t.file.RejectedTotal++
	if len(t.rejected) >= t.max {
		t.file.Truncated = true
		return
	}
	t.rejected = append(t.rejected, rejection{at, id})
}

func (t *tally) notEvaluated(r *rule.Rule, because string) {
	t.file.NotEvaluated = append(t.file.NotEvaluated, NotEvaluated{r.Code, because})
	t.unsure = t.unsure || r.Severity == finding.Error
}

// finish draws the conclusions.
func (t *tally) finish() *File {
	f := t.file
	slices.SortStableFunc(t.kept, func(a, b placed) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.rank(), b.rank())) })
	for _, k := range t.kept {
		f.Findings = append(f.Findings, k.Finding)
	}
	slices.SortStableFunc(t.rejected, func(a, b rejection) int { return cmp.Compare(a.at, b.at) })
	for _, r := range t.rejected {
		f.Rejected = append(f.Rejected, r.id)
	}
	t.conclude()
	return f
}

// conclude sets Valid and Outcome by what has been counted.
func (t *tally) conclude() {
	f := t.file
	switch errors := f.BySeverity[finding.Error]; {
	case errors > t.answers:
		f.Valid = new(bool)
	case !t.unsure:
		yes := true
		f.Valid = &yes
	default:
		f.Valid = nil
	}
	switch {
	case t.fileBad || f.Records > 0 && f.RejectedTotal >= f.Records:
		f.Outcome = Rejected
	case f.RejectedTotal > 0:
		f.Outcome = PartlyRejected
	case t.unsure:
		f.Outcome = Undetermined
	default:
		f.Outcome = Accepted
	}
}
