package finding_test

import (
	"testing"

	"s1mig/pkg/finding"
	"s1mig/pkg/source"
)

func TestSeverityNamesRoundTrip(t *testing.T) {
	for _, s := range []finding.Severity{finding.Off, finding.Info, finding.Warning, finding.Error} {
		if got, err := finding.ParseSeverity(s.String()); err != nil || got != s {
			t.Errorf("%v reads back as %v, %v", s, got, err)
		}
	}
	for _, bad := range []string{"", "ungraded", "Error", "fatal"} {
		if s, err := finding.ParseSeverity(bad); err == nil {
			t.Errorf("%q is taken for %v", bad, s)
		}
	}
}

func TestUngradedShows(t *testing.T) {
	if got := finding.Severity(0).String(); got != "ungraded" {
		t.Errorf("zero severity is %q", got)
	}
	if got := finding.Severity(9).String(); got != "severity(9)" {
		t.Errorf("severity 9 is %q", got)
	}
}

func TestFindingString(t *testing.T) {
	f := finding.Finding{Code: finding.Syntax, Message: "expected a colon"}
	if got, want := f.String(), "S-SYNTAX: expected a colon"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	f.Path, f.Pos = "/meters/0", source.Position{Line: 3, Column: 7, Offset: 40}
	if got, want := f.String(), "3:7: /meters/0: S-SYNTAX: expected a colon"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
