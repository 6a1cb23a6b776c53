// Package seal holds the cryptography of the seven files: the digest and the
// signature of a trailer, the content key and the sealed credentials of a
// Migration Group Encrypted File, the organisation certificates of the SMKI
// profile that both rest on, and test keys and test certificates made from a
// seed.
//
// # What is used
//
// Everything is P-256, SHA-256 and AES-128-GCM, the suite of DUIS and GBCS:
//
//   - a trailer signature is a compact JWS (RFC 7515) with ES256 (RFC 7518
//     section 3.4) over {"digest":…,"recordCount":…};
//   - a content key is a compact JWE (RFC 7516), ECDH-ES in direct mode with
//     A128GCM (RFC 7518 sections 4.6 and 5.3);
//   - a sealed value is base64url(nonce ‖ ciphertext ‖ tag), bound by its
//     associated data to sender, file, group, installation and device;
//   - a certificate is X.509 v3 in the SMKI organisation profile, read by a
//     parser of our own, since crypto/x509 refuses the BIT STRING that the
//     profile puts into the subject.
//
// # Test keys and real keys
//
// Keys, content keys and nonces made from a seed are for synthetic data only:
// a seed is a 64-bit number that anybody may know. They are marked: the
// subject of a test certificate and the PEM of a test key say TEST KEY.
// Signatures are deterministic (RFC 6979) whatever the key; content keys and
// nonces come from crypto/rand unless a seed is given.
//
// # Secrets
//
// [PrivateKey], [ContentKey] and [Credentials] print as "[redacted]" through
// fmt, encoding/json and log/slog. No error of this package quotes a secret.
//
// The package may import the standard library, golang.org/x/crypto/cryptobyte,
// go-jose's cipher package and s1mig/pkg/ident, and nothing else of the module.
package seal
