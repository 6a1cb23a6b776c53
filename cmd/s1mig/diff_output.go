package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"s1mig/pkg/compare"
	"s1mig/pkg/report"
)

// diff is what the command diff prints. As JSON it is what its help describes.
type diff struct {
	Tool    report.Tool       `json:"tool"`
	A       string            `json:"a"`
	B       string            `json:"b"`
	All     bool              `json:"all"`
	Pairs   []compare.Pair    `json:"pairs"`
	OnlyA   []compare.File    `json:"onlyA"`
	OnlyB   []compare.File    `json:"onlyB"`
	Skipped []compare.Skipped `json:"skipped"`
	Same    bool              `json:"same"`
	Exit    int               `json:"exit"`
}

func newDiff(r *compare.Report, a, b string, all bool) *diff {
	d := &diff{
		Tool: report.Tool{Name: "s1mig", Version: version}, A: a, B: b, All: all,
		Pairs: r.Pairs, OnlyA: r.OnlyA, OnlyB: r.OnlyB, Skipped: r.Skipped, Same: r.Same(),
	}
	d.Pairs = append([]compare.Pair{}, d.Pairs...) // lists are never null
	d.OnlyA, d.OnlyB = append([]compare.File{}, d.OnlyA...), append([]compare.File{}, d.OnlyB...)
	d.Skipped = append([]compare.Skipped{}, d.Skipped...)
	return d
}

func (d *diff) write(w io.Writer, format report.Format) error {
	switch format {
	case report.JSON:
		return encoder(w, " ").Encode(d)
	case report.NDJSON:
		return d.lines(w)
	}
	var v view
	d.text(&v)
	return v.flush(w)
}

func encoder(w io.Writer, indent string) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	return e
}

// lines writes one line for each difference, for each pair and for the whole.
func (d *diff) lines(w io.Writer) error {
	e := encoder(w, "")
	for _, p := range d.Pairs {
		for _, x := range p.Differences {
			err := e.Encode(struct {
				FileA string `json:"fileA"`
				FileB string `json:"fileB"`
				compare.Difference
			}{p.A, p.B, x})
			if err != nil {
				return err
			}
		}
		p.Differences = []compare.Difference{}
		if err := e.Encode(struct {
			Pair compare.Pair `json:"pair"`
		}{p}); err != nil {
			return err
		}
	}
	whole := *d
	whole.Pairs = []compare.Pair{}
	return e.Encode(whole)
}

// text shows everything for people.
func (d *diff) text(v *view) {
	for i := range d.Pairs {
		showPair(v, &d.Pairs[i])
	}
	for _, f := range d.OnlyA {
		v.line(0, "only in A  %s  %s", f.Name, f.Type)
	}
	for _, f := range d.OnlyB {
		v.line(0, "only in B  %s  %s", f.Name, f.Type)
	}
	for _, s := range d.Skipped {
		v.line(0, "skipped    %s in %s: %s", s.Name, strings.ToUpper(s.Side), s.Because)
	}
	v.line(0, "%s", d.verdict())
}

// verdict agrees with the exit code.
func (d *diff) verdict() string {
	if d.Same {
		return "the same"
	}
	text := "they differ"
	if len(d.Pairs) != 1 || len(d.OnlyA)+len(d.OnlyB) > 0 {
		same := 0
		for i := range d.Pairs {
			if d.Pairs[i].Same {
				same++
			}
		}
		text = fmt.Sprintf("they differ: %s the same, %d not, %d only in A, %d only in B",
			report.Count(int64(same), "pair"), len(d.Pairs)-same, len(d.OnlyA), len(d.OnlyB))
	}
	if d.Exit == report.ExitClean {
		text += "; nothing fails, as asked"
	}
	return text
}

func showPair(v *view, p *compare.Pair) {
	names := p.A
	if p.B != p.A {
		names += "  " + p.B
	}
	v.line(0, "%s  %s: %s", names, p.Type, outcome(p))
	if len(p.NotCompared) > 0 {
		v.line(1, "not compared, since encrypted: %s", joined(p.NotCompared))
	}
	for i := range p.Differences {
		showDifference(v, &p.Differences[i])
	}
	if p.Truncated {
		v.line(1, "more differences are not listed; --max-findings lists more")
	}
}

// outcome says in one line how two files compare.
func outcome(p *compare.Pair) string {
	n := p.Records
	if p.Same {
		return fmt.Sprintf("same, %s", report.Count(n.Same, "record"))
	}
	text := fmt.Sprintf("%s only in A, %d only in B, %d differ, %d the same", report.Count(n.OnlyA, "record"), n.OnlyB, n.Differ, n.Same)
	if n.Unclear > 0 {
		text += fmt.Sprintf(", %d malformed", n.Unclear)
	}
	return text
}

func showDifference(v *view, d *compare.Difference) {
	what := d.Record
	if d.Field != "" {
		what = strings.TrimSpace(what + "  " + d.Field)
	}
	if what == "" {
		what = "the file"
	}
	switch d.Kind {
	case compare.OnlyInA:
		v.line(1, "only in A  %s  %s", what, placed(d.A))
	case compare.OnlyInB:
		v.line(1, "only in B  %s  %s", what, placed(d.B))
	default:
		word := string(d.Kind)
		if d.Kind == compare.Order {
			word = "moved"
		}
		v.line(1, "%-9s  %s", word, what)
		showPlace(v, "A", d, d.A)
		showPlace(v, "B", d, d.B)
	}
}

func showPlace(v *view, side string, d *compare.Difference, p *compare.Place) {
	switch {
	case p == nil:
		return
	case p.Problem != "":
		v.line(2, "%s  %s  %s", side, p.Problem, placed(p))
	case d.Kind != compare.Differs:
		v.line(2, "%s  %s", side, placed(p))
	case p.Value == nil:
		v.line(2, "%s  (absent)  %s", side, placed(p))
	default:
		v.line(2, "%s  %s  %s", side, *p.Value, placed(p))
	}
}

// placed says where something stands.
func placed(p *compare.Place) string {
	switch {
	case p.Line == 0:
		return ""
	case p.Pointer == "":
		return fmt.Sprintf("line %d", p.Line)
	}
	return fmt.Sprintf("line %d, column %d, %s", p.Line, p.Column, p.Pointer)
}
