package acceptance

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/generate"
	"s1mig/pkg/ident"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/seal"
	"s1mig/pkg/spec"
	"s1mig/pkg/validate"
	"s1mig/pkg/world"
)

// fileChecks are of clause 5.3: the five files of the SMSO and the supplier.
func fileChecks() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"5.3(a)": testMAFRoundTrip,
		"5.3(b)": testNoCHF,
		"5.3(c)": testMVF,
		"5.3(d)": testMGF,
		"5.3(e)": testMEF,
	}
}

// madeMAF writes the MAF of R0 from the estate, as SUPA does.
func madeMAF(t *testing.T, w *world.World) []byte {
	t.Helper()
	a, ok := generate.AuthorisationOf(w, installation(t, w, "I-E1"), "SUPA")
	if !ok {
		t.Fatal("SUPA has no authorisation of I-E1")
	}
	supa, _ := w.Organisation("SUPA")
	var b bytes.Buffer
	out := codec.NewWriter(&b, maf.Type, &envelope.Header{FileType: "MAF", FormatVersion: "1.0", Environment: envelope.MigrationTesting,
		CapabilityRelease: "FOC", SMSO: "SMSO4", Sender: supa.EUI, Recipient: w.DCC().EUI, Sequence: 1, CreatedAt: civil.InstantOf(t0), TestData: true})
	out.Write(&a.Authorisation)
	kid, key, _ := w.SigningKey("SUPA")
	if _, err := out.Close(func(digest string, n int64) (string, error) { return seal.SignTrailer(key, kid, digest, n) }); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// collect keeps a copy of the one record of a file.
type collect struct{ records []maf.Authorisation }

func (c *collect) Record(r *codec.Record) {
	a := *r.Value.(*maf.Authorisation)
	a.AuthorisationID = strings.Clone(a.AuthorisationID)
	a.Meters = slices.Clone(a.Meters)
	for i := range a.Meters {
		a.Meters[i].NetworkOperatorCertificateID = ident.CertificateID(strings.Clone(string(a.Meters[i].NetworkOperatorCertificateID)))
		ids := slices.Clone(a.Meters[i].SupplierCertificateIDs)
		for k := range ids {
			ids[k] = ident.CertificateID(strings.Clone(string(ids[k])))
		}
		a.Meters[i].SupplierCertificateIDs = ids
	}
	c.records = append(c.records, a)
}

func (c *collect) End() any { return nil }

func testMAFRoundTrip(t *testing.T) {
	text := madeMAF(t, w1(t))
	if !bytes.Equal(text, madeMAF(t, w1(t))) {
		t.Error("the same seed gives other bytes")
	}
	f, err := codec.Open(bytes.NewReader(text), filetype.Lookup, codec.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	got := &collect{}
	result, err := f.Visit(context.Background(), func() codec.Worker { return got }, func(any) error { return nil })
	if err != nil || len(f.Findings)+len(result.Findings) > 0 {
		t.Fatal(err, f.Findings, result.Findings)
	}
	mpan, _ := ident.ParseMPxN([]byte("9900000000089"))
	want := []maf.Authorisation{{AuthorisationID: generate.AuthorisationID("I-E1", "SUPA"),
		MigrationWeek: civil.MustDate("2022-06-13"), MigrateOn: civil.MustDate("2022-06-15"),
		Meters: []maf.Meter{{MPxN: mpan, SupplierCertificateIDs: []ident.CertificateID{"Z9:5A0101", "Z9:5A0102"}, NetworkOperatorCertificateID: "Z9:4E0001"}}}}
	if diff := cmp.Diff(want, got.records, cmpopts.IgnoreTypes(spec.Object{})); diff != "" {
		t.Errorf("what is read differs from what was written (-want +got):\n%s", diff)
	}
}

func testNoCHF(t *testing.T) {
	w := w1(t)
	chf := `{"deviceID":"` + device(t, installation(t, w, "I-A1"), "CHF") + `","deviceType":"CHF","manufacturer":"1001","model":"00010001","firmwareVersion":"01000001"},`
	m := tampered(t, w, "MCF", func(s *sheet) {
		if strings.Contains(s.head, `"SMSO1"`) {
			s.replace(t, chf, "")
		}
	})
	d, _ := m.having(t, "MCF", "DCC", "I-A1")
	f := judge(t, w, d.path, d.raw, t0)
	wantCodes(t, f, "X-MCF-NO-CHF")
	wantIn(t, f, "X-MCF-NO-CHF", "I-A1")
	if !slices.Equal(f.Rejected, []string{"I-A1"}) {
		t.Errorf("rejected: %v, want I-A1 alone", f.Rejected)
	}
	mvf, bad := m.having(t, "MVF", "SMSO1", "I-A1")
	good := mvf.installation("I-A2")
	if bad.Outcome != "Fail" || len(bad.Reasons) != 1 || bad.Reasons[0].Code != "X-MCF-NO-CHF" || good == nil || good.Outcome != "Pass" {
		t.Errorf("the MVF says %+v of I-A1 and %+v of I-A2", bad, good)
	}
}

func testMVF(t *testing.T) {
	w := worldWith(t, register("SMSO2"), `"installationID":"I-D2","groupID":"CB","epclEntry":"EPCL-0003","commissionedWithSMSO":true`,
		`"installationID":"I-D2","groupID":"CB","epclEntry":"EPCL-0003","commissionedWithSMSO":false`)
	m := run(t, pipeline.Options{World: w}, "")
	common, _ := m.having(t, "MCF", "DCC", "I-D2")
	mvf, _ := m.having(t, "MVF", "SMSO2", "I-D2")
	outcomes := map[string]string{}
	for _, r := range mvf.Records {
		outcomes[r.InstallationID] = r.Outcome
	}
	want := map[string]string{"I-A3": "Pass", "I-D1": "Pass", "I-D2": "Fail"}
	if len(common.Records) != 3 || len(mvf.Records) != 3 || !maps.Equal(outcomes, want) {
		t.Errorf("%d installations, outcomes %v, want %v", len(common.Records), outcomes, want)
	}
	if bad := mvf.installation("I-D2"); len(bad.Reasons) == 0 || bad.Reasons[0].Code != "X-NOT-COMMISSIONED" {
		t.Errorf("the reason is %v", bad.Reasons)
	}
	parents := mvf.Header.Parents
	if len(parents) != 1 || !strings.HasSuffix(common.path, "/"+parents[0].File) || parents[0].Digest != common.Trailer.Digest {
		t.Errorf("the MVF's parents are %v, want %s with %s", parents, common.path, common.Trailer.Digest)
	}
}

func testMGF(t *testing.T) {
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, "")
	aa, _ := m.having(t, "MGF", "DCC", "I-A1")
	ca, _ := m.having(t, "MGF", "DCC", "I-A3")
	mixed := cut(t, aa.raw)
	mixed.records = append(mixed.records, cut(t, ca.raw).records...)
	f := judge(t, w, aa.path, mixed.sealed(t, w, "SMSO1"), t0)
	wantCodes(t, f, "X-MGF-GROUP-MIX")
	wantIn(t, f, "X-MGF-GROUP-MIX", "I-A3")
	chf := `{"deviceID":"` + device(t, installation(t, w, "I-A1"), "CHF") + `"`
	clear := cut(t, aa.raw).replace(t, chf, chf+`,"masterKey":"000102030405060708090a0b0c0d0e0f"`)
	wantCodes(t, judge(t, w, aa.path, clear.sealed(t, w, "SMSO1"), t0), "X-MGF-SECRET-IN-CLEAR")
	unknown := cut(t, aa.raw).replace(t, chf, chf+`,"colour":"red"`)
	wantCodes(t, judge(t, w, aa.path, unknown.sealed(t, w, "SMSO1"), t0), "S-UNKNOWN-FIELD")
}

// pair is what the devices of a file are called, with their installation.
func devicesOf(d document) []string {
	var all []string
	for _, r := range d.Records {
		for _, dev := range r.Devices {
			all = append(all, r.InstallationID+" "+dev.DeviceID)
		}
	}
	slices.Sort(all)
	return all
}

func testMEF(t *testing.T) {
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, "")
	for _, d := range m.sent(t, "MEF", "DCC") {
		mgf, _ := m.having(t, "MGF", "DCC", d.Records[0].InstallationID)
		if got, want := devicesOf(d), devicesOf(mgf); len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s has the devices %v, its MGF %v", d.path, got, want)
		}
		if f := judge(t, w, d.path, d.raw, t0); len(f.Findings) > 0 || f.Valid == nil || !*f.Valid {
			t.Errorf("%s does not open: %v", d.path, f.Findings)
		}
		testCredentials(t, w, d)
		testWrongKey(t, w, d)
		testFlippedBit(t, w, d)
	}
}

// testCredentials opens every value and looks for what is in it elsewhere.
func testCredentials(t *testing.T, w *world.World, d document) {
	id, key := w.AgreementKey()
	content, err := seal.UnwrapContentKey(d.Header.ContentKey, key, id)
	if err != nil {
		t.Fatal(err)
	}
	opener := seal.NewSealer(content, false)
	sender, _ := ident.ParseEUI64([]byte(d.Header.Sender))
	for _, r := range d.Records {
		for _, dev := range r.Devices {
			eui, _ := ident.ParseEUI64([]byte(dev.DeviceID))
			aad := seal.AAD(nil, sender, d.Header.Sequence, d.Header.GroupID, r.InstallationID, eui)
			want := w.Credentials(eui)
			plain, err := opener.Open(nil, aad, []byte(dev.Sealed))
			if err != nil || !bytes.Equal(plain, want.AppendJSON(nil)) {
				t.Errorf("%s of %s does not open to its credentials: %v", dev.DeviceID, r.InstallationID, err)
			}
			flipped := []byte(dev.Sealed)
			flipped[len(flipped)/2] = base64Other(flipped[len(flipped)/2])
			if out, err := opener.Open(nil, aad, flipped); err == nil || len(out) > 0 {
				t.Errorf("%s: a value with a flipped bit gives %d bytes, %v", dev.DeviceID, len(out), err)
			}
			if _, err := opener.Open(nil, seal.AAD(nil, sender, d.Header.Sequence, d.Header.GroupID, "I-X", eui), []byte(dev.Sealed)); err == nil {
				t.Errorf("%s: a value that was moved to another installation opens", dev.DeviceID)
			}
			noSecret(t, d, plain)
		}
	}
}

// base64Other is another letter of base64url than c.
func base64Other(c byte) byte {
	if c == 'A' {
		return 'B'
	}
	return 'A'
}

// noSecret looks for the secrets of a device in the bytes of a file: as text,
// raw, and in the other encodings that they could have slipped into.
func noSecret(t *testing.T, d document, plain []byte) {
	t.Helper()
	parts := strings.Split(string(plain), `"`)
	secrets := 0
	for _, text := range parts {
		raw, err := hex.DecodeString(text)
		if err != nil || len(raw) < 6 {
			continue
		}
		secrets++
		for _, shown := range []string{text, strings.ToUpper(text), string(raw), base64.StdEncoding.EncodeToString(raw),
			base64.RawURLEncoding.EncodeToString(raw), base64.RawURLEncoding.EncodeToString([]byte(text))} {
			if strings.Contains(d.raw, shown) {
				t.Errorf("%s shows a secret in clear", d.path)
			}
		}
	}
	if secrets != 4 {
		t.Errorf("%d secrets in an opened value, want 4", secrets)
	}
}

func testWrongKey(t *testing.T, w *world.World, d document) {
	other, err := world.W1(seed + 1)
	if err != nil {
		t.Fatal(err)
	}
	opt := everything(w, t0)
	opt.Keys = other
	f, err := validate.Reader(context.Background(), "x.json", strings.NewReader(d.raw), opt)
	if !errors.Is(err, seal.ErrWrongKey) {
		t.Errorf("%s with another key: %v, want that the key is wrong (%v)", d.path, err, f)
	}
}

func testFlippedBit(t *testing.T, w *world.World, d document) {
	sealed := d.Records[0].Devices[0].Sealed
	bad := []byte(sealed)
	bad[10] = base64Other(bad[10])
	sender, _ := ident.ParseEUI64([]byte(d.Header.Sender))
	smso, _ := w.ByEUI(sender)
	again := cut(t, d.raw).replace(t, sealed, string(bad)).sealed(t, w, smso.Name)
	f := judge(t, w, d.path, again, t0)
	wantCodes(t, f, "X-MEF-OPEN")
	if f.Outcome != validate.Rejected {
		t.Errorf("the outcome is %s, want that the file is rejected", f.Outcome)
	}
	if f := judge(t, w, d.path, strings.Replace(d.raw, sealed, string(bad), 1), t0); !f.Has(finding.Digest) || f.Sealed || f.Has("X-MEF-OPEN") {
		t.Errorf("a flipped bit in a file that is not sealed again: %v, want S-DIGEST and that nothing is opened", f.Findings)
	}
}
