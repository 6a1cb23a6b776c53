package acceptance

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/seal"
	"s1mig/pkg/world"
)

// document is a migration file as any JSON reader sees it.
type document struct {
	path    string
	raw     string
	Header  header
	Records []record
	Trailer struct {
		RecordCount int
		Digest      string
		Signature   string
	}
}

type header struct {
	FileType, Environment, SMSO, GroupID, Sender, Recipient, SliceOf string
	Sequence                                                         int64
	Parents                                                          []struct{ File, Digest string }
	ContentKey, RecipientCertificateID                               string
}

// record has the fields of the records of all types.
type record struct {
	InstallationID, AuthorisationID, MigrationWeek, MigrateOn, CommissioningParty string
	GroupID, Outcome, State, Code, SRV, DeviceID, Recipient                       string
	Requested                                                                     bool
	Meters                                                                        []struct{ MPxN string }
	Reasons                                                                       []struct{ Code string }
	Exceptions                                                                    []struct{ Code, Severity string }
	Devices                                                                       []deviceRecord
}

type deviceRecord struct {
	DeviceID, DeviceType, MPxN, Status, CommissioningParty, Outcome, Sealed string
	Ready                                                                   bool
	Checks                                                                  []struct{ Check, Outcome, Reason string }
	Steps                                                                   []struct {
		SRV, Outcome string
		Alerts       []struct{ Code string }
	}
}

func parse(t testing.TB, path string, data []byte) document {
	t.Helper()
	d := document{path: path, raw: string(data)}
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(data, &d); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if err := json.Unmarshal(data, &whole); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	typ, ok := filetype.Lookup(d.Header.FileType)
	if !ok {
		t.Fatalf("%s: no file type %q", path, d.Header.FileType)
	}
	if err := json.Unmarshal(whole[typ.Records], &d.Records); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return d
}

// installation is the record of an installation, nil where there is none.
func (d *document) installation(id string) *record {
	i := slices.IndexFunc(d.Records, func(r record) bool { return r.InstallationID == id })
	if i < 0 {
		return nil
	}
	return &d.Records[i]
}

func (r *record) device(id string) *deviceRecord {
	i := slices.IndexFunc(r.Devices, func(d deviceRecord) bool { return d.DeviceID == id })
	if i < 0 {
		return nil
	}
	return &r.Devices[i]
}

func (d *deviceRecord) check(name string) (outcome, reason string) {
	for _, c := range d.Checks {
		if c.Check == name {
			return c.Outcome, c.Reason
		}
	}
	return "", ""
}

// sheet is a file in canonical layout, cut into its lines in order to be changed
// and sealed again.
type sheet struct {
	head    string // up to the opening bracket of the records
	records []string
}

func cut(t testing.TB, raw string) *sheet {
	t.Helper()
	head, rest, ok := strings.Cut(raw, "[\n{")
	body, _, ends := strings.Cut("{"+rest, "\n],\n\"trailer\":")
	if !ok || !ends {
		t.Fatalf("not in canonical layout: %.200s", raw)
	}
	return &sheet{head + "[", strings.Split(body, ",\n")}
}

// replace replaces a text, which must be there, in the head and all records.
func (s *sheet) replace(t testing.TB, old, new string) *sheet {
	t.Helper()
	if !strings.Contains(s.head+strings.Join(s.records, "\n"), old) {
		t.Fatalf("the file does not hold %q", old)
	}
	s.head = strings.ReplaceAll(s.head, old, new)
	for i := range s.records {
		s.records[i] = strings.ReplaceAll(s.records[i], old, new)
	}
	return s
}

// keep drops the records that do not hold the text.
func (s *sheet) keep(text string) *sheet {
	s.records = slices.DeleteFunc(s.records, func(r string) bool { return !strings.Contains(r, text) })
	return s
}

// sealed is the file with count, digest and signature of an organisation.
func (s *sheet) sealed(t testing.TB, w *world.World, org string) string {
	t.Helper()
	body := s.head + "\n" + strings.Join(s.records, ",\n") + "\n],\n"
	sum := sha256.Sum256([]byte(body))
	digest := "sha-256:" + hex.EncodeToString(sum[:])
	kid, key, ok := w.SigningKey(org)
	if !ok {
		t.Fatalf("%s has no key", org)
	}
	jws, err := seal.SignTrailer(key, kid, digest, int64(len(s.records)))
	if err != nil {
		t.Fatal(err)
	}
	return body + fmt.Sprintf(`"trailer":{"recordCount":%d,"digest":%q,"signature":%q}}`+"\n", len(s.records), digest, jws)
}

// draft is a file that a test makes: who sends it, for which SMSO, in which
// environment and when, and its records as JSON.
type draft struct {
	fileType, sender, smso, environment string
	at                                  time.Time
	records                             []string
}

// made writes the file of a draft as its sender would, to DCC. The name is the
// one that the header calls for.
func (d draft) made(t testing.TB, w *world.World) (name, text string) {
	t.Helper()
	typ, ok := filetype.Lookup(d.fileType)
	from, known := w.Organisation(d.sender)
	if !ok || !known {
		t.Fatalf("no type %s or no organisation %s", d.fileType, d.sender)
	}
	if d.environment == "" {
		d.environment = envelope.MigrationTesting
	}
	if d.at.IsZero() {
		d.at = t0
	}
	h := &envelope.Header{FileType: typ.Name, FormatVersion: "1.0", Environment: d.environment, CapabilityRelease: w.SMSORelease(d.smso),
		SMSO: d.smso, Sender: from.EUI, Recipient: w.DCC().EUI, Sequence: 1, CreatedAt: civil.InstantOf(d.at), TestData: true}
	s := &sheet{`{"header":` + string(codec.Append(nil, typ.Header, h)) + ",\n\"" + typ.Records + `":[`, d.records}
	return filetype.FileName(h), s.sealed(t, w, d.sender)
}
