package validate

import (
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/rules"
	"s1mig/pkg/spec"
)

// worker judges the records that one goroutine of the codec reads.
type worker struct {
	v         *reading
	judge     *rules.Judge
	collector Collector
	stands    keysOf
	preview   preview
	out       *outcome
	found     []finding.Finding // the reader's, of the record at hand
	graded    finding.Finding   // the last that was completed
	scribe    scribe
}

func (v *reading) newWorker() codec.Worker {
	judge := rules.NewJudge(v.rules)
	w := &worker{v: v, judge: judge, stands: v.keysFor(), preview: v.newPreview(judge.Register())}
	if v.opt.Collect != nil {
		w.collector = v.opt.Collect(v.codec.Header, v.codec.Type)
	}
	w.out = v.newOutcome()
	if w.collector == nil {
		w.judge.Wanted = w.Wanted
	}
	return w
}

// Wanted implements codec.Chooser: what a Collector is shown is always wanted,
// else no more than is kept.
func (w *worker) Wanted(code finding.Code) bool {
	return w.collector != nil || w.keeps(w.out.of(code))
}

// keeps reports whether another finding of the code is kept.
func (w *worker) keeps(c *ofCode) bool {
	c.full = c.full || c.kept >= w.v.max || w.v.isFull(c.code)
	return !c.full
}

// Preview implements codec.Previewer.
func (w *worker) Preview(text []byte) { w.preview.look(text) }

// Record implements codec.Worker.
func (w *worker) Record(r *codec.Record) {
	w.out.records++
	w.found = w.found[:0]
	if w.v.opt.Stages != Answered {
		for i := range r.Findings {
			w.add(&r.Findings[i])
		}
	}
	found := w.found
	if !r.Broken {
		found = w.judged(r)
		w.stands.of(&w.out.keys, r, w.judge)
		if w.v.file.ledger != nil {
			w.scribe.record(r)
		}
	}
	if len(found) > 0 {
		w.note(r, found)
	}
	if w.collector != nil {
		w.collector.Record(r, found)
	}
}

// judged returns the findings of the reader and of the rules. Where there are only
// those of the rules, they stay where they are: a finding is large.
func (w *worker) judged(r *codec.Record) (found []finding.Finding) {
	if w.timed() {
		started := w.v.opt.now()
		found = w.judge.Record(r.Value, r)
		w.out.rules += timedEach * (w.v.opt.now() - started)
	} else {
		found = w.judge.Record(r.Value, r)
	}
	if len(w.found) == 0 {
		return found
	}
	w.found = append(w.found, found...)
	return w.found
}

// add takes over a finding of the reader. Most are of the code of the last one.
func (w *worker) add(f *finding.Finding) {
	w.found = append(w.found, *f)
	last := &w.found[len(w.found)-1]
	if g := &w.graded; g.Code == f.Code {
		last.Severity, last.Name, last.Clause, last.DetectedBy = g.Severity, g.Name, g.Clause, g.DetectedBy
	} else if w.v.rules.Complete(last) {
		w.graded = *last
	} else {
		w.found = w.found[:len(w.found)-1]
	}
}

// note keeps and counts the findings of a record.
func (w *worker) note(r *codec.Record, found []finding.Finding) {
	id, rejected := "", false
	listed := len(w.out.rejected) < w.v.max && !w.v.enough.Load()
	if w.collector != nil || listed {
		id = recordID(r, w.v.codec.Type)
	}
	for i := range found {
		f := &found[i]
		f.Record = id
		rejected = rejected || f.Severity == finding.Error
		c := w.out.of(f.Code)
		c.n[f.Severity]++
		if !w.keeps(c) {
			w.out.left = true
			continue
		}
		if id == "" {
			id = recordID(r, w.v.codec.Type)
			f.Record = id
		}
		c.kept++
		w.out.kept = append(w.out.kept, placed{int64(r.Index), *f})
	}
	if !rejected {
		return
	}
	w.out.away = append(w.out.away, uint32(r.Index))
	if listed {
		w.out.rejected = append(w.out.rejected, rejection{int64(r.Index), id})
	}
}

// End implements codec.Worker.
func (w *worker) End() any {
	out := w.out
	out.ledger = w.scribe.end()
	if w.collector != nil {
		out.other, out.seen = w.collector.End(), true
	}
	w.out = w.v.newOutcome()
	return out
}

// merge takes over the outcome of a block, in file order.
func (v *reading) merge(outcomeOfBlock any) error {
	o, ok := outcomeOfBlock.(*outcome)
	if !ok {
		return nil
	}
	o.eachCount(v.count)
	for _, k := range o.kept {
		v.keep(k.at, k.Finding)
	}
	v.file.Spent.Rules += o.rules
	for _, r := range o.rejected {
		v.reject(r.at, r.id)
	}
	v.fill()
	for _, index := range o.away {
		v.away.add(int64(index))
	}
	left := len(o.away) - len(o.rejected)
	v.file.RejectedTotal += int64(left)
	v.file.Truncated = v.file.Truncated || o.left || left > 0
	extent, known := v.codec.Extent()
	if err := v.stands.add(&o.keys, extent, known); err != nil {
		return err
	}
	if v.file.ledger != nil {
		if err := v.file.ledger.add(o.ledger); err != nil {
			return err
		}
	}
	other, seen := o.other, o.seen
	o.reset()
	select {
	case v.free <- o:
	default:
	}
	if v.opt.Merge != nil && seen {
		return v.opt.Merge(other)
	}
	return nil
}

// recordID returns the id of a record, the first field of every record, or "".
func recordID(r *codec.Record, t *envelope.Type) string {
	if r.Broken || t.Record.Fields[0].Op != spec.OpText {
		return ""
	}
	return strings.Clone(*t.Record.Fields[0].Text(t.Record.Base(r.Value)))
}
