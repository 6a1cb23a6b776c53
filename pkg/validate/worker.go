package validate

import (
	"strings"
	"time"

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
	found     []finding.Finding // of the record at hand
	scribe    scribe
}

// outcome is what a block of records came to.
type outcome struct {
	records  int64
	counts   map[counted]int64
	kept     []placed
	perCode  map[finding.Code]int
	left     bool // findings were left out
	rejected []rejection
	away     []uint32 // the records turned away
	keys     keys
	ledger   []page
	rules    time.Duration // see Spent.Rules
	other    any           // what the Collector returned, if there is one
	seen     bool
}

// counted is what findings are counted by.
type counted struct {
	code     finding.Code
	severity finding.Severity
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
	return w.collector != nil || w.out.perCode[code] < w.v.max && !w.v.isFull(code)
}

// newOutcome takes an outcome that has been merged, or makes one.
func (v *reading) newOutcome() *outcome {
	select {
	case o := <-v.free:
		return o
	default:
		return &outcome{counts: map[counted]int64{}, perCode: map[finding.Code]int{}}
	}
}

// Record implements codec.Worker.
func (w *worker) Record(r *codec.Record) {
	w.out.records++
	w.found = w.found[:0]
	if w.v.opt.Stages != Answered {
		for _, f := range r.Findings {
			if w.v.rules.Complete(&f) {
				w.found = append(w.found, f)
			}
		}
	}
	if !r.Broken {
		if w.timed() {
			started := w.v.opt.now()
			w.found = append(w.found, w.judge.Record(r.Value, r)...)
			w.out.rules += timedEach * (w.v.opt.now() - started)
		} else {
			w.found = append(w.found, w.judge.Record(r.Value, r)...)
		}
		w.stands.of(&w.out.keys, r, w.judge)
		if w.v.file.ledger != nil {
			w.scribe.record(r)
		}
	}
	if len(w.found) > 0 {
		w.note(r)
	}
	if w.collector != nil {
		w.collector.Record(r, w.found)
	}
}

// note keeps and counts the findings of a record.
func (w *worker) note(r *codec.Record) {
	id, rejected := "", false
	if w.collector != nil || len(w.out.rejected) < w.v.max {
		id = recordID(r, w.v.codec.Type)
	}
	for i := range w.found {
		f := &w.found[i]
		f.Record = id
		rejected = rejected || f.Severity == finding.Error
		w.out.counts[counted{f.Code, f.Severity}]++
		if w.out.perCode[f.Code] >= w.v.max || w.v.isFull(f.Code) {
			w.out.left = true
			continue
		}
		if id == "" {
			id = recordID(r, w.v.codec.Type)
			f.Record = id
		}
		w.out.perCode[f.Code]++
		w.out.kept = append(w.out.kept, placed{int64(r.Index), *f})
	}
	if !rejected {
		return
	}
	w.out.away = append(w.out.away, uint32(r.Index))
	if len(w.out.rejected) < w.v.max {
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
	for c, n := range o.counts {
		v.count(c.code, c.severity, n)
	}
	for _, k := range o.kept {
		v.keep(k.at, k.Finding)
	}
	v.fill()
	v.file.Spent.Rules += o.rules
	for _, r := range o.rejected {
		v.reject(r.at, r.id)
	}
	for _, index := range o.away {
		v.away.add(int64(index))
	}
	left := len(o.away) - len(o.rejected)
	v.file.RejectedTotal += int64(left)
	v.file.Truncated = v.file.Truncated || o.left || left > 0
	if err := v.stands.add(&o.keys); err != nil {
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

func (o *outcome) reset() {
	clear(o.counts)
	clear(o.perCode)
	clear(o.kept)
	o.keys.reset()
	*o = outcome{counts: o.counts, perCode: o.perCode, kept: o.kept[:0], rejected: o.rejected[:0], away: o.away[:0], keys: o.keys}
}

// recordID returns the id of a record, the first field of every record, or "".
func recordID(r *codec.Record, t *envelope.Type) string {
	if r.Broken || t.Record.Fields[0].Op != spec.OpText {
		return ""
	}
	return strings.Clone(*t.Record.Fields[0].Text(t.Record.Base(r.Value)))
}
