package ident

// GroupIDType is the form of a GroupID.
var GroupIDType = &Type{
	Name:     "GroupID",
	Doc:      "group of SMETS1 installations that one set of S1SP files covers: two capital letters",
	Source:   "MTAD Table 17.6 for the values; the form is simulator-defined",
	Pattern:  `^[A-Z]{2}$`,
	MaxLen:   2,
	Examples: []string{"AA", "BA", "CA", "CB", "DA", "EA", "EB"},
	Bad:      []string{"", "A", "aa", "AAA", "A1", "AA "},
	Valid:    token(2, 2, inUpper, inUpper),
	Token:    newToken(2, 2, inUpper, inUpper),
	Hint:     firstHint(spreadsheetHint, upperHint(token(2, 2, inUpper, inUpper))),
}

// OrganisationType is the form of an organisation's short tag.
var OrganisationType = &Type{
	Name:     "organisation",
	Doc:      "short tag of an organisation: 2 to 16 capital letters and digits, a letter first",
	Source:   "simulator-defined",
	Pattern:  `^[A-Z][A-Z0-9]{1,15}$`,
	MaxLen:   16,
	Examples: []string{"SUPA", "NETE2", "DCC"},
	Bad:      []string{"", "S", "supa", "2NET", "SUP-A", "ABCDEFGHIJKLMNOPQ"},
	Valid:    validOrganisation,
	Token:    newToken(2, 16, inUpper, inUpperDigit),
	Hint:     firstHint(spreadsheetHint, upperHint(validOrganisation)),
}

// SMSOType is the form of an SMSO's short tag.
var SMSOType = &Type{
	Name:     "SMSO",
	Doc:      "short tag of a SMETS1 SMSO: 2 to 16 capital letters and digits, a letter first",
	Source:   "simulator-defined",
	Pattern:  `^[A-Z][A-Z0-9]{1,15}$`,
	MaxLen:   16,
	Examples: []string{"SMSO1", "CGI"},
	Bad:      []string{"", "C", "smso1", "SMSO 1", "1SMSO"},
	Valid:    validOrganisation,
	Token:    newToken(2, 16, inUpper, inUpperDigit),
	Hint:     firstHint(spreadsheetHint, upperHint(validOrganisation)),
}

func validOrganisation(b []byte) bool { return tokenOf(b, 2, 16, inUpper, inUpperDigit) }

// SRVType is the form of a Service Reference Variant's number.
var SRVType = &Type{
	Name:     "SRV",
	Doc:      "Service Reference Variant: two or three numbers joined by dots",
	Source:   "DUIS; MTAD Table 5.2",
	Pattern:  `^[1-9][0-9]?(\.[1-9][0-9]?){1,2}$`,
	MaxLen:   8,
	Examples: []string{"8.11", "6.15.1", "6.21", "8.14.4", "12.2"},
	Bad:      []string{"", "8", "SRV8.11", "8.011", "8.11.", "8.14.1.1", "8.111", "08-Nov", "0.1"},
	Valid:    validSRV,
	Hint:     firstHint(spreadsheetHint, srvHint),
}

func validSRV(b []byte) bool {
	for part := 1; part <= 3; part++ {
		n := inDigit.span(b)
		if n < 1 || n > 2 || b[0] == '0' {
			return false
		}
		if n == len(b) {
			return part > 1
		}
		if b[n] != '.' {
			return false
		}
		b = b[n+1:]
	}
	return false
}

// AlertCodeType is the form of a DCC Alert code.
var AlertCodeType = &Type{
	Name:     "alert code",
	Doc:      "DCC Alert: AD1, or N and a number of up to three digits",
	Source:   "DUIS DCCAlertCode; MTAD Table 5.2",
	Pattern:  `^(AD1|N[1-9][0-9]{0,2})$`,
	MaxLen:   4,
	Examples: []string{"N16", "N24", "N42", "N55", "N999", "N1", "AD1"},
	Bad:      []string{"", "n16", "N", "N016", "N1000", "AD2", "16"},
	Valid:    validAlertCode,
	Hint:     firstHint(spreadsheetHint, upperHint(validAlertCode)),
}

func validAlertCode(b []byte) bool {
	if digits, n := trimPrefix(b, "N"); n {
		return tokenOf(digits, 1, 3, inDigit, inDigit) && digits[0] != '0'
	}
	return string(b) == "AD1"
}

// ResponseCodeType is the form of a DUIS response code.
var ResponseCodeType = &Type{
	Name:     "response code",
	Doc:      "answer to a Service Request: I (information), E (error) or W (warning) and a number of up to six digits",
	Source:   "DUIS ResponseCode",
	Pattern:  `^[IEW][0-9]{1,6}$`,
	MaxLen:   7,
	Examples: []string{"I0", "I99", "E081101", "W081401"},
	Bad:      []string{"", "I", "e1", "E1234567", "X1", "E 1"},
	Valid:    validResponseCode,
	Hint:     firstHint(spreadsheetHint, upperHint(validResponseCode)),
}

var inResponseClass = newClass("IEW")

func validResponseCode(b []byte) bool { return tokenOf(b, 2, 7, inResponseClass, inDigit) }
