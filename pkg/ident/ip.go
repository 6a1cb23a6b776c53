package ident

import "strings"

const (
	ipv4Octet = `(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])`
	ipv6Group = `[0-9A-Fa-f]{1,4}`

	// Each alternative has one number of groups after the "::", so that no text
	// matches two of them.
	ipv6Forms = `(G:){7}G|(G:){1,7}:|(G:){1,6}:G|(G:){1,5}(:G){2}|(G:){1,4}(:G){3}|(G:){1,3}(:G){4}|` +
		`(G:){1,2}(:G){5}|G:(:G){6}|:(:G){1,7}|::`
)

// IPAddressType is the form of an IP address. Of IPv6 neither a zone nor an
// embedded IPv4 address is accepted.
var IPAddressType = &Type{
	Name:     "IP address",
	Doc:      "address of a device: IPv4 as four decimal numbers without leading zeros, or IPv6 as groups of hex digits",
	Source:   "RFC 791; RFC 4291 section 2.2, forms 1 and 2",
	Pattern:  `^(` + ipv4Octet + `(\.` + ipv4Octet + `){3}|` + strings.ReplaceAll(ipv6Forms, "G", ipv6Group) + `)$`,
	MaxLen:   8*4 + 7,
	Examples: []string{"10.0.0.1", "192.0.2.255", "2001:db8::1", "::", "2001:DB8:0:0:0:0:0:1", "1:2:3:4:5:6:7::"},
	Bad:      []string{"", "10.0.0", "10.0.0.256", "010.0.0.1", "10.0.0.1/8", "10.0.0.1:80", "2001:db8::1::2", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "fe80::1%eth0", "::ffff:10.0.0.1", "12345::"},
	Valid:    validIP,
	Hint:     firstHint(spreadsheetHint, ipHint),
}

func validIP(b []byte) bool { return validIPv4(b) || validIPv6(b) }

func validIPv4(b []byte) bool {
	for field := range 4 {
		n := inDigit.span(b[:min(len(b), 4)])
		if n < 1 || n > 3 || n > 1 && b[0] == '0' {
			return false
		}
		value := 0
		for _, c := range b[:n] {
			value = value*10 + int(c-'0')
		}
		if value > 255 {
			return false
		}
		b = b[n:]
		if field == 3 {
			return len(b) == 0
		}
		if len(b) == 0 || b[0] != '.' {
			return false
		}
		b = b[1:]
	}
	return false
}

func validIPv6(b []byte) bool {
	groups, elided := 0, false
	if len(b) >= 2 && b[0] == ':' && b[1] == ':' {
		elided, b = true, b[2:]
	}
	for len(b) > 0 && groups < 8 {
		n := 0
		for n < len(b) && n < 5 && hexValue[b[n]] != notHex {
			n++
		}
		if n < 1 || n > 4 {
			return false
		}
		groups++
		b = b[n:]
		switch {
		case len(b) == 0:
		case len(b) == 1 || b[0] != ':':
			return false
		case b[1] == ':' && elided:
			return false
		case b[1] == ':':
			elided, b = true, b[2:]
		default:
			b = b[1:]
		}
	}
	return len(b) == 0 && (groups == 8 && !elided || groups < 8 && elided)
}
