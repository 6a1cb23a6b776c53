package ident

// ICCIDType is the form of a UK ICCID. Whether its Luhn digit holds is another
// question, and some data leaves that digit out: see LuhnOK.
var ICCIDType = &Type{
	Name:     "ICCID",
	Doc:      "SIM card: 89 (telecom), 44 (UK), issuer, account number and a check digit, 18 to 20 digits",
	Source:   "ITU-T E.118; ISO/IEC 7812",
	Pattern:  `^8944[0-9]{14,16}$`,
	MaxLen:   20,
	Examples: []string{"8944101234567890128", "89441012345678901237", "894410123456789012"},
	Bad:      []string{"", "8.94410123456789E+18", "8944101234567890128F", "8944 1012 3456 7890 128", "89441012345678901", "894410123456789012370", "8933101234567890128"},
	Valid:    validICCID,
	Hint:     firstHint(spreadsheetHint, numberHint("ICCID"), iccidHint),
}

func validICCID(b []byte) bool {
	digits, uk := trimPrefix(b, "8944")
	return uk && tokenOf(digits, 14, 16, inDigit, inDigit)
}

// IMSIType is the form of an IMSI.
var IMSIType = &Type{
	Name:     "IMSI",
	Doc:      "subscriber of a mobile network: country (3 digits), network (2 or 3) and subscriber, 6 to 15 digits in all",
	Source:   "ITU-T E.212",
	Pattern:  `^[0-9]{6,15}$`,
	MaxLen:   15,
	Examples: []string{"001010123456789", "234100123456789"},
	Bad:      []string{"", "00101", "2341001234567890", "2.34100123456789E+14", "234-10-0123456789"},
	Valid:    token(6, 15, inDigit, inDigit),
	Hint:     firstHint(spreadsheetHint, numberHint("IMSI"), digitsHint),
}

// MSISDNType is the form of a UK MSISDN.
var MSISDNType = &Type{
	Name:     "MSISDN",
	Doc:      "telephone number of a SIM: 44 (UK) and ten digits, without a plus sign",
	Source:   "ITU-T E.164",
	Pattern:  `^44[0-9]{10}$`,
	MaxLen:   12,
	Examples: []string{"447700900123"},
	Bad:      []string{"", "+447700900123", "07700900123", "7700900123", "00447700900123", "4.47701E+11"},
	Valid:    validMSISDN,
	Hint:     firstHint(spreadsheetHint, numberHint("MSISDN"), msisdnHint),
}

func validMSISDN(b []byte) bool {
	digits, uk := trimPrefix(b, "44")
	return uk && tokenOf(digits, 10, 10, inDigit, inDigit)
}

// APNType is the form of an Access Point Name: DNS labels. The reserved names
// and the limit of 100 octets in all, which no pattern can say, are not checked.
var APNType = &Type{
	Name:     "APN",
	Doc:      "access point name of a mobile network: one to eight labels of letters, digits and inner hyphens, joined by dots",
	Source:   "3GPP TS 23.003 clause 9.1; the limit of eight labels is simulator-defined",
	Pattern:  `^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?){0,7}$`,
	MaxLen:   maxLabels*maxLabel + maxLabels - 1,
	Examples: []string{"smets1.example", "m2m", "smets1.m2m.example.mnc010.mcc234.gprs"},
	Bad:      []string{"", "smets1..example", ".example", "example.", "-a.example", "a-.example", "smets1 example", "smets1_example", "a.b.c.d.e.f.g.h.i"},
	Valid:    validAPN,
	Hint:     firstHint(spreadsheetHint),
}

const (
	maxLabel  = 63
	maxLabels = 8
)

func validAPN(b []byte) bool {
	for range maxLabels {
		n := inLabel.span(b)
		if n < 1 || n > maxLabel || b[0] == '-' || b[n-1] == '-' {
			return false
		}
		if n == len(b) {
			return true
		}
		if b[n] != '.' {
			return false
		}
		b = b[n+1:]
	}
	return false
}

// LuhnOK reports whether b is two digits or more and the last of them is the
// Luhn check digit of the others (ISO/IEC 7812-1 annex B).
func LuhnOK(b []byte) bool {
	if len(b) < 2 {
		return false
	}
	for _, c := range b {
		if c-'0' > 9 {
			return false
		}
	}
	return b[len(b)-1] == LuhnDigit(b[:len(b)-1])
}

// LuhnDigit returns the Luhn check digit of digits (ISO/IEC 7812-1 annex B): every
// second one counts twice, from the last on, and tens and units of a product are
// added.
func LuhnDigit(digits []byte) byte {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			d *= 2
			d -= d / 10 * 9
		}
		sum += d
	}
	return byte('0' + (10-sum%10)%10)
}
