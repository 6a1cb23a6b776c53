package runmanifest

import (
	"bytes"

	"s1mig/pkg/ident"
)

// PathType is the form of the path of a file of the run. It cannot lead out of
// the directory of the run: it is relative, and no part of it begins with a dot.
var PathType = &ident.Type{
	Name:     "path",
	Doc:      "relative path of up to six names joined by forward slashes, none of which begins with a dot",
	Source:   "simulator-defined",
	Pattern:  `^[A-Za-z0-9_-][A-Za-z0-9._-]{0,159}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,159}){0,5}$`,
	MaxLen:   maxNames*maxName + maxNames - 1,
	Examples: []string{"out/MAF_SMSO4_90-B3-D5-1F-30-00-00-01_20220608_090000_000001.json", "report.json", "a/b/c/d/e/f"},
	Bad:      []string{"", "/report.json", "../report.json", "out/../report.json", "out//report.json", "out/", ".hidden", `out\report.json`, "C:/report.json", "a/b/c/d/e/f/g", "a b"},
	Valid:    validPath,
}

const (
	maxNames = 6
	maxName  = 160
)

func validPath(b []byte) bool {
	for n := 1; ; n++ {
		name, rest, more := bytes.Cut(b, []byte{'/'})
		if n > maxNames || !validName(name) {
			return false
		}
		if !more {
			return true
		}
		b = rest
	}
}

func validName(b []byte) bool {
	if len(b) < 1 || len(b) > maxName || b[0] == '.' {
		return false
	}
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c == '.', c == '_', c == '-':
		default:
			return false
		}
	}
	return true
}

// TypeNameType is the form of the name of a file type.
var TypeNameType = &ident.Type{
	Name:     "file type",
	Doc:      "name of a file type: one or two words in capital letters, joined by a hyphen",
	Source:   "MTAD 5.3, 5.6; simulator-defined for supporting files",
	Pattern:  `^[A-Z]{2,20}(-[A-Z]{2,20})?$`,
	MaxLen:   2*maxWord + 1,
	Examples: []string{"MAF", "ACK", "REGISTER-ANSWER", "SUPPLIER-COMMISSIONING"},
	Bad:      []string{"", "maf", "A", "MAF-", "-MAF", "MAF-OUT-COME", "MAF1"},
	Valid: func(b []byte) bool {
		first, second, two := bytes.Cut(b, []byte{'-'})
		return isWord(first) && (!two || isWord(second))
	},
}

const maxWord = 20

func isWord(b []byte) bool {
	for _, c := range b {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return len(b) >= 2 && len(b) <= maxWord
}

// SHA256Type is the form of a SHA-256 as sha256sum prints it.
var SHA256Type = &ident.Type{
	Name:     "SHA-256",
	Doc:      "SHA-256 in 64 lower-case hex digits, as sha256sum prints it",
	Source:   "FIPS 180-4",
	Pattern:  `^[0-9a-f]{64}$`,
	MaxLen:   64,
	Examples: []string{"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	Bad:      []string{"", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", "sha-256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85"},
	Valid:    func(b []byte) bool { return len(b) == 64 && isLowerHex(b) },
}

func isLowerHex(b []byte) bool {
	for _, c := range b {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
