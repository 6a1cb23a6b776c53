package seal

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"slices"

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
	for i, lead := range canonicalLeads {
		dst = appendHex(append(dst, lead...), *c.field(i))
	}
	return append(dst, `"}`...)
}

// appendHex appends src in lower-case hex.
func appendHex(dst, src []byte) []byte {
	for _, b := range src {
		dst = binary.LittleEndian.AppendUint16(dst, hexPairs[b])
	}
	return dst
}

// hexPairs are the two digits of every octet, the first in the low byte.
var hexPairs = makeHexPairs()

func makeHexPairs() (t [256]uint16) {
	const digits = "0123456789abcdef"
	for i := range t {
		t[i] = uint16(digits[i>>4]) | uint16(digits[i&15])<<8
	}
	return t
}

// canonicalLeads are what stands before each value in canonical layout.
var canonicalLeads = makeCanonicalLeads()

func makeCanonicalLeads() (leads [len(credentialNames)]string) {
	for i, name := range credentialNames {
		leads[i] = `","` + name + `":"`
	}
	leads[0] = "{" + leads[0][len(`",`):]
	return leads
}

// ParseCredentials reads a plaintext in any legal JSON layout; hex is lower case
// only. The error is ErrCredentials.
func ParseCredentials(text []byte) (Credentials, error) {
	if c, ok := parseCanonical(make([]byte, 0, credentialsLen), text); ok {
		return c, nil
	}
	return parseAnyLayout(text)
}

// CheckCredentials reports with ErrCredentials what ParseCredentials would
// refuse. It keeps nothing of a plaintext, and allocates nothing for a canonical
// one: a validator opens millions of them.
func CheckCredentials(text []byte) error {
	var values [credentialsLen]byte
	_, ok := parseCanonical(values[:0], text)
	clear(values[:])
	if ok {
		return nil
	}
	_, err := parseAnyLayout(text)
	return err
}

func parseAnyLayout(text []byte) (Credentials, error) {
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

// parseCanonical reads what AppendJSON writes into the room of values. Anything
// else is the slow path's.
func parseCanonical(values, text []byte) (c Credentials, ok bool) {
	var ends [len(credentialNames)]int
	for i, lead := range canonicalLeads {
		if text, ok = cutPrefix(text, lead); !ok {
			return Credentials{}, false
		}
		n := bytes.IndexByte(text, '"')
		if n < 0 || n > 2*deviceKeyLen {
			return Credentials{}, false
		}
		if values, ok = appendLowerHex(values, text[:n]); !ok {
			return Credentials{}, false
		}
		ends[i], text = len(values), text[n:]
	}
	c = Credentials{
		MasterKey:         values[:ends[0]:ends[0]],
		InstallCode:       values[ends[0]:ends[1]:ends[1]],
		AuthenticationKey: values[ends[1]:ends[2]:ends[2]],
		EncryptionKey:     values[ends[2]:ends[3]:ends[3]],
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

// appendLowerHex appends the octets that pairs of lower-case hex digits stand
// for.
func appendLowerHex(dst, digits []byte) ([]byte, bool) {
	from, n := len(dst), len(digits)/2
	dst = slices.Grow(dst, n)[:from+n]
	bad := uint8(0)
	for i, out := 0, dst[from:]; i < len(out); i++ {
		high, low := lowerHex[digits[2*i]], lowerHex[digits[2*i+1]]
		bad |= high | low
		out[i] = high<<4 | low
	}
	return dst, bad&notHex == 0 && len(digits) == 2*n
}

// lowerHex is the value of each lower-case hex digit, and notHex for any other
// byte.
var lowerHex = makeLowerHex()

const notHex = 0x80

func makeLowerHex() (t [256]uint8) {
	for i := range t {
		t[i] = notHex
	}
	for i, c := range "0123456789abcdef" {
		t[c] = uint8(i)
	}
	return t
}

// CredentialSource derives the credentials of a synthetic estate from its seed.
// It reuses its MAC, so it is for one goroutine.
type CredentialSource struct {
	redacted
	mac  hash.Hash
	info []byte // deriveInfo of a device, and the number of the block
	at   int    // where the device's eight octets stand in info

	values [credentialsLen]byte // of the device at hand, for AppendJSON
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
	return s.derive(make([]byte, 0, credentialsLen), device)
}

// AppendJSON appends the canonical plaintext of a device's credentials to dst
// and keeps nothing of it.
func (s *CredentialSource) AppendJSON(dst []byte, device ident.EUI64) []byte {
	c := s.derive(s.values[:0], device)
	dst = c.AppendJSON(dst)
	clear(s.values[:])
	return dst
}

// derive is Derive into the room of values.
func (s *CredentialSource) derive(values []byte, device ident.EUI64) Credentials {
	binary.BigEndian.PutUint64(s.info[s.at:], uint64(device))
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
