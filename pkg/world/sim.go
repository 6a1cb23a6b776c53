package world

import (
	"fmt"
	"strings"

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
	return SIM{
		ICCID:     withLuhn(fmt.Sprintf("894499%012d", n)),
		IMSI:      fmt.Sprintf("00101%010d", n),
		MSISDN:    fmt.Sprintf("440%09d", n),
		APN:       strings.ToLower(i.SMSO) + ".smets1.example",
		IPAddress: fmt.Sprintf("2001:db8::%x:%x", n>>16, n&0xffff),
	}
}

// withLuhn appends the check digit of ISO/IEC 7812-1 annex B.
func withLuhn(digits string) string {
	for c := byte('0'); c < '9'; c++ {
		if text := append([]byte(digits), c); ident.LuhnOK(text) {
			return string(text)
		}
	}
	return digits + "9"
}
