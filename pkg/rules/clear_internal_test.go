package rules

import (
	"fmt"
	"strings"
	"testing"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/source"
)

// lineOf is a line with these certificates.
func lineOf(network string, suppliers ...ident.CertificateID) *line {
	return &line{facts: &rule.MeterFacts{},
		meter: &maf.Meter{NetworkOperatorCertificateID: ident.CertificateID(network), SupplierCertificateIDs: suppliers}}
}

// TestRemembered checks that what is found clear is remembered, and that nothing is
// of an authorisation of which something is told.
func TestRemembered(t *testing.T) {
	for _, c := range []struct {
		week string
		want bool
	}{{"2022-06-13", true}, {"2022-06-14", false}} {
		a := &maf.Authorisation{MigrationWeek: civil.MustDate(c.week), Meters: []maf.Meter{*lineOf("Z9:4E0001", "Z9:A00011").meter}}
		a.Set(mafWeek)
		j := NewJudge(NewInput(Input{Type: maf.Type, Header: &envelope.Header{}}))
		found := j.Record(a, nowhere{})
		if len(found) == 0 != c.want || j.clearDays.holds(daysOf(a)) != c.want || j.clearLines.holdAll(j.lines) != c.want {
			t.Errorf("of the week %s, with %d findings, it is remembered that it is clear, or that another is not", c.week, len(found))
		}
	}
}

// nowhere places nothing.
type nowhere struct{}

func (nowhere) At(...any) (source.Position, string) { return source.Position{}, "" }

// TestClearLinesUsual checks that the kinds of line of a large file are nearly
// all remembered: of two lists of certificates with those of 40 network operators.
func TestClearLinesUsual(t *testing.T) {
	for _, form := range []string{"Z9:4E00%02X", "Z1:4FBC525201A1D7586C1BC1C4734DEB%02X", "%04X"} {
		var c clearLines
		var lines []*line
		for n := range 40 {
			lines = append(lines, lineOf(fmt.Sprintf(form, n), "Z9:A00011"), lineOf(fmt.Sprintf(form, n), "Z9:A00021"))
		}
		held := 0
		for _, l := range lines {
			if c.put(l); c.holds(l) {
				held++
			}
		}
		if held < 72 {
			t.Errorf("of 80 kinds %d are remembered where ids are as %s", held, form)
		}
	}
}

// TestClearLinesBounded checks that what is remembered has a bound: in number, and
// in length.
func TestClearLinesBounded(t *testing.T) {
	var c clearLines
	first := lineOf("Z9:0", "Z9:A00011")
	c.put(first)
	for n := range 10_000 {
		c.put(lineOf(fmt.Sprintf("Z9:%d", n)))
	}
	if !c.holds(first) {
		t.Error("what was remembered is replaced")
	}
	full := 0
	for _, k := range c.kinds {
		if k != nil {
			full++
		}
	}
	if full > len(c.kinds) || full < len(c.kinds)/2 {
		t.Errorf("of %d places %d are filled", len(c.kinds), full)
	}
	c = clearLines{}
	malformed := lineOf(strings.Repeat("?", 1<<20))
	malformed.meter.SetBits(7, 1<<meterNetworkCert)
	short := lineOf(strings.Repeat("?", longestKept))
	short.meter.SetBits(7, 1<<meterNetworkCert)
	many := lineOf("Z9:1", make([]ident.CertificateID, maf.MaxSupplierCertificates+1)...)
	most := lineOf("Z9:1", make([]ident.CertificateID, maf.MaxSupplierCertificates)...)
	for _, l := range []*line{malformed, short, many, most} {
		c.put(l)
	}
	if c.holds(malformed) || c.holds(many) || !c.holds(short) || !c.holds(most) {
		t.Error("the length of what is remembered has no bound, or a lower one")
	}
}

// TestKnown checks known.is against ==, over texts that differ in one byte or none.
func TestKnown(t *testing.T) {
	for n := range 40 {
		a := strings.Repeat("x", n)
		k, longer := newKnown(ident.CertificateID(a)), newKnown(ident.CertificateID(a+"x"))
		if !k.is(strings.Clone(a)) || k.is(a+"x") || longer.is(a) {
			t.Errorf("texts of %d bytes are compared wrongly", n)
		}
		for i := range n {
			if k.is(a[:i] + "y" + a[i+1:]) {
				t.Errorf("of %d bytes byte %d is not compared", n, i)
			}
		}
	}
}
