package ident

import (
	"bytes"
	"unicode/utf8"
)

// RecordIDType is the form of the identifiers of authorisations and
// installations.
var RecordIDType = &Type{
	Name:     "record id",
	Doc:      "identifier of an authorisation or an installation, unique in its file",
	Source:   "simulator-defined",
	Pattern:  `^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$`,
	MaxLen:   40,
	Examples: []string{"A-0003", "I-A1", "1"},
	Bad:      []string{"", "-1", "A 3", "A/3", "A-00000000000000000000000000000000000000003"},
	Valid:    token(1, 40, inAlnum, inName),
	Token:    newToken(1, 40, inAlnum, inName),
	Hint:     firstHint(spreadsheetHint),
}

// ReferenceType is the form of names that point into configuration: EPCL
// entries, communications service providers, configurations, checks.
var ReferenceType = &Type{
	Name:     "reference",
	Doc:      "name of something that is configured: EPCL entry, communications service provider, configuration, check",
	Source:   "simulator-defined",
	Pattern:  `^[A-Za-z0-9][A-Za-z0-9._:-]{0,59}$`,
	MaxLen:   60,
	Examples: []string{"EPCL-0001", "CSP1", "InstallingSMETS1GSME", "W1:default"},
	Bad:      []string{"", ":a", "EPCL 1", "a/b", "#1"},
	Valid:    token(1, 60, inAlnum, inReference),
	Token:    newToken(1, 60, inAlnum, inReference),
	Hint:     firstHint(spreadsheetHint),
}

// FileNameType is the form of the name of a file, without a folder.
var FileNameType = &Type{
	Name:     "file name",
	Doc:      "name of a file without a folder; it cannot begin with a dot or lead out of its folder",
	Source:   "simulator-defined",
	Pattern:  `^[A-Za-z0-9][A-Za-z0-9._-]{0,149}$`,
	MaxLen:   150,
	Examples: []string{"MAF_SMSO1_90-B3-D5-1F-30-01-00-00_20220608_090000_1.json"},
	Bad:      []string{"", "../maf.json", ".hidden", "a/b", `a\b`, "a b"},
	Valid:    token(1, 150, inAlnum, inName),
	Token:    newToken(1, 150, inAlnum, inName),
	Hint:     firstHint(spreadsheetHint),
}

// CodeType is the form of a rule's code.
var CodeType = &Type{
	Name:     "rule code",
	Doc:      "code of a rule: MTAD- for one of the document's, S- for structure, X- for an extension",
	Source:   "simulator-defined",
	Pattern:  `^(MTAD|S|X)-[A-Za-z0-9.-]{1,60}$`,
	MaxLen:   65,
	Examples: []string{"MTAD-17.20.b", "S-MPXN-FORMAT", "X-DUPLICATE"},
	Bad:      []string{"", "Y-DUPLICATE", "S-", "MTAD-17.20(b)", "x-duplicate", "MTAD"},
	Valid:    validCode,
	Hint:     firstHint(spreadsheetHint),
}

func validCode(b []byte) bool {
	for _, prefix := range [...]string{"MTAD-", "S-", "X-"} {
		if rest, ok := trimPrefix(b, prefix); ok {
			return tokenOf(rest, 1, 60, inCode, inCode)
		}
	}
	return false
}

// VersionType is the form of a format version.
var VersionType = &Type{
	Name:     "version",
	Doc:      "version of a format: major and minor number",
	Source:   "simulator-defined",
	Pattern:  `^[0-9]{1,3}\.[0-9]{1,3}$`,
	MaxLen:   7,
	Examples: []string{"1.0", "12.34"},
	Bad:      []string{"", "1", "1.", "v1.0", "1.0.0", "1,0"},
	Valid: func(b []byte) bool {
		major, minor, ok := bytes.Cut(b, []byte{'.'})
		return ok && tokenOf(major, 1, 3, inDigit, inDigit) && tokenOf(minor, 1, 3, inDigit, inDigit)
	},
	Hint: firstHint(spreadsheetHint, versionHint),
}

// TextType is the form of free text, for people to read.
var TextType = &Type{
	Name:     "text",
	Doc:      "free text of 1 to 500 characters (Unicode code points) without control characters",
	Source:   "simulator-defined",
	Pattern:  `^[^\x00-\x1f]{1,500}$`,
	MaxLen:   500 * utf8.UTFMax,
	Examples: []string{"the planned installation is not aligned to an EPCL entry", "Ünïcode ✓"},
	Bad:      []string{"", "two\nlines", "tab\tinside", "nul\x00"},
	Valid:    validText,
	Hint: func(b []byte) string {
		if len(b) > 0 && hasControl(b) {
			return "leave out line breaks, tabs and other control characters"
		}
		return ""
	},
}

func validText(b []byte) bool {
	if len(b) == 0 || len(b) > 500*utf8.UTFMax || hasControl(b) || !utf8.Valid(b) {
		return false
	}
	return len(b) <= 500 || utf8.RuneCount(b) <= 500
}

func hasControl(b []byte) bool {
	for _, c := range b {
		if c < 0x20 {
			return true
		}
	}
	return false
}
