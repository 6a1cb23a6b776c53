package validate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/seal"
)

const (
	chf  = "90-B3-D5-1F-30-01-00-00"
	esme = "90-B3-D5-1F-30-01-00-01"
)

// sealedFor is a sealed value of a device, as an MEF of the kit holds it.
func (k *kit) sealedFor(t testing.TB, sequence int64, group, installation, device, plaintext string) string {
	t.Helper()
	s := seal.NewSealer(k.contentKey(), true)
	aad := seal.AAD(nil, smso1, sequence, group, installation, eui(device))
	return string(s.Seal(nil, aad, []byte(plaintext)))
}

func (k *kit) contentKey() seal.ContentKey {
	seed := uint64(1)
	return seal.NewContentKey(&seed, []byte("header"))
}

func (k *kit) plaintext(device string) string {
	c := seal.DeriveCredentials(1, eui(device))
	return string(c.AppendJSON(nil))
}

// mef makes an MEF of one installation with these sealed values.
func (k *kit) mef(t testing.TB, sealed ...string) made {
	t.Helper()
	var devices []string
	for i, s := range sealed {
		devices = append(devices, fmt.Sprintf(`{"deviceID":%q,"sealed":%q}`, []string{chf, esme}[i], s))
	}
	return k.make(t, draft{Type: "MEF", Change: k.wrapped(t, "DCC-KA"),
		Records: []string{`{"installationID":"I-A1","devices":[` + strings.Join(devices, ",") + `]}`}})
}

// wrapped puts the content key for a recipient into a header.
func (k *kit) wrapped(t testing.TB, recipient string) func(*envelope.Header) {
	return func(h *envelope.Header) {
		seed := uint64(1)
		cert, err := k.dir.Lookup(k.ids[recipient])
		if err != nil {
			t.Fatal(err)
		}
		if h.ContentKey, err = seal.WrapContentKey(k.contentKey(), cert, &seed, []byte("header")); err != nil {
			t.Fatal(err)
		}
		h.RecipientCertificateID = cert.ID()
	}
}

// TestMEF checks that sealed values are opened, each bound to its device, group
// and file, and that a fault in one is a finding at its place (5.3(e)).
//
//trace:shows 5.3(e)
//trace:covers MEF validate content,format
func TestMEF(t *testing.T) {
	k := newKit(t)
	good := k.sealedFor(t, 1, "AA", "I-A1", chf, k.plaintext(chf))
	own := k.sealedFor(t, 1, "AA", "I-A1", esme, k.plaintext(esme))
	flipped := []byte(own)
	flipped[30] ^= 1
	for _, c := range []struct{ name, second, want string }{
		{"good", own, ""},
		{"another device's", good, "X-MEF-OPEN"},
		{"another installation's", k.sealedFor(t, 1, "AA", "I-A2", esme, k.plaintext(esme)), "X-MEF-OPEN"},
		{"another group's", k.sealedFor(t, 1, "BA", "I-A1", esme, k.plaintext(esme)), "X-MEF-OPEN"},
		{"another file's", k.sealedFor(t, 2, "AA", "I-A1", esme, k.plaintext(esme)), "X-MEF-OPEN"},
		{"one bit", string(flipped), "X-MEF-OPEN"},
		{"no credentials", k.sealedFor(t, 1, "AA", "I-A1", esme, `{"masterKey":"00"}`), "X-MEF-CREDENTIALS"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := k.judge(t, k.mef(t, good, c.second), k.options())
			if got := codes(f.Findings); got != c.want || !f.Sealed {
				t.Fatalf("sealed %v, found %v", f.Sealed, f.Findings)
			}
			if c.want != "" && (f.Findings[0].Path != "/installations/0/devices/1/sealed" || f.Findings[0].Pos.Line != 3 || len(f.Rejected) != 1) {
				t.Errorf("found %+v, rejected %v", f.Findings[0], f.Rejected)
			}
			for _, n := range f.NotEvaluated {
				if n.Code == "X-MEF-OPEN" {
					t.Errorf("not evaluated: %s", n.Because)
				}
			}
		})
	}
}

// TestMEFClosed checks that nothing is opened with the wrong key, without a key,
// or where digest or signature do not hold.
//
//trace:shows 5.3(e)
func TestMEFClosed(t *testing.T) {
	k := newKit(t)
	m := k.mef(t, k.sealedFor(t, 1, "AA", "I-A1", chf, k.plaintext(chf)))
	for _, keys := range []Keys{keyPair{k.ids["SUPA-KA"], k.keys["SUPA-KA"]}, keyPair{k.ids["DCC-KA"], k.keys["SUPA-KA"]}} {
		opt := k.options()
		opt.Keys = keys
		f, err := Reader(context.Background(), m.name, bytes.NewReader(m.text), opt)
		if !errors.Is(err, seal.ErrWrongKey) || f == nil || f.Has("X-MEF-OPEN") {
			t.Errorf("file %v, error %v", f, err)
		}
	}
	opt := k.options()
	opt.Keys = nil
	if f := k.judge(t, m, opt); len(f.NotEvaluated) < 2 || f.Valid != nil {
		t.Errorf("without a key: %v, valid %v", f.NotEvaluated, f.Valid)
	}
	broken := bytes.Replace(m.text, []byte("I-A1"), []byte("I-A9"), 1)
	f := k.judge(t, made{m.name, "", broken}, k.options())
	if f.Has("X-MEF-OPEN") || !f.Has(finding.Digest) {
		t.Errorf("altered: %v", f.Findings)
	}
	listed := false
	for _, n := range f.NotEvaluated {
		listed = listed || n.Code == "X-MEF-OPEN"
	}
	if !listed {
		t.Errorf("altered: not evaluated is %v", f.NotEvaluated)
	}
}

type keyPair struct {
	id  ident.CertificateID
	key *seal.PrivateKey
}

// AgreementKey implements Keys.
func (k keyPair) AgreementKey() (ident.CertificateID, *seal.PrivateKey) { return k.id, k.key }
