package validate

import (
	"bytes"
	"context"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/seal"
)

// kit makes sealed files of three parties, and keys that are wrong in each way.
type kit struct {
	dir  *seal.Directory
	keys map[string]*seal.PrivateKey
	ids  map[string]ident.CertificateID
}

var (
	supa  = eui("90-B3-D5-1F-30-00-00-0A")
	smso1 = eui("90-B3-D5-1F-30-00-00-14")
	dcc   = eui("90-B3-D5-1F-30-00-00-01")
)

func eui(s string) ident.EUI64 {
	e, ok := ident.ParseEUI64([]byte(s))
	if !ok {
		panic(s)
	}
	return e
}

const created = "2022-06-08T09:00:00Z"

func newKit(t testing.TB) *kit {
	t.Helper()
	a, err := seal.NewAuthority(1, "Z9")
	if err != nil {
		t.Fatal(err)
	}
	k := &kit{dir: &seal.Directory{}, keys: map[string]*seal.PrivateKey{}, ids: map[string]ident.CertificateID{}}
	year := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
	for i, c := range []struct {
		name     string
		org      ident.EUI64
		role     seal.Role
		usage    seal.Usage
		from, to int
	}{
		{"SUPA", supa, seal.RoleUserXMLSigning, seal.DigitalSignature, 2020, 2030},
		{"SMSO1", smso1, seal.Role(0x90), seal.DigitalSignature, 2020, 2030},
		{"DCC", dcc, seal.Role(0x91), seal.DigitalSignature, 2020, 2030},
		{"DCC-KA", dcc, seal.Role(0x91), seal.KeyAgreement, 2020, 2030},
		{"SUPA-KA", supa, seal.RoleSupplier, seal.KeyAgreement, 2020, 2030},
		{"expired", supa, seal.RoleUserXMLSigning, seal.DigitalSignature, 2020, 2021},
		{"future", supa, seal.RoleUserXMLSigning, seal.DigitalSignature, 2029, 2030},
		{"revoked", supa, seal.RoleUserXMLSigning, seal.DigitalSignature, 2020, 2030},
		{"network", supa, seal.RoleNetworkOperator, seal.DigitalSignature, 2020, 2030},
	} {
		cert, key, err := a.Issue(seal.Request{Serial: big.NewInt(int64(0x100 + i)), SubjectCN: c.name + " TEST KEY", Role: c.role, EUI: c.org,
			Usage: c.usage, NotBefore: year(c.from), NotAfter: year(c.to)})
		if err != nil {
			t.Fatal(err)
		}
		if err := k.dir.Add(cert); err != nil {
			t.Fatal(err)
		}
		k.keys[c.name], k.ids[c.name] = key, cert.ID()
	}
	if err := k.dir.SetStatus(k.ids["revoked"], seal.Status{Revoked: true}); err != nil {
		t.Fatal(err)
	}
	return k
}

// AgreementKey implements Keys.
func (k *kit) AgreementKey() (ident.CertificateID, *seal.PrivateKey) {
	return k.ids["DCC-KA"], k.keys["DCC-KA"]
}

// draft is a file in the making.
type draft struct {
	Type     string
	Name     string // "" for the type's own name in lower case
	Sequence int64
	At       string
	Parents  []made
	Change   func(*envelope.Header)
	Records  []string // JSON
	Sign     func(digest string, n int64) (string, error)
	Sender   string
	Left     bool // out of the folder
}

// made is a finished file.
type made struct {
	name, digest string
	text         []byte
}

// make makes a file.
func (k *kit) make(t testing.TB, d draft) made {
	t.Helper()
	typ, ok := filetype.Lookup(d.Type)
	if !ok {
		t.Fatal(d.Type)
	}
	if d.Sender == "" {
		d.Sender = map[envelope.Kind]string{envelope.Supplier: "SUPA", envelope.SMSO: "SMSO1", envelope.DCC: "DCC"}[typ.Producers[0]]
	}
	if d.At == "" {
		d.At = created
	}
	at, _ := civil.ParseInstant([]byte(d.At))
	h := &envelope.Header{FileType: typ.Name, FormatVersion: "1.0", Environment: envelope.MigrationTesting, CapabilityRelease: "IOC",
		SMSO: "SMSO1", Recipient: dcc, Sequence: max(d.Sequence, 1), CreatedAt: at, TestData: true,
		Sender: map[string]ident.EUI64{"SUPA": supa, "SMSO1": smso1, "DCC": dcc}[d.Sender]}
	for _, p := range d.Parents {
		h.Parents = append(h.Parents, envelope.Parent{File: p.name, Digest: p.digest})
	}
	if typ.Header.Field("groupID") != nil {
		h.GroupID = "AA"
	}
	if d.Change != nil {
		d.Change(h)
	}
	if d.Sign == nil {
		d.Sign = func(digest string, n int64) (string, error) {
			return seal.SignTrailer(k.keys[d.Sender], k.ids[d.Sender], digest, n)
		}
	}
	var out bytes.Buffer
	w := codec.NewWriter(&out, typ, h)
	for _, r := range d.Records {
		w.WriteRaw([]byte(r))
	}
	sealed, err := w.Close(d.Sign)
	if err != nil {
		t.Fatal(err)
	}
	if d.Name == "" {
		d.Name = strings.ToLower(d.Type) + ".json"
	}
	return made{d.Name, sealed.Digest, out.Bytes()}
}

// Who is who.

// ByEUI implements rule.Organisations.
func (k *kit) ByEUI(e ident.EUI64) (rule.Organisation, bool) {
	for _, o := range []rule.Organisation{{Name: "SUPA", EUI: supa, Kind: envelope.Supplier},
		{Name: "SMSO1", EUI: smso1, Kind: envelope.SMSO, SMSO: "SMSO1"}, {Name: "DCC", EUI: dcc, Kind: envelope.DCC}} {
		if o.EUI == e {
			return o, true
		}
	}
	return rule.Organisation{}, false
}

// ByName implements rule.Organisations.
func (k *kit) ByName(string) (rule.Organisation, bool) { return rule.Organisation{}, false }

// options judge by the organisations, the keys and a clock, and nothing else.
func (k *kit) options() Options {
	now, _ := time.Parse(time.RFC3339, created)
	return Options{Facts: &rule.Facts{Organisations: k, Clock: &rule.Clock{Now: now, Source: "world"}}, Directory: k.dir, Keys: k}
}

func (k *kit) judge(t testing.TB, m made, opt Options) *File {
	t.Helper()
	f, err := Reader(context.Background(), m.name, bytes.NewReader(m.text), opt)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// codes are the codes of findings, joined by spaces.
func codes(found []finding.Finding) string {
	var s []string
	for _, f := range found {
		s = append(s, string(f.Code))
	}
	return strings.Join(s, " ")
}

// authorisation is a record of a MAF.
func authorisation(id string, mpxns ...string) string {
	var lines []string
	for _, m := range mpxns {
		lines = append(lines, fmt.Sprintf(`{"mpxn":%q,"supplierCertificateIDs":["Z9:1"],"networkOperatorCertificateID":"Z9:2"}`, m))
	}
	return fmt.Sprintf(`{"authorisationID":%q,"migrationWeek":"2022-06-13","migrateOn":"2022-06-15","meters":[%s]}`, id, strings.Join(lines, ","))
}

// history is of one file.
type history struct {
	digest string
	last   int64
}

// Seen implements History.
func (h history) Seen(string, ident.EUI64, ident.EUI64, int64) (string, int64) {
	return h.digest, h.last
}

// anyRegister holds every MPxN as an active meter of the submitter, of a group of
// its own installation each.
type anyRegister struct{}

// Meter implements rule.Register.
func (anyRegister) Meter(_, _ string, m ident.MPxN) (rule.MeterFacts, bool) {
	return rule.MeterFacts{InstallationID: m.String(), Active: true, Supplier: rule.MatchYes, NetworkOperator: "NETE", ActiveMeters: 1, ActiveSuppliers: 1, SubmitterMeters: 1}, true
}

// Elsewhere implements rule.Register.
func (anyRegister) Elsewhere(ident.MPxN) string { return "" }

// twoHolders holds certificate 1 as SUPA's and any other as NETE's.
type twoHolders struct{}

// Certificate implements rule.Certificates.
func (twoHolders) Certificate(id ident.CertificateID) (rule.CertificateFacts, error) {
	f := rule.CertificateFacts{Organisation: "NETE", Kind: envelope.NetworkOperator, Gas: true, Electricity: true, NotAfter: time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)}
	if id == "Z9:1" {
		f.Organisation, f.Kind = "SUPA", envelope.Supplier
	}
	return f, nil
}

// nothing is an EPCL and a list of groups with nothing in it.
type nothing struct{}

// EPCLEntry implements rule.EPCL.
func (nothing) EPCLEntry(string) (rule.EPCLEntry, bool) { return rule.EPCLEntry{}, false }

// Group implements rule.Groups.
func (nothing) Group(string) (rule.Group, bool) { return rule.Group{}, false }

// oneRegister is anyRegister, without a text made for each answer.
type oneRegister struct{ anyRegister }

// Meter implements rule.Register.
func (oneRegister) Meter(_, _ string, _ ident.MPxN) (rule.MeterFacts, bool) {
	return rule.MeterFacts{InstallationID: "I", Active: true, Supplier: rule.MatchYes, NetworkOperator: "NETE", ActiveMeters: 1, ActiveSuppliers: 1, SubmitterMeters: 1}, true
}
