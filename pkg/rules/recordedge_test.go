package rules_test

import (
	"strings"
	"testing"

	"s1mig/pkg/rule"
)

// TestRecordEdges holds, for the other types of file, what stands right beside a
// fault, and what is said of the fault itself.
//
//trace:shows 5.3(b), 5.3(c), 5.3(d), 17.7
func TestRecordEdges(t *testing.T) {
	const (
		dev1  = " /installations/0/devices/1/"
		gsme  = `"deviceType":"GSME"`
		notOf = "is not of the organisation of the other one"
	)
	toGSME := []string{`"deviceType":"ESME"`, gsme, `,"esmeVariant":"A"`, "", "9900000000089", "9999000104"}
	for _, c := range []struct {
		name, typ, record, want string
		replace                 []string
	}{
		{"17.7: N16 on request", "ALERTS", alertRecord, "", []string{"N55", "N16"}},
		{"17.7: N42 on request", "ALERTS", alertRecord, "X-ALERT-REQUEST /alerts/0/code: the alert N42 was generated on request (only N16 and N55 are generated on request)", []string{"N55", "N42", "8.11", "6.21"}},
		{"17.7: not on request", "ALERTS", alertRecord, "", []string{"N55", "N24", "true", "false"}},
		{"Table 5.2", "ALERTS", alertRecord, "X-ALERT-SRV /alerts/0/code: the alert N16 does not follow the request 6.21 (N16 and N24 follow 8.11, N42 follows 6.15.1 or 6.21, N55 any request)", []string{"N55", "N16", "8.11", "6.21"}},
		{"no devices", "MCF", mcfRecord, "S-FIELD-ITEMS", []string{mcfRecord[strings.Index(mcfRecord, `"devices"`):], `"devices":[]}`}},
		{"no CHF", "MCF", mcfRecord, "X-MCF-NO-CHF /installations/0/devices: the installation has 0 CHFs; it must have exactly one (give the installation its one CHF)", []string{`"CHF"`, `"GPF"`}},
		{"a gas meter alone", "MCF", mcfRecord, "", toGSME},
		{"a gas meter has no variant", "MCF", mcfRecord, "X-METER-FIELDS" + dev1 + "esmeVariant: a GSME has no esmeVariant (take the field off)", []string{`"deviceType":"ESME"`, gsme, "9900000000089", "9999000104"}},
		{"an electricity meter has one", "MCF", mcfRecord, "X-METER-FIELDS" + dev1 + "esmeVariant: the ESME has no esmeVariant (add the field)", []string{`,"esmeVariant":"A"`, ""}},
		{"an ESME's MPRN", "MCF", mcfRecord, "X-METER-FIELDS" + dev1 + "mpxn: the MPxN 9999000104 of an ESME is one of gas (an ESME has an MPAN, a GSME an MPRN)", []string{"9900000000089", "9999000104"}},
		{"a GSME's MPAN", "MCF", mcfRecord, "X-METER-FIELDS" + dev1 + "mpxn: the MPxN 9900000000089 of a GSME is one of electricity (an ESME has an MPAN, a GSME an MPRN)", toGSME[:4]},
		{"check digits", "MCF", mcfRecord, "S-MPXN-CHECKDIGIT" + dev1 + "mpxn: the check digits of MPxN 9900000000088 are wrong (compare the number with its source)", []string{"9900000000089", "9900000000088"}},
		{"5.3(c): Pass without a reason", "MVF", mvfRecord, "", []string{`{"code":"X-EPCL","detail":"no"}`, "", "Fail", "Pass"}},
		{"5.3(c): Fail without one", "MVF", mvfRecord, "X-MVF-REASONS /installations/0/reasons: the installation failed and no reason is given (give at least one reason)", []string{`{"code":"X-EPCL","detail":"no"}`, ""}},
		{"5.3(c): Pass with one", "MVF", mvfRecord, "X-MVF-REASONS /installations/0/reasons: the installation passed and has reasons (give no reason where the installation passed)", []string{"Fail", "Pass"}},
		{"5.3(d): another group", "MGF", mgfRecord, "X-MGF-GROUP-MIX /installations/0/groupID: the installation is of group CA; the file is of EA (put it into the file of its own group)", []string{`"EA"`, `"CA"`}},
		{"of two suppliers", "MGF", mgfRecord, "X-MGF-CERTIFICATE" + dev1 + `nonCriticalSupplierCertificateID: nonCriticalSupplierCertificateID "Z9:5B0101" ` + notOf, []string{"5A0102", "5B0101"}},
		{"of two network operators", "MGF", mgfRecord, "X-MGF-CERTIFICATE" + dev1 + `criticalNetworkOperatorCertificateID: criticalNetworkOperatorCertificateID "Z9:FF" cannot be used: certificate is not in the directory`, []string{`"criticalNetworkOperatorCertificateID":"Z9:4E0001"`, `"criticalNetworkOperatorCertificateID":"Z9:FF"`}},
		{"of two network operators", "MGF", mgfRecord, "X-MGF-CERTIFICATE" + dev1 + `nonCriticalNetworkOperatorCertificateID: nonCriticalNetworkOperatorCertificateID "Z9:4E0002" ` + notOf, []string{`"nonCriticalNetworkOperatorCertificateID":"Z9:4E0001"`, `"nonCriticalNetworkOperatorCertificateID":"Z9:4E0002"`}},
		{"a supplier's for an operator's", "MGF", mgfRecord, "X-MGF-CERTIFICATE" + dev1 + `nonCriticalNetworkOperatorCertificateID: nonCriticalNetworkOperatorCertificateID "Z9:5A0101" is not a NetworkOperator's`, []string{`"nonCriticalNetworkOperatorCertificateID":"Z9:4E0001"`, `"nonCriticalNetworkOperatorCertificateID":"Z9:5A0101"`}},
		{"6.3(a)(iv)", "READY-REPORT", readyRecord, "X-READY-ACTIVE /installations/0/devices/0/status: device 90-B3-D5-1F-30-01-00-00 is an active meter (leave the meter out: an active meter migrates by a MAF)", []string{`"Dormant"`, `"Active"`}},
		{"6.3(a)(iv): a dormant meter of the register", "READY-REPORT", readyRecord, "", []string{"9999000609", "9900000000140"}},
	} {
		f := file{Type: c.typ, Records: []string{replaced(c.record, c.replace)}}
		switch c.typ {
		case "MGF":
			f.Group = `"groupID":"EA",`
		case "MVF":
			f.Group = `"mcfOutcome":"Accepted",`
		}
		w := newWorld()
		w.add("9900000000140", "SMSO4", "I-D9", "EA", "SUPA", rule.MeterFacts{DormantMeters: 1})
		found := judge(t, f, w.facts(t0), nil)
		if got := said(found); got != c.want && codes(found) != c.want {
			t.Errorf("%s %s:\ngot  %s\nwant %s", c.typ, c.name, got, c.want)
		}
	}
}

// TestGroupOfAny checks that a group of no SMSO and no release in the
// configuration goes with any.
func TestGroupOfAny(t *testing.T) {
	for _, c := range []struct {
		group rule.Group
		want  string
	}{
		{rule.Group{ID: "EA"}, ""}, {rule.Group{ID: "EA", SMSO: "SMSO4", Release: "FOC"}, ""},
		{rule.Group{ID: "EA", SMSO: "SMSO1"}, "X-GROUP-SMSO /installations/0/groupID: the group EA is not one of SMSO4"},
		{rule.Group{ID: "EA", Release: "IOC"}, "X-RELEASE /installations/0/groupID: the group EA belongs to IOC; the file is of FOC"},
	} {
		w := newWorld()
		w.groups["EA"] = c.group
		if got := said(judge(t, file{Type: "MCF", Records: []string{mcfRecord}}, w.facts(t0), nil)); got != c.want {
			t.Errorf("%+v: %s", c.group, got)
		}
	}
}
