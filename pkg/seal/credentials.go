package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash"

	"s1mig/pkg/ident"
)

// Credentials are the secrets of one SMETS1 device, the plaintext of a sealed
// value. They never print themselves; AppendJSON alone writes them out.
type Credentials struct {
	redacted
	// MasterKey is the DLMS master key, an AES-128 key.
	MasterKey []byte
	// InstallCode is the ZigBee install code, 6 to 16 octets as in DUIS.
	InstallCode []byte
	// AuthenticationKey is the DLMS global authentication key, an AES-128 key.
	AuthenticationKey []byte
	// EncryptionKey is the DLMS global unicast encryption key, an AES-128 key.
	EncryptionKey []byte
}

// credentialNames are the names in their canonical order.
var credentialNames = [...]string{"masterKey", "installCode", "authenticationKey", "encryptionKey"}

const (
	deviceKeyLen      = 16 // octets of an AES-128 key
	minInstallCodeLen = 6  // octets, DUIS InstallCode
	maxInstallCodeLen = 16
	credentialsLen    = 3*deviceKeyLen + maxInstallCodeLen
)

// ErrCredentials is all that is said of a plaintext that is not credentials,
// since whatever is in it may be a secret.
var ErrCredentials = errors.New("sealed credentials are not an object of masterKey, installCode, authenticationKey and encryptionKey in lower-case hex")

// field returns the field of a name's index.
func (c *Credentials) field(i int) *[]byte {
	return [...]*[]byte{&c.MasterKey, &c.InstallCode, &c.AuthenticationKey, &c.EncryptionKey}[i]
}

// legal reports whether every field has a legal length.
func (c *Credentials) legal() bool {
	return len(c.MasterKey) == deviceKeyLen && len(c.AuthenticationKey) == deviceKeyLen && len(c.EncryptionKey) == deviceKeyLen &&
		len(c.InstallCode) >= minInstallCodeLen && len(c.InstallCode) <= maxInstallCodeLen
}

// AppendJSON appends the canonical plaintext to dst: one JSON object, the names
// in the order of the struct, no white space, lower-case hex.
func (c *Credentials) AppendJSON(dst []byte) []byte {
	for i, name := range credentialNames {
		dst = append(dst, separator(i)...)
		dst = append(append(dst, name...), `":"`...)
		dst = hex.AppendEncode(dst, *c.field(i))
	}
	return append(dst, `"}`...)
}

// separator is what stands before the name of index i in canonical layout.
func separator(i int) string {
	if i == 0 {
		return `{"`
	}
	return `","`
}

// ParseCredentials reads a plaintext in any legal JSON layout; hex is lower case
// only. The error is ErrCredentials.
func ParseCredentials(text []byte) (Credentials, error) {
	if c, ok := parseCanonical(text); ok {
		return c, nil
	}
	members, err := parseObject(text)
	if err != nil || len(members) != len(credentialNames) {
		return Credentials{}, ErrCredentials
	}
	var c Credentials
	for i, name := range credentialNames {
		digits, ok := members.text(name)
		value, isHex := appendLowerHex(nil, []byte(digits))
		if !ok || !isHex {
			return Credentials{}, ErrCredentials
		}
		*c.field(i) = value
	}
	if !c.legal() {
		return Credentials{}, ErrCredentials
	}
	return c, nil
}

// parseCanonical reads what AppendJSON writes, in one allocation: a validator
// opens millions of them, all in this layout. Anything else is the slow path's.
func parseCanonical(text []byte) (c Credentials, ok bool) {
	values := make([]byte, 0, credentialsLen)
	for i, name := range credentialNames {
		if text, ok = cutPrefix(text, separator(i)); !ok {
			return Credentials{}, false
		}
		if text, ok = cutPrefix(text, name); !ok {
			return Credentials{}, false
		}
		if text, ok = cutPrefix(text, `":"`); !ok {
			return Credentials{}, false
		}
		n := hexRun(text)
		from := len(values)
		if values, ok = appendLowerHex(values, text[:n]); !ok {
			return Credentials{}, false
		}
		*c.field(i) = values[from:len(values):len(values)]
		text = text[n:]
	}
	return c, string(text) == `"}` && c.legal()
}

// cutPrefix is bytes.CutPrefix for a string prefix.
func cutPrefix(text []byte, prefix string) ([]byte, bool) {
	if len(text) < len(prefix) || string(text[:len(prefix)]) != prefix {
		return text, false
	}
	return text[len(prefix):], true
}

// hexRun counts the leading lower-case hex digits, as many as a field can have.
func hexRun(text []byte) int {
	n := 0
	for n < len(text) && n < 2*deviceKeyLen && isLowerHex(text[n]) {
		n++
	}
	return n
}

// isLowerHex reports whether b is a lower-case hex digit.
func isLowerHex(b byte) bool { return b >= '0' && b <= '9' || b >= 'a' && b <= 'f' }

// appendLowerHex appends the octets that pairs of lower-case hex digits stand
// for.
func appendLowerHex(dst, digits []byte) ([]byte, bool) {
	for _, b := range digits {
		if !isLowerHex(b) {
			return dst, false
		}
	}
	out, err := hex.AppendDecode(dst, digits)
	return out, err == nil
}

// CredentialSource derives the credentials of a synthetic estate from its seed.
// It reuses its MAC, so it is for one goroutine.
type CredentialSource struct {
	redacted
	mac  hash.Hash
	info []byte // deriveInfo of a device, and the number of the block
	at   int    // where the device's eight octets stand in info
}

// NewCredentialSource makes the source of a seed.
func NewCredentialSource(seed uint64) *CredentialSource {
	info := []byte(deriveInfo("device credentials", make([]byte, euiLen)))
	at := len(info) - euiLen
	extract := hmac.New(sha256.New, []byte(deriveSalt))
	_, _ = extract.Write(seedBytes(seed))
	return &CredentialSource{mac: hmac.New(sha256.New, extract.Sum(nil)), info: append(info, 0), at: at}
}

// Derive makes the credentials of a device: 64 octets of HKDF-SHA256 over the
// seed, with the device in the context. It is derive, with the extraction and
// the key schedule done once for all devices.
func (s *CredentialSource) Derive(device ident.EUI64) Credentials {
	binary.BigEndian.PutUint64(s.info[s.at:], uint64(device))
	values := make([]byte, 0, credentialsLen)
	for block := byte(1); len(values) < credentialsLen; block++ {
		s.mac.Reset()
		if len(values) > 0 {
			_, _ = s.mac.Write(values[len(values)-sha256.Size:])
		}
		s.info[s.at+euiLen] = block
		_, _ = s.mac.Write(s.info)
		values = s.mac.Sum(values)
	}
	return Credentials{
		MasterKey:         values[0:16:16],
		InstallCode:       values[16:32:32],
		AuthenticationKey: values[32:48:48],
		EncryptionKey:     values[48:64:64],
	}
}

// DeriveCredentials makes the credentials of one device of a synthetic estate.
func DeriveCredentials(seed uint64, device ident.EUI64) Credentials {
	return NewCredentialSource(seed).Derive(device)
}
