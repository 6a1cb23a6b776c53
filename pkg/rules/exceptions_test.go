package rules_test

import (
	"strings"
	"testing"

	"s1mig/pkg/rules"
)

// TestExceptionEdges holds the edge cases of requirements A.2 and the acceptance
// checks of 17.20(a)–(h): for each, exactly what is found.
//
//trace:shows 17.20(a), 17.20(b), 17.20(c), 17.20(d), 17.20(e), 17.20(f), 17.20(g), 17.20(h)
//trace:covers MAF validate content
func TestExceptionEdges(t *testing.T) {
	w := newWorld()
	for _, c := range []struct{ name, smso, sender, record, want string }{
		{"R0", "", "", r0(), ""},
		{"R1", "SMSO1", "", r1(), ""},
		{"17.20(a)", "", "", r0("9900000000089", "9900000000098"), "MTAD-17.20a"},
		{"a: at another SMSO", "SMSO4", "", r1("Z9:5A0101", "Z9:5A0102"), "MTAD-17.20a MTAD-17.20a"},
		{"a: bad check digit", "", "", r0("9900000000089", "9900000000016"), "MTAD-17.20a S-MPXN-CHECKDIGIT"},
		{"a: scientific notation", "", "", r0("9900000000089", "9.9E+12"), "S-MPXN-FORMAT"},
		{"a: 21 digits", "", "", r0("9900000000089", "018011009900000000089"), "S-MPXN-FORMAT"},
		{"a: already migrated", "", "", r0("9900000000089", "9900000000112"), "X-ALREADY-MIGRATED"},
		{"a and g", "", "", r0("9900000000089", "9900000000098", `["Z9:5A0101","Z9:5A0102"]`, `[]`), "MTAD-17.20a MTAD-17.20g"},
		{"a masks f and h", "", supbEUI, r0("9900000000089", "9900000000098", "4E0001", "4E0002"), "MTAD-17.20a"},
		{"17.20(b)", "", "", r0("2022-06-13", "2022-06-14"), "MTAD-17.20b"},
		{"b: ISO week", "", "", r0("2022-06-13", "2022-W24"), "S-FIELD-FORM"},
		{"b: dd/mm", "", "", r0("2022-06-13", "13/06/2022"), "S-FIELD-FORM"},
		{"b: a far Monday is no b", "", "", r0("2022-06-13", "2021-06-14", "2022-06-15", "2021-06-15"), "MTAD-17.20c MTAD-17.20e"},
		{"17.20(c)", "", "", r0("2022-06-13", "2022-06-06", "2022-06-15", "2022-06-09"), "MTAD-17.20c"},
		{"c: the stated Tuesday is not reached, its Monday was", "", "", r0("2022-06-13", "2022-06-09", "2022-06-15", "2022-06-10"), "MTAD-17.20b"},
		{"17.20(d)", "", "", r0("2022-06-15", "2022-06-20"), "MTAD-17.20d"},
		{"17.20(e) after its week", "", "", r0("2022-06-15", "2022-06-07"), "MTAD-17.20d MTAD-17.20e"},
		{"17.20(e) in a started week", "", "", r0("2022-06-13", "2022-06-06", "2022-06-15", "2022-06-07"), "MTAD-17.20c MTAD-17.20e"},
		{"17.20(f) mismatch", "", supbEUI, r0(), "MTAD-17.20f"},
		{"17.20(f) none", "", "", r0("9900000000089", "9900000000103"), "MTAD-17.20f"},
		{"17.20(g)", "", "", r0(`["Z9:5A0101","Z9:5A0102"]`, `[]`), "MTAD-17.20g"},
		{"g: absent", "", "", r0(`"supplierCertificateIDs":["Z9:5A0101","Z9:5A0102"],`, ""), "MTAD-17.20g"},
		{"g: placeholders", "", "", r0(`["Z9:5A0101","Z9:5A0102"]`, `["N/A","-","0","  "]`), "MTAD-17.20g"},
		{"g: unparsable", "", "", r0(`["Z9:5A0101","Z9:5A0102"]`, `["Z9:5G"]`), "S-FIELD-FORM"},
		{"g: gas line alone", "SMSO1", "", r1(`["Z9:5A0201","Z9:5A0202"]`, `[]`), "MTAD-17.20g"},
		{"wrong, not missing", "", "", r0("Z9:5A0101", "Z9:5B0101"), "X-SUPPLIER-CERT-WRONG"},
		{"wrong fuel", "", "", r0("Z9:5A0101", "Z9:5A0201"), "X-SUPPLIER-CERT-WRONG"},
		{"17.20(h)", "", "", r0("4E0001", "4E0002"), "MTAD-17.20h"},
		{"h: unknown serial", "", "", r0("4E0001", "ABCDEF"), "MTAD-17.20h"},
		{"h: a gas transporter's", "", "", r0("4E0001", "470001"), "MTAD-17.20h"},
		{"h: a supplier's", "", "", r0("4E0001", "5A0101"), "MTAD-17.20h"},
		{"h: case and leading zeros", "", "", r0("Z9:4E0001", "Z9:0004e0001"), ""},
		{"h: bare serial", "", "", r0("Z9:4E0001", "4e0001"), ""},
		{"h: swapped", "SMSO1", "", r1("Z9:4E0001", "Z9:470001", "Z9:470001", "Z9:4E0001"), "MTAD-17.20h MTAD-17.20h"},
		{"h: blank is missing", "", "", r0("Z9:4E0001", ""), "X-NETWORK-CERT-MISSING"},
		{"h: expired", "", "", r0("4E0001", "4E0003"), "X-CERT-STATUS"},
		{"h: revoked", "", "", r0("4E0001", "4E0004"), "X-CERT-STATUS"},
		{"a structural fault leaves the others", "", "", r0("2022-06-13", "soon", "4E0001", "4E0002"), "S-FIELD-FORM MTAD-17.20h"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := judge(t, file{Type: "MAF", SMSO: c.smso, Sender: c.sender, Records: []string{c.record}}, w.facts(t0), nil)
			if got := codes(found); got != c.want {
				t.Errorf("found %q, want %q\n%v", got, c.want, found)
			}
		})
	}
}

// TestClockVectors holds the vectors of requirements A.3.
//
//trace:shows 17.20(c), 17.20(d), 17.20(e)
func TestClockVectors(t *testing.T) {
	for _, c := range []struct{ now, week, on, want string }{
		{"2022-06-12T22:59:59Z", "2022-06-13", "2022-06-15", ""},
		{"2022-06-12T23:00:00Z", "2022-06-13", "2022-06-15", "c"},
		{"2022-12-11T23:59:59Z", "2022-12-12", "2022-12-14", ""},
		{"2022-12-12T00:00:00Z", "2022-12-12", "2022-12-14", "c"},
		{"2022-06-08T22:59:59Z", "2022-06-06", "2022-06-08", "c"},
		{"2022-06-08T23:00:00Z", "2022-06-06", "2022-06-08", "ce"},
		{t0, "2022-06-13", "2022-06-13", ""},
		{t0, "2022-06-13", "2022-06-19", ""},
		{t0, "2022-06-13", "2022-06-12", "d"},
		{t0, "2022-06-13", "2022-06-20", "d"},
		{t0, "2022-06-06", "2022-06-08", "c"},
		{"2022-10-20T09:00:00Z", "2022-10-24", "2022-10-30", ""},
		{"2022-12-20T09:00:00Z", "2022-12-26", "2023-01-01", ""},
		{"2024-02-20T09:00:00Z", "2024-02-26", "2024-02-29", ""},
	} {
		record := r0("2022-06-13", c.week, "2022-06-15", c.on)
		found := judge(t, file{Type: "MAF", Records: []string{record}}, newWorld().facts(c.now), nil)
		if got := letters(found); got != c.want {
			t.Errorf("at %s, week %s, on %s: found %q, want %q", c.now, c.week, c.on, got, c.want)
		}
	}
}

// TestMessages holds the messages that the document of requirements gives, and
// that each finding stands at its value.
func TestMessages(t *testing.T) {
	w := newWorld()
	for _, c := range []struct{ record, message, hint, path string }{
		{r0("2022-06-13", "2022-06-14"), "week 2022-06-14 is a Tuesday", "nearest Mondays 2022-06-13, 2022-06-20", "/authorisations/0/migrationWeek"},
		{r0("9900000000089", "9900000000098"), "MPxN 9900000000098 is not in the register of SMSO4",
			"check the MPxN, and that the file is addressed to the SMSO that serves it", "/authorisations/0/meters/0/mpxn"},
		{r0("4E0001", "4E0002"), `certificate "Z9:4E0002" does not belong to the network operator of MPxN 9900000000089`,
			"state the certificate of the network operator of this MPxN", "/authorisations/0/meters/0/networkOperatorCertificateID"},
	} {
		found := judge(t, file{Type: "MAF", Records: []string{c.record}}, w.facts(t0), nil)
		if len(found) != 1 {
			t.Fatal(found)
		}
		f := found[0]
		if f.Message != c.message || f.Hint != c.hint || f.Path != c.path || f.Pos.Line != 3 {
			t.Errorf("got %q, hint %q, at %s line %d", f.Message, f.Hint, f.Path, f.Pos.Line)
		}
	}
}

// TestAudience checks that what a supplier must not learn is told to DCC alone
// (A.2 a (2), f).
func TestAudience(t *testing.T) {
	w := newWorld()
	wrong := file{Type: "MAF", SMSO: "SMSO4", Records: []string{r1()}}
	for _, f := range judge(t, wrong, w.facts(t0), nil) {
		if strings.Contains(f.Message+f.Hint, "SMSO1") {
			t.Errorf("a supplier is told %q, %q", f.Message, f.Hint)
		}
	}
	found := judge(t, wrong, w.facts(t0), func(in *rules.Input) { in.Audience = rules.ForDCC })
	if len(found) == 0 || found[0].Hint != "registered with SMSO1" {
		t.Errorf("dcc is told %v", found)
	}
	for _, f := range judge(t, file{Type: "MAF", Sender: supbEUI, Records: []string{r0()}}, w.facts(t0), nil) {
		if strings.Contains(f.Message+f.Hint, "SUPA") {
			t.Errorf("SUPB is told %q, %q", f.Message, f.Hint)
		}
	}
}

// TestSubReason checks the sub-reasons of 17.20(f).
func TestSubReason(t *testing.T) {
	w := newWorld()
	for record, want := range map[string]string{r0("9900000000089", "9900000000103"): "none", r0("9900000000089", "9900000000089", "A-1", "A-2"): "mismatch"} {
		sender := ""
		if want == "mismatch" {
			sender = supbEUI
		}
		found := judge(t, file{Type: "MAF", Sender: sender, Records: []string{record}}, w.facts(t0), nil)
		if got := rules.SubReason(found[0]); got != want {
			t.Errorf("sub-reason %q, want %q", got, want)
		}
	}
}

// TestPrimary checks precedence (A.5): the first by letter, whatever the order
// of stages, so that (e) never comes first.
func TestPrimary(t *testing.T) {
	w := newWorld()
	found := judge(t, file{Type: "MAF", SMSO: "SMSO1", Sender: supbEUI,
		Records: []string{r1("2022-06-15", "2022-06-07", "Z9:470001", "Z9:4E0002", `["Z9:5A0101","Z9:5A0102"]`, `[]`)}}, w.facts(t0), nil)
	if got := codes(found); got != "MTAD-17.20d MTAD-17.20e MTAD-17.20f MTAD-17.20f MTAD-17.20g MTAD-17.20h" {
		t.Errorf("order %s", got)
	}
	p, ok := rules.Primary(found)
	if !ok || p.Code != "MTAD-17.20d" {
		t.Errorf("primary %v", p)
	}
}

// TestDetectedBy holds requirements A.6.
func TestDetectedBy(t *testing.T) {
	w := newWorld()
	want := map[string]string{"a": "SMSO", "b": "DCC", "c": "DCC", "d": "DCC", "e": "DCC", "f": "SMSO", "g": "DCC", "h": "DCC"}
	records := []string{r0("9900000000089", "9900000000098", "2022-06-13", "2022-06-07", "2022-06-15", "2022-06-01"),
		r0("A-1", "A-2", "9900000000089", "9900000000103", "4E0001", "4E0002", `["Z9:5A0101","Z9:5A0102"]`, `[]`)}
	seen := ""
	for _, f := range judge(t, file{Type: "MAF", Records: records}, w.facts(t0), nil) {
		if !rules.IsException(f.Code) {
			continue
		}
		letter := string(f.Code[len(f.Code)-1])
		seen += letter
		if f.DetectedBy != want[letter] {
			t.Errorf("(%s) is detected by %s", letter, f.DetectedBy)
		}
	}
	if seen != "abcdefgh" {
		t.Errorf("seen %s", seen)
	}
}

// TestStages checks that DCC sees at receipt what needs the file and the clock
// alone, and the rest with the register's answer (A.6); together they are all.
func TestStages(t *testing.T) {
	w := newWorld()
	records := []string{r0("9900000000089", "9900000000098", "2022-06-13", "2022-06-07", "2022-06-15", "2022-06-01"),
		r0("A-1", "A-2", "9900000000089", "9900000000103", "4E0001", "4E0002", `["Z9:5A0101","Z9:5A0102"]`, `[]`)}
	maf := file{Type: "MAF", Records: records}
	receipt := w.facts(t0)
	receipt.Register = nil
	atReceipt := judge(t, maf, receipt, func(in *rules.Input) { in.Stage = rules.Receipt })
	answered := judge(t, maf, w.facts(t0), func(in *rules.Input) { in.Stage = rules.Answered })
	if got := letters(atReceipt); got != "bcdeg" {
		t.Errorf("at receipt %q", got)
	}
	if got := letters(answered); got != "afh" {
		t.Errorf("with the answer %q", got)
	}
	if all := judge(t, maf, w.facts(t0), nil); len(all) != len(atReceipt)+len(answered) {
		t.Errorf("%d in all, %d and %d", len(all), len(atReceipt), len(answered))
	}
}
