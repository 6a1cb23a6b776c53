package validate

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/rules"
	"s1mig/pkg/seal"
)

// signedBy signs with a key of the kit under a kid of the kit.
func (k *kit) signedBy(key, kid string) func(string, int64) (string, error) {
	return func(digest string, n int64) (string, error) {
		return seal.SignTrailer(k.keys[key], k.ids[kid], digest, n)
	}
}

// reheaded is a good signature under another protected header. What is refused
// for its header is refused before its signature is looked at.
func (k *kit) reheaded(header string) func(string, int64) (string, error) {
	return func(digest string, n int64) (string, error) {
		jws, err := seal.SignTrailer(k.keys["SUPA"], k.ids["SUPA"], digest, n)
		_, rest, _ := strings.Cut(jws, ".")
		return base64.RawURLEncoding.EncodeToString([]byte(fmt.Sprintf(header, k.ids["SUPA"]))) + "." + rest, err
	}
}

// TestTrust holds the trust rules of a trailer's signature, one mutant each, end
// to end: the code, and the words that tell one from another.
//
//trace:shows 5.3
//trace:covers MAF validate exchange
func TestTrust(t *testing.T) {
	k := newKit(t)
	for _, c := range []struct {
		name, code, says string
		draft            draft
	}{
		{"good", "", "", draft{}},
		{"no algorithm", "S-SIGNATURE", "wrong algorithm", draft{Sign: k.reheaded(`{"alg":"none","kid":"%s"}`)}},
		{"HMAC", "S-SIGNATURE", "wrong algorithm", draft{Sign: k.reheaded(`{"alg":"HS256","kid":"%s"}`)}},
		{"jwk", "S-SIGNATURE", "embedded key", draft{Sign: k.reheaded(`{"alg":"ES256","kid":"%s","jwk":{}}`)}},
		{"jku", "S-SIGNATURE", "embedded key", draft{Sign: k.reheaded(`{"alg":"ES256","kid":"%s","jku":"https://example.org"}`)}},
		{"x5c", "S-SIGNATURE", "embedded key", draft{Sign: k.reheaded(`{"alg":"ES256","kid":"%s","x5c":[]}`)}},
		{"x5u", "S-SIGNATURE", "embedded key", draft{Sign: k.reheaded(`{"alg":"ES256","kid":"%s","x5u":"https://example.org"}`)}},
		{"unknown kid", "S-SIGNATURE", "unknown key", draft{Sign: k.reheaded(`{"alg":"ES256","kid":"Z8:1","typ":"%.0s"}`)}},
		{"key agreement certificate", "S-SIGNATURE", "wrong key usage", draft{Sign: k.signedBy("SUPA", "SUPA-KA")}},
		{"expired", "S-SIGNATURE", "certificate expired", draft{Sign: k.signedBy("expired", "expired")}},
		{"not yet valid", "S-SIGNATURE", "certificate not yet valid", draft{Sign: k.signedBy("future", "future")}},
		{"revoked", "S-SIGNATURE", "certificate revoked", draft{Sign: k.signedBy("revoked", "revoked")}},
		{"not the sender's", "S-SIGNATURE", "signer is not the sender", draft{Sign: k.signedBy("DCC", "DCC")}},
		{"role that may not make it", "X-PRODUCER", "has role 03", draft{Sign: k.signedBy("network", "network")}},
		{"sender that may not make it", "X-PRODUCER", "the sender is an SMSO", draft{Sender: "SMSO1"}},
		{"another key", "S-SIGNATURE", "bad signature", draft{Sign: k.signedBy("DCC", "SUPA")}},
		{"another payload", "S-SIGNATURE", "other payload", draft{Sign: func(digest string, n int64) (string, error) {
			return seal.SignTrailer(k.keys["SUPA"], k.ids["SUPA"], digest, n+1)
		}}},
		{"unknown sender", "X-SENDER-UNKNOWN", "is no known organisation", draft{Change: func(h *envelope.Header) { h.Sender++ }}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.draft.Type, c.draft.Records = "MAF", []string{authorisation("A-1", "9900000000015")}
			f := k.judge(t, k.make(t, c.draft), k.options())
			var about []finding.Finding
			for _, found := range f.Findings {
				if found.Path == "/trailer/signature" || found.Path == "/header/sender" {
					about = append(about, found)
				}
			}
			switch {
			case c.code == "" && (len(about) > 0 || !f.Sealed):
				t.Errorf("sealed %v, found %v", f.Sealed, about)
			case c.code == "":
			case len(about) == 0 || string(about[0].Code) != c.code || !strings.Contains(about[0].Message, c.says):
				t.Errorf("found %v, want %s: %s", about, c.code, c.says)
			case f.Outcome != Rejected || f.Valid == nil || *f.Valid || !about[0].Pos.IsValid():
				t.Errorf("outcome %s, valid %v, at %v", f.Outcome, f.Valid, about[0].Pos)
			}
		})
	}
}

// TestTampering checks that every bit of a small file counts: whatever is
// changed, the file is no longer sealed, or no migration file at all.
//
//trace:shows 5.3
//trace:covers MAF validate exchange
func TestTampering(t *testing.T) {
	k := newKit(t)
	m := k.make(t, draft{Type: "MAF", Records: []string{authorisation("A-1", "9900000000015")}})
	before, _, _ := bytes.Cut(m.text, []byte(`"signature"`))
	for i := range before {
		changed := bytes.Clone(m.text)
		changed[i] ^= 1
		f, err := Reader(context.Background(), m.name, bytes.NewReader(changed), k.options())
		if err == nil && (f.Sealed || f.BySeverity[finding.Error] == 0) {
			t.Errorf("byte %d, %q for %q: sealed %v, %d errors", i, changed[i], m.text[i], f.Sealed, f.BySeverity[finding.Error])
		}
	}
}

// TestDraft checks that a file which is not sealed yet is judged with warnings
// about its seal, and with everything else as ever.
func TestDraft(t *testing.T) {
	k := newKit(t)
	m := k.make(t, draft{Type: "MAF", Records: []string{authorisation("A-1", "9900000000015")}})
	text := bytes.Replace(m.text, []byte("2022-06-15"), []byte("2022-06-20"), 1)
	unsealed, _, _ := bytes.Cut(text, []byte(",\n\"trailer\""))
	for _, c := range [][]byte{text, append(bytes.Clone(unsealed), '}')} {
		opt := k.options()
		opt.Draft = true
		f := k.judge(t, made{"maf.json", "", c}, opt)
		if f.Has("MTAD-17.20d") && f.BySeverity[finding.Error] == 1 && f.BySeverity[finding.Warning] > 0 && !f.Sealed {
			continue
		}
		t.Errorf("found %v", f.Findings)
	}
	if f := k.judge(t, made{"maf.json", "", text}, k.options()); f.Outcome != Rejected || !f.Has(finding.Digest) {
		t.Errorf("not a draft: %s, %v", f.Outcome, f.Findings)
	}
}

// TestProfile checks that integrity cannot be lowered and that other rules can.
//
//trace:shows 1.3
func TestProfile(t *testing.T) {
	k := newKit(t)
	for _, code := range []string{"S-DIGEST", "S-SIGNATURE", "S-COUNT", "S-REPLAY", "S-TOP-ORDER"} {
		if _, err := rules.ParseProfile("x", []string{code + "=warning"}); err == nil {
			t.Errorf("%s can be lowered", code)
		}
	}
	p, err := rules.ParseProfile("lenient", []string{"MTAD-17.20d=info"})
	if err != nil || p.Name() != "local:lenient" {
		t.Fatal(p, err)
	}
	opt := k.options()
	opt.Profile = p
	record := strings.Replace(authorisation("A-1", "9900000000015"), "2022-06-15", "2022-06-20", 1)
	f := k.judge(t, k.make(t, draft{Type: "MAF", Records: []string{record}}), opt)
	if len(f.Findings) != 1 || f.Findings[0].Severity != finding.Info || f.Outcome == Rejected || f.RejectedTotal != 0 {
		t.Errorf("outcome %s, found %v", f.Outcome, f.Findings)
	}
}
