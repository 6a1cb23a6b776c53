package report_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"s1mig/pkg/report"
)

// hostile holds what a file could bring in order to harm the reader of a
// report.
var hostile = []string{
	"\x1b[2J\x1b]0;owned\x07", "line\nexit 0\r\n", "\u202egnp.exe", "\u2066\u2069", "a\u200bb", "\u2028\u2029",
	"\x00\x01\x7f\u0085\u009b31m", "\xff\xfe bad utf-8 \xc3", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
	"javascript:alert(1)", "]]>", "| a | `b` | [c](http://evil) |", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "{{.}}", "%s%n", "\ufeff",
}

func hostileReport() *report.Report {
	r := &report.Report{Title: hostile[0], AsOf: hostile[1]}
	for _, h := range hostile {
		r.Files = append(r.Files, report.File{
			File: h, FileType: h, SHA256: h, Outcome: h, Rejected: []string{h},
			NotEvaluated: []report.NotEvaluated{{Code: h, Because: h}},
			Findings: []report.Finding{{Code: h, Name: h, Severity: "error", Clause: h, Message: h, Hint: h, Record: h,
				Place: &report.Place{Line: 1, Column: 1}, Path: h, DetectedBy: h}},
		})
		r.Skipped = append(r.Skipped, report.Note{File: h, Because: h})
		r.Unread = append(r.Unread, report.Note{File: h, Because: h})
	}
	r.Run = &report.Run{
		States: map[string]int64{}, Installations: values(func(h string) report.Installation {
			return report.Installation{InstallationID: h, Combination: h, State: h, Reason: h}
		}),
		Authorisations: values(func(h string) report.Authorisation {
			return report.Authorisation{AuthorisationID: h, InstallationID: h, Submitter: h, State: h}
		}),
		Alerts: values(func(h string) report.Alert { return report.Alert{Code: h, SRV: h, DeviceID: h, Recipient: h} }),
		Files: values(func(h string) report.Exchanged {
			return report.Exchanged{File: h, FileType: h, From: h, To: h, Digest: h, Parents: []string{h}}
		}),
		Stages: []report.Stage{{Name: hostile[0]}},
	}
	for _, h := range hostile {
		r.Run.States[h] = 1
	}
	r.Judge()
	return r
}

func values[T any](of func(string) T) func(func(T) bool) {
	var all []T
	for _, h := range hostile {
		all = append(all, of(h))
	}
	return slices.Values(all)
}

// TestHostile: whatever stands in a report, no format lets through a character
// that does not print, but for its own line ends.
func TestHostile(t *testing.T) {
	for _, format := range report.Formats() {
		got := render(t, report.Format(format), hostileReport(), report.Options{})
		if !utf8.ValidString(got) {
			t.Errorf("%s: not UTF-8", format)
		}
		for i, r := range got {
			if !unicode.IsPrint(r) && r != '\n' && !(r == '\r' && format == "csv") {
				t.Errorf("%s: %U at byte %d: %q", format, r, i, got[max(0, i-30):min(len(got), i+10)])
				break
			}
		}
	}
}

// TestHostileStays: JSON alone keeps what it was given, since programs read it.
func TestHostileStays(t *testing.T) {
	var back struct{ Files []struct{ File string } }
	if err := json.Unmarshal([]byte(render(t, report.JSON, hostileReport(), report.Options{})), &back); err != nil {
		t.Fatal(err)
	}
	for i, h := range hostile {
		if want := strings.ToValidUTF8(h, "\ufffd"); utf8.ValidString(h) && back.Files[i].File != want {
			t.Errorf("got %q, want %q", back.Files[i].File, want)
		}
	}
	lines := strings.Split(strings.TrimSuffix(render(t, report.NDJSON, hostileReport(), report.Options{}), "\n"), "\n")
	if len(lines) != len(hostile)+1 {
		t.Errorf("%d lines of NDJSON, want one for each finding and one more: %d", len(lines), len(hostile)+1)
	}
	for _, line := range lines {
		if !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
}

func TestHostileXML(t *testing.T) {
	d := xml.NewDecoder(strings.NewReader(render(t, report.JUnit, hostileReport(), report.Options{})))
	cases := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := token.(xml.StartElement); ok && s.Name.Local == "testcase" {
			cases++
		}
	}
	if want := 4 * len(hostile); cases != want { // finding, not evaluated, skipped, unread
		t.Errorf("%d test cases, want %d", cases, want)
	}
}

// TestHTMLStandsAlone: the page fetches nothing, runs nothing and sends nothing.
func TestHTMLStandsAlone(t *testing.T) {
	got := render(t, report.HTML, hostileReport(), report.Options{})
	for _, bad := range []string{`(?i)<script`, `(?i)<(img|iframe|object|embed|link|base|form|input|audio|video|source)\b`,
		`(?i)\s(src|srcset|action|data|background|poster|style|on[a-z]+)\s*=\s*["'][^"']*["'][^<]*>`, `(?i)href="[^#]`, `(?i)url\(`, `(?i)@import`} {
		if m := regexp.MustCompile(bad).FindString(markup(got)); m != "" {
			t.Errorf("%s matches %q", bad, m)
		}
	}
	if !strings.Contains(got, `http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;`) &&
		!strings.Contains(got, `http-equiv="Content-Security-Policy" content="default-src 'none';`) {
		t.Error("no strict content security policy")
	}
}

// markup returns the tags of a page and its style, without the text between.
func markup(page string) string {
	tags := regexp.MustCompile(`(?s)<style>.*?</style>|<[^>]*>`).FindAllString(page, -1)
	return strings.Join(tags, "\n")
}

// TestCSVInjection: no cell begins like a formula.
func TestCSVInjection(t *testing.T) {
	for _, line := range strings.Split(render(t, report.CSV, hostileReport(), report.Options{}), "\r\n") {
		for _, cell := range strings.Split(line, ",") {
			cell = strings.TrimPrefix(cell, `"`)
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("cell begins a formula: %q", cell)
			}
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain é 日本": "plain é 日本", "\x1b[31m": `\x1b[31m`, "a\nb\tc": `a\x0ab\x09c`, "\u202e": `\u202e`,
		"\xff": `\xff`, "\U000e0041": `\U000e0041`, "\ufffd": "\ufffd", "": "",
	} {
		if got := report.Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}
