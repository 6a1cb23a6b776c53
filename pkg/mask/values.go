package mask

import (
	"encoding/hex"
	"net/netip"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/ident"
)

// nobodysDistributor is allocated to nobody, and not known to be the dummy: an
// MPAN that has it is warned of.
const nobodysDistributor = 0

// mpxn replaces an MPAN by one of the dummy distributor, and an MPRN by one of
// the same length.
func (m *masker) mpxn(x ident.MPxN) ident.MPxN {
	m.text = x.AppendTo(m.text[:0])
	text := m.text
	if !x.IsMPAN() {
		if !x.IsMPRN() {
			return x
		}
		body := text[:len(text)-2]
		off := (100 + decimal(text[len(body):]) - checkOf(ident.MPRNWithCheck(decimal(body), len(text)), 100)) % 100
		m.digits(mprnKind, 0, body)
		putDecimal(text[len(body):], (checkOf(ident.MPRNWithCheck(decimal(body), len(text)), 100)+off)%100)
		return parsed(text)
	}
	off := (10 + decimal(text[12:]) - checkOf(ident.MPANWithCheck(decimal(text[:12])), 10)) % 10
	distributor := x.Distributor()
	m.digits(mpanKind, uint32(distributor), text[2:12])
	putDecimal(text[:2], ident.DummyDistributor)
	if !ident.KnownDistributor(distributor) || distributor == ident.DummyDistributor && !m.dummies {
		putDecimal(text[:2], nobodysDistributor)
	}
	putDecimal(text[12:], (checkOf(ident.MPANWithCheck(decimal(text[:12])), 10)+off)%10)
	return parsed(text)
}

// checkOf is the number that the last digits of x are, modulo mod.
func checkOf(x ident.MPxN, mod uint64) uint64 {
	var room [16]byte
	return decimal(x.AppendTo(room[:0])) % mod
}

func parsed(text []byte) ident.MPxN {
	x, ok := ident.ParseMPxN(text)
	if !ok {
		panic("mask: a masked mpxn is none")
	}
	return x
}

// The test block, in which the EUI-64s of synthetic devices stand, and what
// IEEE 802 says of the first octet of an EUI-64.
const (
	testBlock     = 0x90B3D51F
	testBlockBits = 32
	localBit      = 1 << 57 // locally administered
	groupBit      = 1 << 56
)

// device replaces a Device ID: by another one of the test block if it stands
// there, else by a locally administered one, which is no manufacturer's. Zero is
// no device and stays.
func (m *masker) device(e ident.EUI64) ident.EUI64 {
	v := uint64(e)
	if v == 0 {
		return e
	}
	if v>>testBlockBits == testBlock {
		return ident.EUI64(testBlock<<testBlockBits | m.bits(m.bits32, testDeviceKind, 0, 16, v&(1<<testBlockBits-1)))
	}
	marks := v & (localBit | groupBit)
	v = m.bits(m.bits62, deviceKind, uint32(marks>>56), 31, v>>58<<56|v&(groupBit-1))
	return ident.EUI64(v>>56<<58 | v&(groupBit-1) | localBit | marks&groupBit)
}

// id replaces the id of an installation, an authorisation or an alert.
func (m *masker) id(text string) string { return "M-" + m.hex(idKind, text) }

// hex is 16 hex digits of the keyed hash of a text.
func (m *masker) hex(k kind, text string) string {
	m.text = append(m.text[:0], text...)
	return hex.EncodeToString(m.hash(k, m.text)[:8])
}

// file keeps the name of a file that says no more than its header did, and
// replaces any other.
func (m *masker) file(name string) string {
	if _, ok := filetype.ParseFileName(name); ok {
		return name
	}
	return "M-" + m.hex(fileKind, name) + ".json"
}

// digest replaces the digest of another file. Of a small file the masked copy
// tells nearly everything, and trying the MPxNs that it lacks against the digest
// would find them.
func (m *masker) digest(text string) string {
	m.text = append(m.text[:0], text...)
	return codec.DigestPrefix + hex.EncodeToString(m.hash(digestKind, m.text))
}

// reference keeps the name of something that is configured, but for what looks
// like an identifier in the wrong place.
func (m *masker) reference(text string) string {
	if misplaced(text) {
		return m.id(text)
	}
	return text
}

// misplaced reports whether text that is no identifier has the form of one: of
// an EUI-64, or of digits as many as an MPRN at least.
func misplaced(text string) bool {
	_, eui := ident.ParseEUI64([]byte(text))
	return eui || len(text) >= 6 && strings.Trim(text, "0123456789") == ""
}

// certificate keeps the id of a certificate. A serial number alone that is not
// known and is as long as an MPRN at least is replaced by one as long.
func (m *masker) certificate(text string) string {
	id := ident.CertificateID(text)
	if len(text) < 6 || !id.Valid() || strings.Contains(text, ":") || m.opt.Certificate != nil && m.opt.Certificate(id) {
		return text
	}
	return m.scramble(serialKind, text)
}

// iccid replaces a SIM card's number by one of a UK issuer that is nobody's, 99.
func (m *masker) iccid(text string) string {
	b := []byte(text)
	body, last := b[:len(b)-1], len(b)-1
	off := (10 + b[last] - ident.LuhnDigit(body)) % 10
	issuer := uint32(decimal(b[4:6]))
	m.digits(iccidKind, issuer, b[6:last])
	copy(b[4:6], "99")
	b[last] = '0' + (ident.LuhnDigit(body)-'0'+off)%10
	return string(b)
}

// testNetwork is the mobile network 01 of the test country 001 (ITU-T E.212).
const testNetwork = "00101"

// imsi replaces a subscriber by one of the test network; a number that is too
// short to be one, by another as long.
func (m *masker) imsi(text string) string {
	b := []byte(text)
	if len(b) < len(testNetwork)+6 {
		m.digits(imsiKind, 0, b)
		return string(b)
	}
	network := uint32(decimal(b[:len(testNetwork)]))
	m.digits(imsiKind, network, b[len(testNetwork):])
	copy(b, testNetwork)
	return string(b)
}

// msisdn replaces a telephone number by one whose national number begins with 0,
// which none does.
func (m *masker) msisdn(text string) string {
	b := []byte(text)
	m.digits(msisdnKind, uint32(b[2]), b[3:])
	b[2] = '0'
	return string(b)
}

// apn replaces an access point by one below .example (RFC 2606).
func (m *masker) apn(text string) string { return m.hex(apnKind, strings.ToLower(text)) + ".example" }

// ip replaces an address: IPv4 by one of the private block 10.0.0.0/8 (RFC 1918),
// IPv6 by one of the documentation block 2001:db8::/32 (RFC 3849).
func (m *masker) ip(text string) string {
	a, err := netip.ParseAddr(text)
	if err != nil {
		panic("mask: the form of an ip address is not that of net/netip")
	}
	if a.Is4() {
		b := a.As4()
		low := m.bits(m.bits24, ipv4Kind, uint32(b[0]), 12, uint64(b[1])<<16|uint64(b[2])<<8|uint64(b[3]))
		return netip.AddrFrom4([4]byte{10, byte(low >> 16), byte(low >> 8), byte(low)}).String()
	}
	b := a.As16()
	copy(b[4:], m.hash(ipv6Kind, b[:]))
	copy(b[:], []byte{0x20, 0x01, 0x0d, 0xb8})
	return netip.AddrFrom16(b).String()
}

// maskedText stands for free text, in which anything may have stood.
const maskedText = "(masked)"
