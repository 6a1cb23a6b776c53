package seal

import "fmt"

// Role is a RemotePartyRole, the two hex digits in the OU of an organisation
// certificate. Values beyond the named ones are legal: the numbers of the
// SMETS1 signing roles are not public, and stay configuration.
type Role byte

// The roles whose codes are public (GBCS, RemotePartyRole).
const (
	RoleRoot                Role = 0x00
	RoleRecovery            Role = 0x01
	RoleSupplier            Role = 0x02
	RoleNetworkOperator     Role = 0x03
	RoleAccessControlBroker Role = 0x04
	RoleTransitionalCoS     Role = 0x05
	RoleWANProvider         Role = 0x06
	RoleIssuingAuthority    Role = 0x07
	RoleLoadController      Role = 0x08
	RoleOther               Role = 0x7F
	RoleUserXMLSigning      Role = 0x87
	RoleDSPXMLSigning       Role = 0x89
)

// String returns the two hex digits, as in the certificate.
func (r Role) String() string { return fmt.Sprintf("%02X", byte(r)) }

// Usage is what the key of a certificate may be used for. The zero Usage is
// none of them.
type Usage byte

// The key usages of the profile. An organisation certificate has one of the
// first two; the third marks the issuing authority.
const (
	DigitalSignature Usage = iota + 1
	KeyAgreement
	CertificateSigning
)

// String returns the name in RFC 5280 section 4.2.1.3.
func (u Usage) String() string {
	switch u {
	case DigitalSignature:
		return "digitalSignature"
	case KeyAgreement:
		return "keyAgreement"
	case CertificateSigning:
		return "keyCertSign"
	}
	return fmt.Sprintf("usage %d", byte(u))
}
