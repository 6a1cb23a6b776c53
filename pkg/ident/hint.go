package ident

import (
	"bytes"
	"strings"
)

// A hinter says what probably went wrong with a value that is not valid, or "".
// It sees short values only and may allocate: it runs when a finding is written.
type hinter func(s string) string

// maxHinted is the length of the longest value that hints look at, in bytes.
const maxHinted = 200

// firstHint returns a Hint that gives the first answer of the hinters. They are
// written for values that are not valid.
func firstHint(hinters ...hinter) func(b []byte) string {
	return func(b []byte) string {
		if len(b) == 0 || len(b) > maxHinted {
			return ""
		}
		s := string(b)
		for _, h := range hinters {
			if hint := h(s); hint != "" {
				return hint
			}
		}
		return ""
	}
}

const rewritten = "; set the column to text before typing or opening the file"

// spreadsheetHint knows the damage that can happen to any value.
func spreadsheetHint(s string) string {
	inner := strings.Trim(s, " \t\r\n\u00a0\u2007\u202f\u200b\ufeff")
	switch {
	case inner == "":
		return "the value is blank; leave the field out if there is none"
	case isErrorValue(inner):
		return "looks like an error value of a spreadsheet formula"
	case isPlaceholder(inner):
		return "looks like a placeholder; leave the field out if there is no value"
	case inner != s:
		return "remove the white space around the value"
	case strings.HasPrefix(s, "="):
		return "looks like a spreadsheet formula; write its value alone"
	case strings.HasPrefix(s, "'"), strings.Trim(s, `"'“”‘’`) != s:
		return "remove the quotation marks"
	case strings.ContainsAny(s, "‐‑‒–—−"):
		return "a word processor has replaced a hyphen by a dash; write -"
	case strings.ContainsAny(s, "\u00a0\u2007\u202f\u200b\ufeff"):
		return "remove the invisible characters in the value"
	}
	return ""
}

func isErrorValue(s string) bool {
	switch strings.ToUpper(s) {
	case "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!":
		return true
	}
	return strings.Trim(s, "#") == "" // a column too narrow for its number
}

func isPlaceholder(s string) bool {
	switch strings.ToUpper(s) {
	case "-", "--", "N/A", "NA", "NIL", "NULL", "NONE", "TBC", "TBA", "UNKNOWN", "?":
		return true
	}
	return false
}

// numberHint knows what happens to digits when a spreadsheet takes them for a
// number.
func numberHint(what string) hinter {
	return func(s string) string {
		if _, ok := exponent(s); ok {
			return "looks like a spreadsheet rewrote this " + what + " as a number" + rewritten
		}
		whole, fraction, point := strings.Cut(s, ".")
		if point && isDigits(whole) && strings.Trim(fraction, "0") == "" {
			return "looks like a spreadsheet added decimals to this " + what + rewritten
		}
		if strings.Contains(s, ",") && isDigits(strings.ReplaceAll(s, ",", "")) {
			return "remove the commas between the digits"
		}
		return ""
	}
}

// exponent returns the power of ten of scientific notation such as 9.90E+12.
func exponent(s string) (power string, ok bool) {
	i := strings.IndexAny(s, "eE")
	if i < 1 || !isDigits(strings.Replace(s[:i], ".", "", 1)) {
		return "", false
	}
	power = s[i+1:]
	signed := strings.TrimLeft(power, "+-")
	return signed, len(power)-len(signed) == 1 && isDigits(signed)
}

// upperHint suggests capital letters where they make the value valid.
func upperHint(valid func([]byte) bool) hinter {
	return func(s string) string {
		if up := strings.ToUpper(s); up != s && valid([]byte(up)) {
			return "write it in capital letters: " + up
		}
		return ""
	}
}

// digitsHint is for values that are digits and nothing else.
func digitsHint(s string) string {
	if inner := strip(s, " -."); inner != s && isDigits(inner) {
		return "write the digits without separators: " + inner
	}
	return ""
}

func isDigits(s string) bool {
	return s != "" && inDigit.span([]byte(s)) == len(s)
}

func isHex(s string) bool {
	for i := range len(s) {
		if hexValue[s[i]] == notHex {
			return false
		}
	}
	return s != ""
}

// strip returns s without the bytes of cut.
func strip(s, cut string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(cut, r) {
			return -1
		}
		return r
	}, s)
}

// base64Hint is for base64url of any length. It never quotes, as what is encoded
// may be secret.
func base64Hint(b []byte) string {
	switch {
	case bytes.ContainsAny(b, "+/"):
		return "looks like base64; base64url has - and _ for + and /"
	case bytes.ContainsRune(b, '='):
		return "leave out the padding"
	case bytes.ContainsAny(b, " \t\r\n"):
		return "leave out the white space"
	}
	return ""
}

func digestHint(s string) string {
	lower := strings.ToLower(s)
	switch {
	case validDigest([]byte(lower)):
		return "write the hex digits in lower case"
	case validDigest([]byte("sha-256:" + lower)):
		return "put sha-256: before the hex digits, in lower case"
	case strings.HasPrefix(lower, "sha256:"):
		return "the prefix is written sha-256:"
	}
	return ""
}

func versionHint(s string) string {
	if isDigits(s) && len(s) <= 3 {
		return "looks like a spreadsheet dropped the minor number; write " + s + ".0 if that is meant"
	}
	return ""
}

// srvHint knows that spreadsheets take 8.11 for the eighth of November.
func srvHint(s string) string {
	if rest := strings.TrimLeft(strings.ToUpper(s), "SRV "); validSRV([]byte(rest)) {
		return "write the number alone: " + rest
	}
	if strings.ContainsAny(s, "-/") && strings.ContainsAny(s, digitBytes) {
		return "looks like a spreadsheet took the number for a date" + rewritten
	}
	if isDigits(s) {
		return "a number such as 8.11 or 6.15.1 is expected"
	}
	return ""
}
