package seal

import "fmt"

// Object identifiers as the octets of their DER contents, which compare without
// decoding and cannot be changed.
const (
	oidCommonName        = "\x55\x04\x03"                                         // 2.5.4.3
	oidOrganisationUnit  = "\x55\x04\x0b"                                         // 2.5.4.11
	oidUniqueIdentifier  = "\x55\x04\x2d"                                         // 2.5.4.45 x500UniqueIdentifier
	oidSubjectKeyID      = "\x55\x1d\x0e"                                         // 2.5.29.14
	oidKeyUsage          = "\x55\x1d\x0f"                                         // 2.5.29.15
	oidBasicConstraints  = "\x55\x1d\x13"                                         // 2.5.29.19
	oidPolicies          = "\x55\x1d\x20"                                         // 2.5.29.32
	oidAuthorityKeyID    = "\x55\x1d\x23"                                         // 2.5.29.35
	oidECPublicKey       = "\x2a\x86\x48\xce\x3d\x02\x01"                         // 1.2.840.10045.2.1
	oidP256              = "\x2a\x86\x48\xce\x3d\x03\x01\x07"                     // 1.2.840.10045.3.1.7
	oidECDSAWithSHA256   = "\x2a\x86\x48\xce\x3d\x04\x03\x02"                     // 1.2.840.10045.4.3.2
	oidTestPolicy        = "\x2a\x86\x3a\x00\x01\x84\x8f\xb9\x0f\x01\x02\x01\x04" // testPolicy
	testPolicy           = "1.2.826.0.1.8641679.1.2.1.4"
	testMark             = "TEST KEY"
	keyIDLen             = 8
	euiLen               = 8
	maxSerialLen         = 20      // octets, RFC 5280 section 4.1.2.2
	maxCertificateLen    = 4 << 10 // octets; real ones take about 430
	signatureBits        = "\x07\x80"
	keyAgreementBits     = "\x03\x08"
	certSignBits         = "\x02\x04"
	certAndCRLSignBits   = "\x01\x06"
	uncompressedPointLen = 65
)

// Part names a part of the SMKI organisation certificate profile.
type Part string

// The parts of the profile, as a ProfileError names them.
const (
	PartEncoding     Part = "encoding"
	PartVersion      Part = "version"
	PartSerial       Part = "serialNumber"
	PartAlgorithm    Part = "signatureAlgorithm"
	PartIssuer       Part = "issuer"
	PartValidity     Part = "validity"
	PartSubject      Part = "subject"
	PartRole         Part = "organizationalUnitName"
	PartEUI          Part = "x500UniqueIdentifier"
	PartPublicKey    Part = "subjectPublicKeyInfo"
	PartExtensions   Part = "extensions"
	PartKeyUsage     Part = "keyUsage"
	PartSubjectKeyID Part = "subjectKeyIdentifier"
	PartAuthorityKey Part = "authorityKeyIdentifier"
	PartPolicies     Part = "certificatePolicies"
	PartConstraints  Part = "basicConstraints"
	PartSignature    Part = "signatureValue"
)

// ProfileError says which part of the organisation profile a certificate
// breaks, and how.
type ProfileError struct {
	Part   Part
	Detail string
}

// Error implements error.
func (e *ProfileError) Error() string { return "certificate: " + string(e.Part) + " " + e.Detail }

// broken makes a ProfileError.
func broken(part Part, format string, args ...any) error {
	return &ProfileError{Part: part, Detail: fmt.Sprintf(format, args...)}
}
