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
	found     []finding.Finding // room for what the Collector is shown
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
	read, judged := r.Findings, []finding.Finding(nil)
	if w.v.opt.Stages == Answered {
		read = nil
	}
	if !r.Broken {
		judged = w.judged(r)
		w.stands.of(&w.out.keys, r, w.judge)
		if w.v.file.ledger != nil {
			w.scribe.record(r)
		}
	}
	if len(read)+len(judged) > 0 {
		w.note(r, read, judged)
	}
	if w.collector != nil {
		w.show(r, read, judged)
	}
}

// judged returns the findings of the rules.
func (w *worker) judged(r *codec.Record) []finding.Finding {
	if !w.timed() {
		return w.judge.Record(r.Value, r)
	}
	started := w.v.opt.now()
	found := w.judge.Record(r.Value, r)
	w.out.rules += timedEach * (w.v.opt.now() - started)
	return found
}

// noting is the noting of what was found in a record.
type noting struct {
	r        *codec.Record
	id       string // of the record, "" as long as nobody asked
	rejected bool
}

// note keeps and counts what the reader and the rules have found in a record, and
// grades what the reader has. Findings are large: they stay where they are.
func (w *worker) note(r *codec.Record, read, judged []finding.Finding) {
	n := noting{r: r}
	listed := len(w.out.rejected) < w.v.max && !w.v.enough.Load()
	if w.collector != nil || listed {
		n.id = recordID(r, w.v.codec.Type)
	}
	for i := range read {
		f := &read[i]
		c := w.out.of(f.Code)
		c.grade(f, w.v.rules)
		if f.Severity != finding.Off {
			w.noteOne(&n, f, c)
		}
	}
	for i := range judged {
		w.noteOne(&n, &judged[i], w.out.of(judged[i].Code))
	}
	if !n.rejected {
		return
	}
	w.out.away = append(w.out.away, uint32(r.Index))
	if listed {
		w.out.rejected = append(w.out.rejected, rejection{int64(r.Index), n.id})
	}
}

// noteOne is note for one finding, and what there is of its code.
func (w *worker) noteOne(n *noting, f *finding.Finding, c *ofCode) {
	f.Record = n.id
	n.rejected = n.rejected || f.Severity == finding.Error
	c.n[f.Severity]++
	if !w.keeps(c) {
		w.out.left = true
		return
	}
	if n.id == "" {
		n.id = recordID(n.r, w.v.codec.Type)
		f.Record = n.id
	}
	c.kept++
	w.out.kept = append(w.out.kept, placed{int64(n.r.Index), *f})
}

// show shows the Collector a record with all that was found in it, graded.
func (w *worker) show(r *codec.Record, read, judged []finding.Finding) {
	w.found = w.found[:0]
	for i := range read {
		if read[i].Severity != finding.Off {
			w.found = append(w.found, read[i])
		}
	}
	w.found = append(w.found, judged...)
	w.collector.Record(r, w.found)
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
