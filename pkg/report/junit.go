package report

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"strings"
)

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string       `xml:"classname,attr"`
	Name    string       `xml:"name,attr"`
	Failure *junitDetail `xml:"failure"`
	Error   *junitDetail `xml:"error"`
	Skipped *junitDetail `xml:"skipped"`
	Out     string       `xml:"system-out,omitempty"`
}

type junitDetail struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// writeJUnit writes one test suite for each file and one test case for each
// rule that has something to say of it. A rule that was not evaluated is a
// skipped case, a file that could not be read an error.
func writeJUnit(w *bufio.Writer, r *Report, _ Options) error {
	w.WriteString(xml.Header + "<testsuites name=\"s1mig\">\n")
	e := xml.NewEncoder(w)
	e.Indent(" ", " ")
	for i := range r.Files {
		if err := e.Encode(fileSuite(&r.Files[i], r.FailOn)); err != nil {
			return err
		}
	}
	if s := restSuite(r); s.Tests > 0 {
		if err := e.Encode(s); err != nil {
			return err
		}
	}
	w.WriteString("\n</testsuites>\n")
	return nil
}

func fileSuite(f *File, failOn string) *junitSuite {
	s := &junitSuite{Name: Visible(f.File)}
	for _, group := range byCode(f) {
		s.add(ruleCase(f, group, failOn))
	}
	for _, n := range f.NotEvaluated {
		s.add(junitCase{Name: Visible(n.Code), Skipped: &junitDetail{Message: Visible("not evaluated: " + n.Because)}})
	}
	if len(s.Cases) == 0 {
		s.add(junitCase{Name: "every rule"})
	}
	return s
}

// restSuite holds the inputs of which there is no verdict.
func restSuite(r *Report) *junitSuite {
	s := &junitSuite{Name: "inputs without a verdict"}
	for _, n := range r.Unread {
		s.add(junitCase{Name: Visible(n.File), Error: &junitDetail{Message: Visible(n.Because)}})
	}
	for _, n := range r.Skipped {
		s.add(junitCase{Name: Visible(n.File), Skipped: &junitDetail{Message: Visible(n.Because)}})
	}
	if r.Interrupted {
		s.add(junitCase{Name: "interrupted", Error: &junitDetail{Message: r.Verdict()}})
	}
	return s
}

func (s *junitSuite) add(c junitCase) {
	c.Class = s.Name
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

// byCode groups the findings of a file by code, in the order in which the codes
// first occur.
func byCode(f *File) [][]*Finding {
	place := map[string]int{}
	var groups [][]*Finding
	for i := range f.Findings {
		code := f.Findings[i].Code
		at, known := place[code]
		if !known {
			at = len(groups)
			place[code] = at
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], &f.Findings[i])
	}
	return groups
}

func ruleCase(f *File, group []*Finding, failOn string) junitCase {
	var b strings.Builder
	var counts Counts
	for _, g := range group {
		counts.add(g.Severity, 1)
		fmt.Fprintf(&b, "%s: %s", g.Severity, Visible(g.Message))
		if where := g.where(); where != "" {
			fmt.Fprintf(&b, " (%s)", Visible(where))
		}
		b.WriteString("\n")
	}
	first := group[0]
	if n := f.unlisted()[first.Code]; n > 0 {
		fmt.Fprintf(&b, "and %d more\n", n)
	}
	c := junitCase{Name: Visible(first.Code + " " + first.Name)}
	if counts.atOrAbove(failOn) > 0 {
		c.Failure = &junitDetail{Message: Visible(first.Message), Type: Visible(first.Clause), Text: b.String()}
		return c
	}
	c.Out = b.String()
	return c
}
