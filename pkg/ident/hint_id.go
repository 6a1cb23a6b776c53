package ident

import (
	"strconv"
	"strings"
)

// mpxnNumberHint is numberHint, naming the fuel where the power of ten tells it.
func mpxnNumberHint(s string) string {
	what := "MPxN"
	if power, ok := exponent(s); ok {
		switch n, _ := strconv.Atoi(power); {
		case n == 12:
			what = "MPAN"
		case n >= 5 && n <= 9:
			what = "MPRN"
		}
	}
	return numberHint(what)(s)
}

func mpxnHint(s string) string {
	digits := strip(s, " -./")
	if valid := validMPxN([]byte(digits)); digits != s && valid {
		return "write the digits without separators: " + digits
	}
	if strings.ContainsAny(digits, "oOlI") {
		if mended := strings.NewReplacer("o", "0", "O", "0", "l", "1", "I", "1").Replace(digits); validMPxN([]byte(mended)) {
			return "a letter stands for a digit: " + mended + " is probably meant"
		}
	}
	// The line loss factor class, the last three of the eight before the core,
	// may hold letters.
	top := strings.TrimLeft(digits, "sS")
	if len(top) == 21 && isDigits(top[8:]) {
		return "this is an MPAN with its top line; the core is its last 13 digits: " + top[8:]
	}
	if !isDigits(digits) {
		return ""
	}
	switch n := len(digits); {
	case n < 6:
		return "an MPRN has 6 to 10 digits; a spreadsheet may have dropped leading zeros" + rewritten
	case n == 11 || n == 12:
		return "an MPAN has 13 digits and an MPRN 6 to 10; " + strconv.Itoa(13-n) + " may be missing, leading zeros perhaps"
	}
	return "an MPAN has 13 digits and an MPRN 6 to 10; this has " + strconv.Itoa(len(digits))
}

func euiHint(s string) string {
	hex := strings.TrimPrefix(strings.TrimPrefix(strip(s, " -:._"), "0x"), "0X")
	switch n := len(hex); {
	case !isHex(hex):
		return ""
	case n == 16:
		v, _ := parseHex([]byte(hex))
		return "write eight octets joined by hyphens: " + EUI64(v).String()
	case n == 12:
		return "this is a MAC address of 48 bits; an EUI-64 has eight octets"
	case n >= 10 && n < 16 && hex == s:
		return "an EUI-64 has 16 hex digits, this has " + strconv.Itoa(n) + "; a spreadsheet may have dropped leading zeros"
	}
	return ""
}

// hexHint is for values of a fixed number of hex digits.
func hexHint(width int) hinter {
	return func(s string) string {
		hex := strings.TrimPrefix(strings.TrimPrefix(strip(s, " -:._"), "0x"), "0X")
		switch {
		case !isHex(hex) || len(hex) > width:
			return ""
		case len(hex) == width:
			return "write the hex digits alone: " + strings.ToUpper(hex)
		case hex == s:
			padded := strings.ToUpper(strings.Repeat("0", width-len(hex)) + hex)
			return "leading zeros may have been lost: write " + padded + " if that is meant"
		}
		return ""
	}
}

// certificateHint knows that a hex serial such as 4E0001 is also a number in
// scientific notation.
func certificateHint(s string) string {
	issuer, serial := CertificateID(s).Split()
	if _, ok := exponent(serial); ok {
		return "looks like a spreadsheet rewrote a hex serial number, one such as 4E0001, as a number" + rewritten
	}
	if strings.Contains(s, "=") {
		return "give the issuer by its common name alone, as in Z9:5A0101"
	}
	if strings.ContainsAny(s, " ,;\n") {
		return "one Certificate ID is expected here, without spaces"
	}
	if rest := strings.TrimPrefix(strings.ToLower(serial), "0x"); len(rest) < len(serial) && isHex(rest) {
		return "write the serial number without 0x"
	}
	if strings.Contains(issuer, ":") {
		return "write the serial number without colons between its octets"
	}
	return ""
}

func iccidHint(s string) string {
	digits := strip(s, " -")
	switch cut := strings.TrimRight(digits, "fF"); {
	case validICCID([]byte(digits)):
		return "write the digits without separators: " + digits
	case cut != digits && validICCID([]byte(cut)):
		return "leave out the F, which only pads the stored form: " + cut
	case isDigits(digits) && !strings.HasPrefix(digits, "8944"):
		return "the ICCID of a UK SIM begins with 8944"
	case isDigits(digits):
		return "an ICCID has 18 to 20 digits; this has " + strconv.Itoa(len(digits))
	}
	return ""
}

func msisdnHint(s string) string {
	digits := strip(s, " -()+")
	for _, prefix := range []string{"0044", "0", ""} {
		if rest, ok := strings.CutPrefix(digits, prefix); ok {
			for _, whole := range []string{rest, "44" + rest} {
				if validMSISDN([]byte(whole)) {
					return "write it with the country code and digits only: " + whole
				}
			}
		}
	}
	return ""
}

func ipHint(s string) string {
	if i := strings.IndexAny(s, "/%"); i > 0 && validIP([]byte(s[:i])) {
		return "write the address alone: " + s[:i]
	}
	if host, _, ok := strings.Cut(s, ":"); ok && validIPv4([]byte(host)) {
		return "write the address alone: " + host
	}
	fields := strings.Split(s, ".")
	for i, f := range fields {
		fields[i] = strings.TrimLeft(f[:max(len(f)-1, 0)], "0") + f[max(len(f)-1, 0):]
	}
	if plain := strings.Join(fields, "."); plain != s && validIPv4([]byte(plain)) {
		return "write the numbers without leading zeros: " + plain
	}
	return ""
}
