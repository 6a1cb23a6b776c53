package validate

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"s1mig/pkg/filetype/envelope"
)

const ready = `{"installationID":"I-A1","devices":[{"deviceID":"90-B3-D5-1F-30-01-00-00","checks":[],"ready":true},` +
	`{"deviceID":"90-B3-D5-1F-30-01-00-01","checks":[{"check":"InstallingSMETS1ElectricityMeter","outcome":"Pass"},{"check":"SecuringSMETS1ESME","outcome":"Pass"}],"ready":true}]}`

const commissioned = `{"installationID":"I-A1","outcome":"Commissioned","devices":[` +
	`{"deviceID":"90-B3-D5-1F-30-01-00-00","commissioningParty":"DCC","outcome":"Commissioned","steps":[{"srv":"8.14.1","at":"2022-06-15T10:00:00Z","outcome":"Success","alerts":[]}]},` +
	`{"deviceID":"90-B3-D5-1F-30-01-00-01","commissioningParty":"DCC","outcome":"Commissioned","steps":[{"srv":"8.11","at":"2022-06-15T10:00:01Z","outcome":"Success","alerts":[{"code":"N16","at":"2022-06-15T10:00:02Z"}]}]}]}`

func common(id, group, chf, meter, status string) string {
	return fmt.Sprintf(`{"installationID":%q,"groupID":%q,"authorisationIDs":["A-1"],"epclEntry":"E","communicationsServiceProvider":"CSP","commissionedWithSMSO":true,"devices":[`+
		`{"deviceID":%q,"deviceType":"CHF","manufacturer":"AB01","model":"010A030B","firmwareVersion":"0002012F"},`+
		`{"deviceID":%q,"deviceType":"ESME","manufacturer":"AB01","model":"010A030B","firmwareVersion":"0002012F","mpxn":"9900000000015","status":%q,"responsibleSupplier":"SUPA","networkOperator":"NETE","esmeVariant":"A"}]}`,
		id, group, chf, meter, status)
}

const groupRecord = `{"installationID":"I-A1","groupID":"AA","sim":{"iccid":"8944000000000000013","imsi":"234150000000001","msisdn":"447700900001","apn":"smets1.test","ipAddress":"10.0.0.1"},` +
	`"devices":[{"deviceID":"90-B3-D5-1F-30-01-00-00"},{"deviceID":"90-B3-D5-1F-30-01-00-01"}]}`

// chain makes a whole set, MAF to COF, of one installation. change may alter the
// draft of each file before it is made, or leave it out.
func (k *kit) chain(t testing.TB, change map[string]func(*draft)) map[string]made {
	t.Helper()
	files := map[string]made{}
	step := func(d draft) {
		if f := change[d.Type]; f != nil {
			f(&d)
		}
		m := k.make(t, d)
		files[d.Type] = m
		if d.Left {
			m.text = nil
			files[d.Type] = m
		}
	}
	sealed := func(device string) string {
		return fmt.Sprintf(`{"deviceID":%q,"sealed":%q}`, device, k.sealedFor(t, 1, "AA", "I-A1", device, k.plaintext(device)))
	}
	step(draft{Type: "MAF", Records: []string{authorisation("A-1", "9900000000015")}})
	step(draft{Type: "MCF", At: "2022-06-14T23:00:01Z", Parents: []made{files["MAF"]}, Records: []string{common("I-A1", "AA", chf, esme, "Active")}})
	step(draft{Type: "MVF", At: "2022-06-14T23:00:02Z", Parents: []made{files["MCF"]}, Change: func(h *envelope.Header) { h.MCFOutcome = "Accepted" },
		Records: []string{`{"installationID":"I-A1","outcome":"Pass","reasons":[]}`}})
	step(draft{Type: "MGF", At: "2022-06-14T23:00:03Z", Parents: []made{files["MVF"]}, Records: []string{groupRecord}})
	step(draft{Type: "MEF", At: "2022-06-14T23:00:04Z", Parents: []made{files["MGF"], files["MCF"]}, Change: k.wrapped(t, "DCC-KA"),
		Records: []string{`{"installationID":"I-A1","devices":[` + sealed(chf) + "," + sealed(esme) + `]}`}})
	step(draft{Type: "SCF", At: "2022-06-14T23:00:05Z", Parents: []made{files["MGF"], files["MEF"]}, Records: []string{ready}})
	step(draft{Type: "COF", At: "2022-06-15T10:00:05Z", Parents: []made{files["SCF"]}, Records: []string{commissioned}})
	return files
}

// folder writes files into a new folder.
func folder(t testing.TB, sets ...map[string]made) string {
	t.Helper()
	dir := t.TempDir()
	for i, files := range sets {
		for name, m := range files {
			if m.text == nil {
				continue
			}
			at := filepath.Join(dir, fmt.Sprint("set", i), strings.ToLower(name)+".json")
			if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(at, m.text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// found are the findings of a folder, as "file: code".
func (k *kit) found(t testing.TB, dir string) string {
	t.Helper()
	report, err := Paths(context.Background(), []string{dir}, k.options())
	if err != nil {
		t.Fatal(err)
	}
	var s []string
	for _, f := range report.Files {
		if f.Err != nil {
			t.Fatal(f.Name, f.Err)
		}
		for _, one := range f.Findings {
			s = append(s, f.FileType+": "+string(one.Code))
			if !one.Pos.IsValid() || one.Path == "" {
				t.Errorf("%s: %v has no place", f.Name, one)
			}
		}
	}
	return strings.Join(s, ", ")
}

func records(r ...string) func(*draft) { return func(d *draft) { d.Records = r } }

// TestSet holds each rule of sets with a set that breaks it; the set from which
// they are made breaks none.
//
//trace:shows 5.3, 5.3(b), 5.3(c), 5.3(d), 5.3(e), 5.6(a)(i), 5.6(a)(ii)
//trace:covers * validate exchange
func TestSet(t *testing.T) {
	k := newKit(t)
	const other = "90-B3-D5-1F-30-01-00-09"
	both := []string{common("I-A1", "AA", chf, esme, "Active"), strings.Replace(common("I-A2", "AA", other, "90-B3-D5-1F-30-01-00-0A", "Active"), "9900000000015", "9900000000024", 1)}
	maf2 := records(authorisation("A-1", "9900000000015", "9900000000024"))
	outcome := func(id, o string) string {
		return fmt.Sprintf(`{"installationID":%q,"outcome":%q,"reasons":[%s]}`, id, o, map[string]string{"Pass": "", "Fail": `{"code":"X-EPCL","detail":"no"}`}[o])
	}
	replace := func(old, to string) func(*draft) {
		return func(d *draft) { d.Records[0] = strings.Replace(d.Records[0], old, to, 1) }
	}
	leave := func(d *draft) { d.Left = true }
	type changes = map[string]func(*draft)
	for _, c := range []struct {
		name, want string
		change     changes
	}{
		{"a good set", "", nil},
		{"no MEF", "MGF: X-SET-INCOMPLETE, SCF: X-PARENT-MISSING", changes{"MEF": leave}},
		{"no MGF", "MEF: X-PARENT-MISSING, MEF: X-SET-INCOMPLETE, SCF: X-PARENT-MISSING", changes{"MGF": leave}},
		{"no MCF", "MEF: X-PARENT-MISSING, MVF: X-PARENT-MISSING", changes{"MCF": leave}},
		{"made before its parent", "MVF: X-TIME-ORDER", changes{"MVF": func(d *draft) { d.At = "2022-06-14T22:00:00Z" }}},
		{"an unauthorised meter", "MCF: X-NO-AUTHORISATION", changes{"MAF": records(authorisation("A-1", "9900000000024"))}},
		{"another authorisation", "MCF: X-NO-AUTHORISATION", changes{"MAF": records(authorisation("A-2", "9900000000015"))}},
		{"a dormant meter that is not ready", "MCF: X-DORMANT-NOT-READY", changes{"MCF": records(common("I-A1", "AA", chf, esme, "Dormant"))}},
		{"an outcome is missing", "MVF: X-LOST", changes{"MAF": maf2, "MCF": records(both...)}},
		{"an outcome too many", "MVF: X-EXTRA", changes{"MVF": records(outcome("I-A1", "Pass"), outcome("I-A7", "Fail"))}},
		{"outcomes in another order", "MVF: X-MVF-ORDER", changes{"MAF": maf2, "MCF": records(both...), "MVF": records(outcome("I-A2", "Fail"), outcome("I-A1", "Pass"))}},
		{"passed and not in the MGF", "MGF: X-LOST", changes{"MAF": maf2, "MCF": records(both...), "MVF": records(outcome("I-A1", "Pass"), outcome("I-A2", "Pass"))}},
		{"failed and in the MGF", "MGF: X-EXTRA", changes{"MVF": records(outcome("I-A1", "Fail"))}},
		{"a group without files", "MVF: X-SET-INCOMPLETE", changes{"MAF": maf2, "MVF": records(outcome("I-A1", "Pass"), outcome("I-A2", "Pass")),
			"MCF": records(both[0], strings.Replace(both[1], `"AA"`, `"BA"`, 1))}},
		{"another group", "MGF: X-CHANGED, MVF: X-SET-INCOMPLETE", changes{"MCF": records(common("I-A1", "BA", chf, esme, "Active"))}},
		{"a device lost in the MGF", "MEF: X-EXTRA, MGF: X-LOST, SCF: X-EXTRA", changes{"MGF": replace(`,{"deviceID":"90-B3-D5-1F-30-01-00-01"}`, "")}},
		{"a device too many in the SCF", "COF: X-LOST, SCF: X-EXTRA", changes{"SCF": replace(`"devices":[`, `"devices":[{"deviceID":"`+other+`","checks":[],"ready":true},`)}},
		{"a device lost in the COF", "COF: X-LOST, COF: X-COF-OUTCOME", changes{"COF": records(commissioned[:strings.Index(commissioned, `,{"deviceID":"90-B3-D5-1F-30-01-00-01"`)] + "]}")}},
		{"not ready and commissioned", "COF: X-COF-NOT-IN-SCF", changes{"SCF": replace(`"outcome":"Pass"}],"ready":true`, `"outcome":"Fail","reason":"scripted"}],"ready":false`)}},
		{"the CHF by the supplier", "COF: X-CHF-BY-DCC", changes{"COF": replace(`"commissioningParty":"DCC"`, `"commissioningParty":"Supplier"`)}},
		{"the wrong outcome", "COF: X-COF-OUTCOME", changes{"COF": replace(`"commissioningParty":"DCC","outcome":"Commissioned","steps":[{"srv":"8.11","at":"2022-06-15T10:00:01Z","outcome":"Success"`,
			`"commissioningParty":"DCC","outcome":"Failed","steps":[{"srv":"8.11","at":"2022-06-15T10:00:01Z","outcome":"Failure"`)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := k.found(t, folder(t, k.chain(t, c.change)))
			if got != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

// TestSeveralRuns checks that several runs in one folder do not confuse one
// another, although they use the same names and numbers, and that copies of a
// file are no replays.
func TestSeveralRuns(t *testing.T) {
	k := newKit(t)
	first := k.chain(t, nil)
	second := k.chain(t, map[string]func(*draft){"MAF": func(d *draft) { d.At = "2022-06-08T09:30:00Z" }})
	if got := k.found(t, folder(t, first, second, first)); got != "" {
		t.Errorf("found %q", got)
	}
}

// TestReplayAndGap checks sequence numbers within a folder (formats, Header).
//
//trace:shows 5.3
//trace:covers MAF validate exchange
func TestReplayAndGap(t *testing.T) {
	k := newKit(t)
	files := k.chain(t, nil)
	again := draft{Type: "MVF", At: "2022-06-14T23:00:09Z", Parents: []made{files["MCF"]}, Change: func(h *envelope.Header) { h.MCFOutcome = "Accepted" },
		Records: []string{`{"installationID":"I-A1","outcome":"Pass","reasons":[]}`}}
	files["MVF2"] = k.make(t, again)
	if got := k.found(t, folder(t, files)); got != "MVF: S-REPLAY" {
		t.Errorf("found %q", got)
	}
	again.Sequence = 3
	files["MVF2"] = k.make(t, again)
	if got := k.found(t, folder(t, files)); got != "MVF: X-GAP" {
		t.Errorf("found %q", got)
	}
}

// TestLoneFile checks that what needs the other files of a set is neither judged
// nor listed where a file stands alone.
func TestLoneFile(t *testing.T) {
	k := newKit(t)
	for name, m := range k.chain(t, nil) {
		f := k.judge(t, m, k.options())
		if len(f.Findings) > 0 {
			t.Errorf("%s: %v", name, f.Findings)
		}
		for _, n := range f.NotEvaluated {
			if strings.Contains(n.Because, "set") || strings.Contains(n.Because, "before") {
				t.Errorf("%s: %v", name, n)
			}
		}
	}
}

// TestParts checks parts of a set: in a folder a missing parent is an error, even
// of the only file; files that are named are compared as far as they go.
func TestParts(t *testing.T) {
	k := newKit(t)
	files := k.chain(t, nil)
	if got := k.found(t, folder(t, map[string]made{"MVF": files["MVF"]})); got != "MVF: X-PARENT-MISSING" {
		t.Errorf("found %q", got)
	}
	lost := k.chain(t, map[string]func(*draft){"SCF": func(d *draft) {
		d.Records[0] = strings.Replace(d.Records[0], `{"deviceID":"90-B3-D5-1F-30-01-00-00","checks":[],"ready":true},`, "", 1)
	}})
	dir := folder(t, lost)
	report, err := Paths(context.Background(), []string{filepath.Join(dir, "set0", "scf.json"), filepath.Join(dir, "set0", "mgf.json")}, k.options())
	if err != nil {
		t.Fatal(err)
	}
	scf := report.Files[0]
	if codes(scf.Findings) != "X-LOST" || len(report.Files[1].Findings) > 0 {
		t.Fatalf("found %v and %v", scf.Findings, report.Files[1].Findings)
	}
	f := scf.Findings[0]
	want := "device 90-B3-D5-1F-30-01-00-00 of installation I-A1 in " + filepath.ToSlash(filepath.Join(dir, "set0", "mgf.json")) + " (line 3) is not in this file (line 3)"
	if f.Message != want || f.Path != "/installations/0" || f.Pos.Line != 3 || strings.Join(scf.Rejected, "") != "I-A1" || scf.Outcome != PartlyRejected || *scf.Valid {
		t.Errorf("found %+v, %s", f, scf.Outcome)
	}
}
