package seal

import "fmt"

// Reason is why a trailer's signature is not trusted. Each is a fault of its own
// with a rule code of its own, which callers map. The zero Reason is none.
type Reason byte

// The reasons, in the order in which they are looked for: the first found is the
// one given.
const (
	// Malformed: not a compact JWS of the agreed form, or not canonically spelt.
	Malformed Reason = iota + 1
	// Algorithm: signed with anything but ES256.
	Algorithm
	// EmbeddedKey: the header brings or names a key other than by kid.
	EmbeddedKey
	// UnknownKey: the kid is not in the directory.
	UnknownKey
	// AmbiguousKey: the kid is a bare serial that several issuers have used.
	AmbiguousKey
	// WrongUsage: the certificate is not a digitalSignature one.
	WrongUsage
	// NotYetValid: the file was created before the certificate's validity.
	NotYetValid
	// Expired: the file was created after the certificate's validity.
	Expired
	// Revoked: the directory holds the certificate as revoked.
	Revoked
	// NotSender: the certificate belongs to another organisation than the sender.
	NotSender
	// Producer: the signer's role may not make this type of file.
	Producer
	// BadSignature: the signature does not verify.
	BadSignature
	// Payload: properly signed, but over another digest or record count.
	Payload
)

// String returns the reason as a short phrase.
func (r Reason) String() string {
	switch r {
	case Malformed:
		return "malformed signature"
	case Algorithm:
		return "wrong algorithm"
	case EmbeddedKey:
		return "embedded key"
	case UnknownKey:
		return "unknown key"
	case AmbiguousKey:
		return "ambiguous key"
	case WrongUsage:
		return "wrong key usage"
	case NotYetValid:
		return "certificate not yet valid"
	case Expired:
		return "certificate expired"
	case Revoked:
		return "certificate revoked"
	case NotSender:
		return "signer is not the sender"
	case Producer:
		return "signer may not make this file"
	case BadSignature:
		return "bad signature"
	case Payload:
		return "other payload"
	}
	return fmt.Sprintf("reason %d", byte(r))
}

// TrustError says why a trailer's signature is not trusted.
type TrustError struct {
	Reason Reason
	// Detail says what was found and what was expected.
	Detail string
}

// Error implements error.
func (e *TrustError) Error() string { return e.Reason.String() + ": " + e.Detail }

// distrust makes a TrustError.
func distrust(reason Reason, format string, args ...any) error {
	return &TrustError{Reason: reason, Detail: fmt.Sprintf(format, args...)}
}
