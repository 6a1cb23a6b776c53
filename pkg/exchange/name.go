package exchange

import (
	"fmt"
	"strings"
)

// MaxName is the longest name of a file in bytes. The names of migration files
// stay below 100; the bound leaves a transport room to decorate a name within
// the 255 bytes that file systems allow.
const MaxName = 150

// ReceiptSuffix is added to the name of a file to give the name of its
// receipt, which whoever receives the file writes beside it.
const ReceiptSuffix = ".receipt.json"

// ValidName reports whether a file of that name can be exchanged, wherever the
// mailbox is kept: 1 to MaxName bytes of A-Z a-z 0-9 . _ -, not beginning with
// a dot (hidden; also "." and ".."), not ending in one (Windows drops it), and
// not a device of Windows such as CON or lpt1.json. The error is an ErrName
// that says what is wrong.
func ValidName(name string) error {
	if why := faultOfName(name); why != "" {
		return fmt.Errorf("%w: %s", ErrName, why)
	}
	return nil
}

func faultOfName(name string) string {
	switch {
	case name == "":
		return "it is empty"
	case len(name) > MaxName:
		return fmt.Sprintf("it has %d bytes, at most %d are allowed", len(name), MaxName)
	case name[0] == '.':
		return "it begins with a dot"
	case name[len(name)-1] == '.':
		return "it ends in a dot"
	}
	for i := range len(name) {
		if !isNameByte(name[i]) {
			return fmt.Sprintf("byte %d is %q, expected a letter, a digit, dot, underscore or hyphen", i+1, name[i:i+1])
		}
	}
	if isDevice(name) {
		return "Windows reserves it for a device"
	}
	return ""
}

func isNameByte(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	}
	return c == '.' || c == '_' || c == '-'
}

// isDevice reports whether Windows takes name for a device. An extension makes
// no difference to it.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	port := strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")
	return port && len(stem) == 4 && '0' <= stem[3] && stem[3] <= '9'
}

// FoldName returns the form under which names that differ only in letter case
// are the same. A mailbox never holds two files of the same form, because some
// file systems could not tell them apart. The name must be a valid one.
func FoldName(name string) string { return strings.ToLower(name) }
