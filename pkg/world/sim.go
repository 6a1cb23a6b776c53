package world

import (
	"strconv"

	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
)

// SIM is how a Communications Hub is reached over the mobile network. No value
// belongs to anybody.
type SIM struct {
	ICCID     string // 8944 99, the hub's number, a Luhn digit
	IMSI      string // of the test network 001 01 (ITU-T E.212)
	MSISDN    string // 44 0…: no national number begins with 0
	APN       string // under .example (RFC 2606)
	IPAddress string // of the documentation block 2001:db8::/32 (RFC 3849)
}

// SIM returns the SIM of the installation's Communications Hub. All hubs of a
// world differ, since the last 28 bits of their EUI-64s do.
func (i *Installation) SIM() SIM {
	n := uint64(0)
	for k := range i.Devices {
		if i.Devices[k].Type == mcf.CHF {
			n = uint64(i.Devices[k].ID) &^ testBlockMask
		}
	}
	// One string for the five: an MGF has millions of SIMs.
	text := appendPadded(append(make([]byte, 0, 128), "894499"...), n, 12)
	text = append(text, ident.LuhnDigit(text))
	iccid := len(text)
	text = appendPadded(append(text, "00101"...), n, 10)
	imsi := len(text)
	text = appendPadded(append(text, "440"...), n, 9)
	msisdn := len(text)
	text = append(appendLower(text, i.SMSO), ".smets1.example"...)
	apn := len(text)
	text = strconv.AppendUint(append(text, "2001:db8::"...), n>>16, 16)
	text = strconv.AppendUint(append(text, ':'), n&0xffff, 16)
	all := string(text)
	return SIM{ICCID: all[:iccid], IMSI: all[iccid:imsi], MSISDN: all[imsi:msisdn], APN: all[msisdn:apn], IPAddress: all[apn:]}
}

// appendPadded appends n in that many digits, or more where it has more.
func appendPadded(dst []byte, n uint64, digits int) []byte {
	var text [20]byte
	from := len(text)
	for ; n > 0 || digits > 0; digits-- {
		from--
		text[from] = byte('0' + n%10)
		n /= 10
	}
	return append(dst, text[from:]...)
}

// appendLower appends ASCII in lower case.
func appendLower(dst []byte, s string) []byte {
	for _, c := range []byte(s) {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}
