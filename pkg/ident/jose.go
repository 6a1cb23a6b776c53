package ident

// DigestType is the form of a digest.
var DigestType = &Type{
	Name:     "digest",
	Doc:      "SHA-256 of some bytes: sha-256: and 64 hex digits in lower case",
	Source:   "FIPS 180-4; the text form is simulator-defined",
	Pattern:  `^sha-256:[0-9a-f]{64}$`,
	MaxLen:   72,
	Examples: []string{"sha-256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	Bad: []string{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "sha-256:e3b0",
		"sha-256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	Valid: validDigest,
	Hint:  firstHint(spreadsheetHint, digestHint),
}

func validDigest(b []byte) bool {
	hex, ok := trimPrefix(b, "sha-256:")
	return ok && tokenOf(hex, 64, 64, inLowerHex, inLowerHex)
}

// SealedType is the form of an encrypted value: 12 octets of nonce, ciphertext
// and 16 octets of tag make 38 characters at least.
var SealedType = &Type{
	Name:     "sealed",
	Doc:      "encrypted credentials of a device: base64url without padding, 38 to 2000 characters",
	Source:   "RFC 4648 section 5; what is encoded is simulator-defined",
	Pattern:  `^([A-Za-z0-9_-]{38,1000}|[A-Za-z0-9_-]{1000}[A-Za-z0-9_-]{1,1000})$`, // 1000 is the most that Go's regexp counts to
	MaxLen:   2000,
	Examples: []string{"AAECAwQFBgcICQoLAAECAwQFBgcICQoLDA0ODw"},
	Bad:      []string{"", "AAECAwQFBgcICQoLAAECAwQFBgcICQoLDA0OD", "AAECAwQFBgcICQoLAAECAwQFBgcICQoLDA0ODw==", "AAECAwQFBgcICQoLAAECAwQFBgcICQoLDA0O+/", "AAECAwQFBgcICQoL AAECAwQFBgcICQoLDA0ODw"},
	Valid:    token(38, 2000, inBase64URL, inBase64URL),
	Hint:     base64Hint,
}

// JWSType is the form of a compact JWS: header, payload and signature.
var JWSType = &Type{
	Name:     "JWS",
	Doc:      "signature: compact JWS, three parts in base64url joined by dots, each of 1 to 1000 characters",
	Source:   "RFC 7515 section 7.1; the limit of length is simulator-defined",
	Pattern:  `^[A-Za-z0-9_-]{1,1000}\.[A-Za-z0-9_-]{1,1000}\.[A-Za-z0-9_-]{1,1000}$`,
	MaxLen:   3002,
	Examples: []string{"eyJhbGciOiJFUzI1NiJ9.e30.AAAA", "a.b.c"},
	Bad:      []string{"", "a.b", "a..c", "a.b.c.d", "a.b.c=", "a.b.c.", "a b.c.d"},
	Valid: func(b []byte) bool {
		b, ok := part(b, 1, 1000)
		b, ok2 := part(b, 1, 1000)
		return ok && ok2 && tokenOf(b, 1, 1000, inBase64URL, inBase64URL)
	},
	Hint: base64Hint,
}

// JWEType is the form of a compact JWE in which the key agreed is the content
// key itself (ECDH-ES, direct): the second part is empty.
var JWEType = &Type{
	Name:     "JWE",
	Doc:      "content key: compact JWE by direct key agreement, five parts in base64url joined by dots, the second empty",
	Source:   "RFC 7516 section 7.1; RFC 7518 section 4.6; the limits of length are simulator-defined",
	Pattern:  `^[A-Za-z0-9_-]{1,1000}\.\.[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_-]{1,1000}\.[A-Za-z0-9_-]{1,64}$`,
	MaxLen:   1000 + 64 + 1000 + 64 + 4,
	Examples: []string{"eyJhbGciOiJFQ0RILUVTIn0..AAECAwQFBgcICQoL.AAAA.AAECAwQFBgcICQoLDA0ODw", "a..b.c.d"},
	Bad:      []string{"", "a.b.c.d.e", "a..b.c", "a..b.c.d.e", "..b.c.d", "a..b.c.", "a..b.c.d="},
	Valid: func(b []byte) bool {
		b, ok := part(b, 1, 1000)
		b, ok2 := part(b, 0, 0)
		b, ok3 := part(b, 1, 64)
		b, ok4 := part(b, 1, 1000)
		return ok && ok2 && ok3 && ok4 && tokenOf(b, 1, 64, inBase64URL, inBase64URL)
	},
	Hint: base64Hint,
}

// part cuts one part and its dot off a compact serialisation. It reports whether
// b begins with a part of such a length, and returns nothing if not.
func part(b []byte, least, most int) (rest []byte, ok bool) {
	n := inBase64URL.span(b)
	if n < least || n > most || n == len(b) || b[n] != '.' {
		return nil, false
	}
	return b[n+1:], true
}
