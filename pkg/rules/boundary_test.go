package rules_test

import (
	"testing"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
)

// TestLineBoundaries holds both sides of what the rules of a MAF's lines count
// and compare, with what is said: 5.2, 17.18 and 17.20(f)–(h).
//
//trace:shows 5.2, 17.18
func TestLineBoundaries(t *testing.T) {
	const (
		one, two = "X-AUTH-INCOMPLETE /authorisations/0/meters: 1 of the 2 active meters of SUPA at the installation are listed (add a line for the meter that is not listed)", "state commissioningParty DCC"
		combi    = "X-COMBINATION /authorisations/0/commissioningParty: not a clause 5.2 combination: the supplier submits, for an installation with "
		submits  = `"commissioningParty":"Supplier","meters"`
		certs    = "/authorisations/0/meters/0/supplierCertificateIDs/"
		forFuel  = " (state your own certificates for the fuel of this line)"
		inForce  = " (state a certificate that is in force)"
	)
	net := "X-CERT-STATUS /authorisations/0/meters/0/networkOperatorCertificateID: network operator certificate "
	for _, c := range []struct{ name, smso, record, want string }{
		{"one of two lines", "SMSO1", r0("9900000000089", "9900000000015"), one},
		{"the same line twice", "SMSO1", r1("9999000104", "9900000000015", `"Z9:5A0201","Z9:5A0202"`, `"Z9:5A0101"`, "470001", "4E0001"), one},
		{"17.18: the other fuel's line of another installation", "SMSO1", r1("9999000104", "9999000205"),
			"X-AUTH-TWO-INSTALLATIONS /authorisations/0/meters/1/mpxn: MPxN 9999000205 does not belong to the installation of MPxN 9900000000015 (write an authorisation for each installation)"},
		{"5.2(c)", "SMSO2", r0("9900000000089", "9900000000033", `"meters"`, submits), combi + "more than one responsible supplier (" + two + ")"},
		{"5.2(e)", "SMSO3", r0("9900000000089", "9900000000060", `"meters"`, submits), combi + "a dormant meter (" + two + ")"},
		{"a party that cannot be read", "SMSO2", r0("9900000000089", "9900000000033", `"meters"`, `"commissioningParty":"Nobody","meters"`), "S-FIELD-VALUE"},
		{"unknown, of one digit", "", r0("Z9:5A0102", "7"), `X-SUPPLIER-CERT-WRONG ` + certs + `1: supplier certificate "7" cannot be used: certificate is not in the directory` + forFuel},
		{"unknown", "", r0("Z9:5A0102", "Z9:FF"), `X-SUPPLIER-CERT-WRONG ` + certs + `1: supplier certificate "Z9:FF" cannot be used: certificate is not in the directory` + forFuel},
		{"no supplier's", "", r0("Z9:5A0102", "Z9:4E0001"), `X-SUPPLIER-CERT-WRONG ` + certs + `1: supplier certificate "Z9:4E0001" is no supplier's` + forFuel},
		{"another supplier's", "", r0("Z9:5A0101", "Z9:5B0101"), `X-SUPPLIER-CERT-WRONG ` + certs + `0: supplier certificate "Z9:5B0101" is not SUPA's` + forFuel},
		{"for gas", "", r0("Z9:5A0101", "Z9:5A0201"), `X-SUPPLIER-CERT-WRONG ` + certs + `0: supplier certificate "Z9:5A0201" is not one for electricity` + forFuel},
		{"a placeholder beside one", "", r0("Z9:5A0101", "N/A"), ""},
		{"revoked", "", r0("Z9:5A0101", "Z9:5A0104"), `X-CERT-STATUS ` + certs + `0: supplier certificate "Z9:5A0104" was revoked` + inForce},
		{"another supplier's, and revoked", "", r0("Z9:5A0101", "Z9:5B0104"), `X-SUPPLIER-CERT-WRONG ` + certs + `0: supplier certificate "Z9:5B0104" is not SUPA's` + forFuel},
		{"revoked, of a meter that is another's", "", r0("9900000000089", "9900000000103", "Z9:5A0101", "Z9:5A0104"),
			"MTAD-17.20f /authorisations/0/meters/0/mpxn: the register of SMSO4 does not identify SUPA as the responsible supplier of MPxN 9900000000103 (none) (authorise your own meters alone; where the register is wrong, have the SMSO correct it)"},
		{"h: expired", "", r0("4E0001", "4E0003"), net + `"Z9:4E0003" expired at 2022-02-01T00:00:00Z` + inForce},
		{"h: revoked", "", r0("4E0001", "4E0004"), net + `"Z9:4E0004" was revoked` + inForce},
		{"h: a supplier's of that name", "", r0("4E0001", "5E0001"), `MTAD-17.20h /authorisations/0/meters/0/networkOperatorCertificateID: certificate "Z9:5E0001" does not belong to the network operator of MPxN 9900000000089 (state the certificate of the network operator of this MPxN)`},
		{"h: unknown", "", r0("4E0001", "ABCDEF"), `MTAD-17.20h /authorisations/0/meters/0/networkOperatorCertificateID: certificate "Z9:ABCDEF" is no network operator's: certificate is not in the directory (state the certificate of the network operator of this MPxN)`},
		{"an unknown distributor", "", r0("9900000000089", "7700000000010"), "MTAD-17.20a X-DISTRIBUTOR"},
		{"a known distributor", "", r0("9900000000089", "1000000000003"), "MTAD-17.20a"},
		{"a Sunday", "", r0("2022-06-15", "2022-06-19"), "X-WEEKEND /authorisations/0/migrateOn: migrateOn 2022-06-19 is a Sunday"},
		{"a Friday", "", r0("2022-06-15", "2022-06-17"), ""},
		{"52 weeks ahead", "", r0("2022-06-13", "2023-06-05", "2022-06-15", "2023-06-07"), ""},
		{"53 weeks ahead", "", r0("2022-06-13", "2023-06-12", "2022-06-15", "2023-06-14"), "X-WEEK-FAR /authorisations/0/migrationWeek: week 2023-06-12 is more than 52 weeks after 2022-06-08 (check the year)"},
	} {
		w := newWorld()
		w.certify("5A0104", "SUPA", "5A0101", true)
		w.certify("5B0104", "SUPB", "5B0101", true)
		w.certify("5E0001", "NETE", "5A0101", false)
		found := judge(t, file{Type: "MAF", SMSO: c.smso, Records: []string{c.record}}, w.facts(t0), nil)
		if got := said(found); got != c.want && codes(found) != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

// certify adds a certificate like another one, of that organisation.
func (w *world) certify(serial, org, like string, revoked bool) {
	f := w.certificates[like]
	f.Organisation, f.Revoked = org, revoked
	w.certificates[serial] = f
}

// TestFarWeek holds the edge of X-WEEK-FAR to the day: a week that starts 364
// days after receipt is not far.
func TestFarWeek(t *testing.T) {
	for now, want := range map[string]string{"2022-06-13T09:00:00Z": "", "2022-06-12T09:00:00Z": "X-WEEK-FAR"} {
		record := r0("2022-06-13", "2023-06-12", "2022-06-15", "2023-06-14")
		if got := codes(judge(t, file{Type: "MAF", Records: []string{record}}, newWorld().facts(now), nil)); got != want {
			t.Errorf("at %s: %q", now, got)
		}
	}
}

// TestValidity holds both ends of a certificate's validity, inclusive as in RFC
// 5280 4.1.2.5, by the clock or, without one, by when the file was made.
func TestValidity(t *testing.T) {
	const from, to = "2022-01-01T00:00:00Z", "2032-01-01T00:00:00Z"
	for _, c := range []struct{ now, want string }{
		{"2021-12-31T23:59:59Z", `"Z9:4E0001" is valid only from ` + from}, {from, ""}, {to, ""},
		{"2032-01-01T00:00:01Z", `"Z9:4E0001" expired at ` + to},
	} {
		want := c.want
		if want != "" {
			want = "network operator certificate " + want
		}
		got := ""
		for _, f := range judge(t, file{Type: "MAF", Records: []string{r0()}}, newWorld().facts(c.now), nil) {
			if f.Code == "X-CERT-STATUS" {
				got += f.Message
			}
		}
		if got != want {
			t.Errorf("at %s: %q, want %q", c.now, got, want)
		}
	}
	w := newWorld()
	facts := w.facts(t0)
	facts.Clock = nil // the file was made at t0, when 4E0003 had expired
	if got := codes(judge(t, file{Type: "MAF", Records: []string{r0("4E0001", "4E0003")}}, facts, nil)); got != "X-CERT-STATUS" {
		t.Errorf("without a clock %q", got)
	}
	undated := func(in *rules.Input) { in.Header.CreatedAt = 0 }
	if got := codes(judge(t, file{Type: "MAF", Records: []string{r0("4E0001", "4E0003")}}, facts, undated)); got != "" {
		t.Errorf("without a clock and a date %q", got)
	}
}

// TestDUSTBoundaries holds both sides of the days and the words of 17.10, 17.13,
// 17.15 and 17.24.
//
//trace:shows 17.24
func TestDUSTBoundaries(t *testing.T) {
	on := func(day string) string { return r1("2022-06-15", day) }
	for _, c := range []struct {
		name, record, want string
		change             func(*world)
	}{
		{"17.15: the day the notice has run", on("2022-06-15"), "", func(w *world) { w.earliest["SUPA"] = civil.MustDate("2022-06-15") }},
		{"17.15: the day before", on("2022-06-14"), "X-NOTICE /authorisations/0/migrateOn: the notice of SUPA runs until 2022-06-15, after migrateOn 2022-06-14 (choose a day from 2022-06-15, or agree a shorter notice with dcc)",
			func(w *world) { w.earliest["SUPA"] = civil.MustDate("2022-06-15") }},
		{"17.13: gas", on("2022-06-15"), "X-NOT-ELIGIBLE /authorisations/0/meters/1/mpxn: SUPA has not completed the user entry process tests as gas supplier", func(w *world) { delete(w.dust, "SUPA gas") }},
		{"17.13: electricity", on("2022-06-15"), "X-NOT-ELIGIBLE /authorisations/0/meters/0/mpxn: SUPA has not completed the user entry process tests as import supplier", func(w *world) { delete(w.dust, "SUPA") }},
		{"17.24", on("2022-06-16"), "X-DUST-CLOSED /authorisations/0/migrateOn: migration dust for group AA ended on 2022-06-15, before migrateOn 2022-06-16 (the last day is 2022-06-15)",
			func(w *world) { w.groups["AA"] = rule.Group{ID: "AA", Final: civil.MustDate("2022-06-15")} }},
		{"Table 17.6", on("2022-06-15"), `X-GROUP-UNKNOWN /authorisations/0/meters/0/mpxn: MPxN 9900000000015 belongs to the group "AA", which is not known`, func(w *world) { delete(w.groups, "AA") }},
	} {
		w := newWorld()
		c.change(w)
		found := judge(t, file{Type: "MAF", SMSO: "SMSO1", Environment: "migration-dust", Records: []string{c.record}}, w.facts(t0), nil)
		if got := said(found); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestElsewhere checks that DCC is told of another SMSO alone, never of none or
// of the one that the file is for.
func TestElsewhere(t *testing.T) {
	const hint = "check the MPxN, and that the file is addressed to the SMSO that serves it"
	w := newWorld()
	removed := w.register[mpxn("9900000000089")]
	for elsewhere, want := range map[string]string{"": hint, "SMSO4": hint, "SMSO2": "registered with SMSO2"} {
		removed.smso = elsewhere
		w.register[mpxn("9900000000098")] = removed
		facts := w.facts(t0)
		facts.Register = absent{w}
		found := judge(t, file{Type: "MAF", Records: []string{r0("9900000000089", "9900000000098")}}, facts, func(in *rules.Input) { in.Audience = rules.ForDCC })
		if len(found) != 1 || found[0].Hint != want {
			t.Errorf("%q: %v", elsewhere, found)
		}
	}
}

// absent is a register that has no current entry for anything.
type absent struct{ *world }

func (absent) Meter(string, string, ident.MPxN) (rule.MeterFacts, bool) {
	return rule.MeterFacts{}, false
}
