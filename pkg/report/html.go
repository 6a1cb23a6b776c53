package report

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"strings"

	"s1mig/pkg/rule"
)

//go:embed page.html.tmpl
var pageText string

//go:embed page.css
var pageStyle string

// page is what the template shows. All text in it has been through Visible.
type page struct {
	Report            *Report
	Title, Verdict    string
	Good              bool
	Counts            string
	Style             template.CSS
	StyleHash         string
	Run               *runPage
	Files             []filePage
	Findings          []findingPage
	MoreFiles         int
	MoreFindings      int
	Gaps              []gapPage
	Skipped, Unread   []Note
	TruncatedFindings bool
}

type filePage struct {
	File, FileType, SHA256, Verdict, Counts, Rejected string
	Records                                           int64
}

type findingPage struct {
	Finding
	File, Where string
	Rule        *rule.Rule // nil where the catalogue does not know the code
}

type gapPage struct{ File, Code, Because string }

// writeHTML writes one page that stands alone: no script, no font, no image, no
// link to elsewhere. Its content security policy allows its own style and
// nothing else.
func writeHTML(w *bufio.Writer, r *Report, opt Options) error {
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		panic("report: " + err.Error())
	}
	return t.Execute(w, newPage(r, opt))
}

func newPage(r *Report, opt Options) *page {
	sum := sha256.Sum256([]byte(pageStyle))
	p := &page{
		Report: visibleReport(r), Title: Visible(title(r)), Verdict: Visible(r.Verdict()), Good: r.Exit == ExitClean,
		Counts: r.Summary.Findings.String(),
		Style:  template.CSS(pageStyle), StyleHash: "sha256-" + base64.StdEncoding.EncodeToString(sum[:]),
		Skipped: visibleNotes(r.Skipped), Unread: visibleNotes(r.Unread), TruncatedFindings: r.Summary.Truncated,
	}
	if r.Run != nil {
		p.Run = newRunPage(r.Run, opt.maxRows())
	}
	p.addFiles(r, opt)
	return p
}

func (p *page) addFiles(r *Report, opt Options) {
	rules := map[string]*rule.Rule{}
	for _, c := range opt.Rules {
		rules[string(c.Code)] = c
	}
	for i := range r.Files {
		f := &r.Files[i]
		p.addFindings(f, rules, opt.maxRows())
		if len(p.Files) == opt.maxRows() {
			p.MoreFiles++
			continue
		}
		_, counts := f.totals()
		p.Files = append(p.Files, filePage{
			File: Visible(f.File), FileType: Visible(f.FileType), SHA256: Visible(f.SHA256), Verdict: Visible(f.verdict()),
			Counts: counts.String(), Rejected: Visible(f.turnedAway()), Records: f.Records,
		})
	}
}

func (p *page) addFindings(f *File, rules map[string]*rule.Rule, most int) {
	for k := range f.Findings {
		if len(p.Findings) == most {
			p.MoreFindings += len(f.Findings) - k
			break
		}
		one := f.Findings[k]
		p.Findings = append(p.Findings, findingPage{
			Finding: visibleFinding(one), File: Visible(f.File), Where: Visible(one.where()), Rule: rules[one.Code],
		})
	}
	for _, n := range f.NotEvaluated {
		if len(p.Gaps) < most {
			p.Gaps = append(p.Gaps, gapPage{Visible(f.File), Visible(n.Code), Visible(n.Because)})
		}
	}
}

func visibleFinding(f Finding) Finding {
	for _, s := range []*string{&f.Code, &f.Name, &f.Severity, &f.Clause, &f.Message, &f.Hint, &f.Record, &f.Path, &f.DetectedBy} {
		*s = Visible(*s)
	}
	return f
}

func visibleNotes(notes []Note) []Note {
	var out []Note
	for _, n := range notes {
		out = append(out, Note{Visible(n.File), Visible(n.Because)})
	}
	return out
}

// visibleReport copies what the heading shows.
func visibleReport(r *Report) *Report {
	return &Report{
		Tool: Tool{Visible(r.Tool.Name), Visible(r.Tool.Version)},
		Basis: Basis{
			Doc: Visible(r.Basis.Doc), Version: Visible(r.Basis.Version),
			Date: Visible(r.Basis.Date), Profile: Visible(r.Basis.Profile),
		},
		AsOf: Visible(r.AsOf), AsOfSource: Visible(r.AsOfSource),
		Summary: r.Summary, Exit: r.Exit, Interrupted: r.Interrupted,
	}
}

// anchor is the id of the row of a file with that digest.
func anchor(digest string) string {
	return "d-" + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'f' {
			return r
		}
		return -1
	}, strings.TrimPrefix(digest, "sha-256:"))
}
