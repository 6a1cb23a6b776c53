package seal

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"s1mig/pkg/ident"
)

// trailerWorld is a signed trailer with all that it takes to verify it.
type trailerWorld struct {
	cert *Certificate
	key  *PrivateKey
	dir  *Directory
	want Want
	jws  string
}

// newTrailerWorld signs abcDigest and 8 records as Z9:5A0101.
func newTrailerWorld(t testing.TB) *trailerWorld {
	t.Helper()
	w := new(trailerWorld)
	w.cert, w.key = newIssued(t, "5A0101", DigitalSignature)
	w.dir = directoryOf(t, w.cert)
	w.want = Want{
		Digest:      abcDigest,
		RecordCount: 8,
		Sender:      testSender,
		CreatedAt:   time.Date(2022, 6, 8, 9, 0, 1, 0, time.UTC),
		Producer:    func(r Role) bool { return r == RoleSupplier },
	}
	w.sign(t, `{"alg":"ES256","kid":"Z9:5A0101"}`, `{"digest":"`+abcDigest+`","recordCount":8}`)
	return w
}

// sign replaces the JWS by one over any header and payload.
func (w *trailerWorld) sign(t testing.TB, header, payload string) {
	t.Helper()
	input := base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString([]byte(payload))
	signature, err := w.key.signRaw([]byte(input))
	if err != nil {
		t.Fatal(err)
	}
	w.jws = input + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// verify checks that the trailer is distrusted for a reason, or, for none, that
// it is trusted.
func (w *trailerWorld) verify(t *testing.T, name string, reason Reason) {
	t.Helper()
	err := VerifyTrailer(w.jws, w.dir, w.want)
	if reason == 0 {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return
	}
	var trust *TrustError
	if !errors.As(err, &trust) || trust.Reason != reason || trust.Detail == "" {
		t.Errorf("%s: %v, want %s", name, err, reason)
	}
}

// TestSignTrailer compares SignTrailer with a JWS put together by hand, and has
// go-jose verify it.
func TestSignTrailer(t *testing.T) {
	w := newTrailerWorld(t)
	got, err := SignTrailer(w.key, "Z9:5A0101", abcDigest, 8)
	if err != nil || got != w.jws {
		t.Fatalf("signed %s, error %v, want %s", got, err, w.jws)
	}
	w.verify(t, "good", 0)
	parsed, err := jose.ParseSignedCompact(got, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		t.Fatal(err)
	}
	payload, err := parsed.Verify(w.cert.PublicKey)
	if err != nil || string(payload) != `{"digest":"`+abcDigest+`","recordCount":8}` {
		t.Errorf("go-jose reads %s, error %v", payload, err)
	}
	if kid := parsed.Signatures[0].Header.KeyID; kid != "Z9:5A0101" {
		t.Errorf("go-jose reads kid %q", kid)
	}
}

func TestSignTrailerRefuses(t *testing.T) {
	_, key := newIssued(t, "5A0101", DigitalSignature)
	for _, row := range []struct {
		kid    ident.CertificateID
		digest string
		count  int64
	}{
		{`Z9:"`, abcDigest, 8}, {"", abcDigest, 8}, {"Z9:5A0101", "sha-256:00", 8},
		{"Z9:5A0101", abcDigest, -1}, {"Z9:5A0101", abcDigest, 1 << 53},
	} {
		if jws, err := SignTrailer(key, row.kid, row.digest, row.count); err == nil || jws != "" {
			t.Errorf("%+v was signed", row)
		}
	}
}

// TestTrustHeader changes header and payload, each time properly signed.
func TestTrustHeader(t *testing.T) {
	const header, payload = `{"alg":"ES256","kid":"Z9:5A0101"}`, `{"digest":"` + abcDigest + `","recordCount":8}`
	with := func(member string) string { return `{"alg":"ES256","kid":"Z9:5A0101",` + member + `}` }
	for _, row := range []struct {
		name, header, payload string
		reason                Reason
	}{
		{"other order and typ", `{ "typ":"JOSE", "kid":"Z9:5a0101", "alg":"ES256" }`, payload, 0},
		{"escaped names", `{"\u0061lg":"ES256","kid":"Z9:5A0101"}`, payload, 0},
		{"payload in another layout", header, "{ \"recordCount\": 8,\n\"digest\": \"" + abcDigest + "\" }", 0},
		{"alg none", `{"alg":"none","kid":"Z9:5A0101"}`, payload, Algorithm},
		{"alg HS256", `{"alg":"HS256","kid":"Z9:5A0101"}`, payload, Algorithm},
		{"alg es256", `{"alg":"es256","kid":"Z9:5A0101"}`, payload, Algorithm},
		{"alg missing", `{"kid":"Z9:5A0101"}`, payload, Algorithm},
		{"jwk", with(`"jwk":{"kty":"EC"}`), payload, EmbeddedKey},
		{"jku", with(`"jku":"https://example.com/"`), payload, EmbeddedKey},
		{"x5c", with(`"x5c":[]`), payload, EmbeddedKey},
		{"x5u", with(`"x5u":null`), payload, EmbeddedKey},
		{"x5t", with(`"x5t":""`), payload, EmbeddedKey},
		{"crit", with(`"crit":["b64"]`), payload, Malformed},
		{"b64", with(`"b64":false`), payload, Malformed},
		{"alg twice", with(`"alg":"ES256"`), payload, Malformed},
		{"alg twice, escaped", with(`"\u0061lg":"none"`), payload, Malformed},
		{"no kid", `{"alg":"ES256"}`, payload, Malformed},
		{"kid a number", `{"alg":"ES256","kid":5}`, payload, Malformed},
		{"not UTF-8", with("\"typ\":\"\xff\""), payload, Malformed},
		{"array", `["ES256"]`, payload, Malformed},
		{"trailing data", header + `{}`, payload, Malformed},
		{"trailing comma", `{"alg":"ES256","kid":"Z9:5A0101",}`, payload, Malformed},
		{"unknown kid", `{"alg":"ES256","kid":"Z9:5A0109"}`, payload, UnknownKey},
		{"kid no id", `{"alg":"ES256","kid":"../../etc/passwd"}`, payload, UnknownKey},
		{"payload no object", header, `8`, Malformed},
		{"payload with more", header, `{"digest":"` + abcDigest + `","recordCount":8,"x":1}`, Malformed},
		{"digest twice", header, `{"digest":"x","digest":"` + abcDigest + `","recordCount":8}`, Malformed},
		{"other digest", header, `{"digest":"` + strings.Replace(abcDigest, "ba", "bb", 1) + `","recordCount":8}`, Payload},
		{"other count", header, `{"digest":"` + abcDigest + `","recordCount":9}`, Payload},
		{"count 8.0", header, `{"digest":"` + abcDigest + `","recordCount":8.0}`, Payload},
		{"count text", header, `{"digest":"` + abcDigest + `","recordCount":"8"}`, Payload},
		{"count missing", header, `{"digest":"` + abcDigest + `"}`, Payload},
	} {
		w := newTrailerWorld(t)
		w.sign(t, row.header, row.payload)
		w.verify(t, row.name, row.reason)
	}
}

// TestTrustSigner changes the world around a good signature.
func TestTrustSigner(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(t *testing.T, w *trailerWorld)
		reason Reason
	}{
		{"first second", func(_ *testing.T, w *trailerWorld) { w.want.CreatedAt = testFrom() }, 0},
		{"last second", func(_ *testing.T, w *trailerWorld) { w.want.CreatedAt = testTo() }, 0},
		{"too early", func(_ *testing.T, w *trailerWorld) { w.want.CreatedAt = testFrom().Add(-time.Second) }, NotYetValid},
		{"too late", func(_ *testing.T, w *trailerWorld) { w.want.CreatedAt = testTo().Add(time.Second) }, Expired},
		{"empty directory", func(_ *testing.T, w *trailerWorld) { w.dir = new(Directory) }, UnknownKey},
		{"revoked", func(t *testing.T, w *trailerWorld) {
			if err := w.dir.SetStatus("Z9:5A0101", Status{Revoked: true}); err != nil {
				t.Fatal(err)
			}
		}, Revoked},
		{"another sender", func(_ *testing.T, w *trailerWorld) { w.want.Sender++ }, NotSender},
		{"another role", func(_ *testing.T, w *trailerWorld) {
			w.want.Producer = func(r Role) bool { return r != RoleSupplier }
		}, Producer},
		{"no role at all", func(_ *testing.T, w *trailerWorld) { w.want.Producer = nil }, Producer},
		{"key agreement", func(t *testing.T, w *trailerWorld) {
			w.cert, w.key = newIssued(t, "5A0101", KeyAgreement)
			w.dir = directoryOf(t, w.cert)
			w.sign(t, `{"alg":"ES256","kid":"Z9:5A0101"}`, `{"digest":"`+abcDigest+`","recordCount":8}`)
		}, WrongUsage},
		{"bare serial", func(t *testing.T, w *trailerWorld) {
			w.sign(t, `{"alg":"ES256","kid":"5A0101"}`, `{"digest":"`+abcDigest+`","recordCount":8}`)
		}, 0},
		{"bare serial of two", func(t *testing.T, w *trailerWorld) {
			other, _ := issue(t, newAuthority(t, testSeed, "Z8"), request("5A0101", DigitalSignature))
			w.dir = directoryOf(t, w.cert, other)
			w.sign(t, `{"alg":"ES256","kid":"5A0101"}`, `{"digest":"`+abcDigest+`","recordCount":8}`)
		}, AmbiguousKey},
		{"another's key", func(t *testing.T, w *trailerWorld) {
			_, w.key = newIssued(t, "5A0102", DigitalSignature)
			w.sign(t, `{"alg":"ES256","kid":"Z9:5A0101"}`, `{"digest":"`+abcDigest+`","recordCount":8}`)
		}, BadSignature},
	} {
		w := newTrailerWorld(t)
		row.change(t, w)
		w.verify(t, row.name, row.reason)
	}
}

// TestTrustSpelling refuses every other spelling of a good JWS.
func TestTrustSpelling(t *testing.T) {
	good := newTrailerWorld(t).jws
	dot := strings.LastIndexByte(good, '.')
	tail := good[len(good)-1]
	for name, jws := range map[string]string{
		"empty": "", "two parts": good[:dot], "four parts": good + ".", "newline after": good + "\n",
		"newline inside": good[:dot+5] + "\r\n" + good[dot+5:], "four newlines": good + "\n\n\n\n",
		"padded": good + "==", "stray bits": good[:len(good)-1] + string(tail+1), "space": " " + good,
		"short": good[:len(good)-2], "long": good + "AAAA", "huge": good + strings.Repeat("A", 1<<20),
		"header with a newline": "\n" + good, "DER signature": good[:dot+1] + "MEUCIQDEcHSXJChNQ_bJbWDmR12jjAeYaxDps7mED8a_DsOj-gIgUU--iIvsD6PaejuIiuw4UqtSY9K0LWlQs_tLX3QMXUY",
	} {
		w := newTrailerWorld(t)
		w.jws = jws
		w.verify(t, name, Malformed)
	}
	w := newTrailerWorld(t)
	flipped := []byte(good)
	flipped[dot+3] ^= 1
	w.jws = string(flipped)
	w.verify(t, "flipped bit", BadSignature)
}

// TestReasonsHaveNames checks that no two reasons read alike.
func TestReasonsHaveNames(t *testing.T) {
	seen := make(map[string]bool)
	for r := Malformed; r <= Payload; r++ {
		if name := r.String(); seen[name] || strings.HasPrefix(name, "reason") {
			t.Errorf("reason %d reads %q", byte(r), name)
		}
		seen[r.String()] = true
	}
}

// FuzzVerifyTrailer looks for panics, and for a second spelling that is trusted.
func FuzzVerifyTrailer(f *testing.F) {
	w := newTrailerWorld(f)
	f.Add(w.jws)
	f.Add("..")
	f.Fuzz(func(t *testing.T, jws string) {
		err := VerifyTrailer(jws, w.dir, w.want)
		var trust *TrustError
		if err == nil && jws != w.jws || err != nil && !errors.As(err, &trust) {
			t.Errorf("%q: %v", jws, err)
		}
	})
}
