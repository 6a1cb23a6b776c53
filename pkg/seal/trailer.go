package seal

import (
	"fmt"
	"strconv"
	"time"

	"s1mig/pkg/ident"
)

// algES256 is the only signature algorithm (RFC 7518 section 3.4).
const algES256 = "ES256"

// maxRecordCount is the largest integer of the file formats, 2^53-1.
const maxRecordCount = 1<<53 - 1

// SignTrailer signs a trailer: a compact JWS whose protected header is
// {"alg":"ES256","kid":…} and whose payload is {"digest":…,"recordCount":…}.
// The digest is the text "sha-256:…". The same input gives the same signature.
func SignTrailer(key *PrivateKey, kid ident.CertificateID, digest string, recordCount int64) (string, error) {
	if _, err := ParseDigest(digest); err != nil {
		return "", err
	}
	if recordCount < 0 || recordCount > maxRecordCount {
		return "", fmt.Errorf("record count is %d, expected 0 to 2^53-1", recordCount)
	}
	if !kid.Valid() {
		return "", fmt.Errorf("key id %.80q is not a certificate id", kid)
	}
	// Neither a certificate id nor a digest holds anything that JSON escapes.
	input := encodeBase64(`{"alg":"`+algES256+`","kid":"`+string(kid)+`"}`) + "." +
		encodeBase64(`{"digest":"`+digest+`","recordCount":`+strconv.FormatInt(recordCount, 10)+`}`)
	signature, err := key.signRaw([]byte(input))
	if err != nil {
		return "", err
	}
	return input + "." + encodeBase64(string(signature)), nil
}

// encodeBase64 is appendBase64 to a fresh string.
func encodeBase64(s string) string { return string(appendBase64(nil, []byte(s))) }

// Want is what a trailer's signature must agree with.
type Want struct {
	// Digest is the digest of the file as it was received, "sha-256:…".
	Digest string
	// RecordCount is the number of records received.
	RecordCount int64
	// Sender is the header's sender, to whom the certificate must belong.
	Sender ident.EUI64
	// CreatedAt is the header's createdAt, when the certificate must be valid.
	CreatedAt time.Time
	// Producer reports whether a role may make this type of file. Nil lets no
	// role.
	Producer func(Role) bool
}

// VerifyTrailer decides whether a trailer's signature is to be trusted: only
// ES256; the signer's certificate comes from the directory alone, whatever the
// header may bring; it is a digitalSignature certificate, valid at createdAt,
// not revoked, the sender's, in a role that may make such files; and the signed
// payload is what was received. The error is a *TrustError.
//
// Digest and record count may be spelt in any JSON layout; base64url and the
// signature have one spelling only.
func VerifyTrailer(jws string, dir *Directory, want Want) error {
	parts, err := splitCompact(jws, 3)
	if err != nil {
		return distrust(Malformed, "signature %v", err)
	}
	kid, err := readTrailerHeader(parts[0])
	if err != nil {
		return err
	}
	cert, err := admitSigner(dir, kid, want)
	if err != nil {
		return err
	}
	payload, err := decodeBase64(parts[1])
	if err != nil {
		return distrust(Malformed, "payload %v", err)
	}
	signature, err := decodeBase64(parts[2])
	if err != nil || len(signature) != signatureLen {
		return distrust(Malformed, "signature value is not canonical base64url of %d octets", signatureLen)
	}
	if !verifyRaw(cert.PublicKey, []byte(jws[:len(parts[0])+1+len(parts[1])]), signature) {
		return distrust(BadSignature, "signature does not verify with certificate %s", cert.ID())
	}
	return checkPayload(payload, want)
}

// readTrailerHeader reads the protected header and returns the kid. typ is
// allowed because some libraries write it; it says nothing (RFC 7515 section
// 4.1.9). Everything else is refused, since each further parameter is a way of
// changing what is verified.
func readTrailerHeader(part string) (ident.CertificateID, error) {
	raw, err := decodeBase64(part)
	if err != nil {
		return "", distrust(Malformed, "header %v", err)
	}
	header, err := parseObject(raw)
	if err != nil {
		return "", distrust(Malformed, "header %v", err)
	}
	if alg, _ := header.text("alg"); alg != algES256 {
		return "", distrust(Algorithm, "alg is %.40q, expected %q", alg, algES256)
	}
	for _, name := range []string{"jwk", "jku", "x5c", "x5u", "x5t", "x5t#S256"} {
		if _, present := header[name]; present {
			return "", distrust(EmbeddedKey, "header has %q, the key must be named by kid alone", name)
		}
	}
	if err := header.only("alg", "kid", "typ"); err != nil {
		return "", distrust(Malformed, "header %v", err)
	}
	kid, ok := header.text("kid")
	if !ok {
		return "", distrust(Malformed, "header has no kid")
	}
	return ident.CertificateID(kid), nil
}

// admitSigner resolves a kid and checks everything about the certificate that
// does not need the signature.
func admitSigner(dir *Directory, kid ident.CertificateID, want Want) (*Certificate, error) {
	cert, err := dir.Lookup(kid)
	switch {
	case err == ErrAmbiguousSerial:
		return nil, distrust(AmbiguousKey, "kid %.80q is the serial of several certificates", kid)
	case err != nil:
		return nil, distrust(UnknownKey, "kid %.80q is not in the directory", kid)
	case cert.Usage != DigitalSignature:
		return nil, distrust(WrongUsage, "certificate %s is for %s, expected %s", cert.ID(), cert.Usage, DigitalSignature)
	case want.CreatedAt.Before(cert.NotBefore):
		return nil, distrust(NotYetValid, "certificate %s is valid from %s, file created %s",
			cert.ID(), utc(cert.NotBefore), utc(want.CreatedAt))
	case want.CreatedAt.After(cert.NotAfter):
		return nil, distrust(Expired, "certificate %s is valid to %s, file created %s",
			cert.ID(), utc(cert.NotAfter), utc(want.CreatedAt))
	case dir.Status(cert).Revoked:
		return nil, distrust(Revoked, "certificate %s is revoked", cert.ID())
	case cert.EUI != want.Sender:
		return nil, distrust(NotSender, "certificate %s belongs to %s, sender is %s", cert.ID(), cert.EUI, want.Sender)
	case want.Producer == nil || !want.Producer(cert.Role):
		return nil, distrust(Producer, "certificate %s has role %s", cert.ID(), cert.Role)
	}
	return cert, nil
}

// checkPayload compares the signed payload with what was received.
func checkPayload(payload []byte, want Want) error {
	members, err := parseObject(payload)
	if err != nil {
		return distrust(Malformed, "payload %v", err)
	}
	if err := members.only("digest", "recordCount"); err != nil {
		return distrust(Malformed, "payload %v", err)
	}
	if digest, _ := members.text("digest"); digest != want.Digest {
		return distrust(Payload, "signed digest is %.80q, expected %q", digest, want.Digest)
	}
	if count := string(members["recordCount"]); count != strconv.FormatInt(want.RecordCount, 10) {
		return distrust(Payload, "signed record count is %.20q, expected %d", count, want.RecordCount)
	}
	return nil
}

// utc writes a time as the files do.
func utc(t time.Time) string { return t.UTC().Format(time.RFC3339) }
