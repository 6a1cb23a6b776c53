package ident

import "s1mig/pkg/civil"

// DateType is the form of a plain date; its value is a civil.Date.
var DateType = &Type{
	Name:     "date",
	Doc:      "civil date in Europe/London: year, month and day, a day that exists in a year from 0001 to 9999",
	Source:   "ISO 8601, calendar date, extended format",
	Pattern:  `^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`,
	MaxLen:   10,
	Examples: []string{"2022-06-13", "2024-02-29"},
	Bad:      []string{"", "13/06/2022", "2022-W24", "2022-06-13T00:00:00Z", "20220613", "2022-02-30", "2022-6-13", "44725", "0000-01-01"},
	Valid:    func(b []byte) bool { _, ok := civil.ParseDate(b); return ok },
	Hint:     firstHint(spreadsheetHint, dateHint),
}

// InstantType is the form of a point in time; its value is a civil.Instant.
var InstantType = &Type{
	Name:     "date-time",
	Doc:      "point in time in UTC, to the whole second",
	Source:   "RFC 3339, with Z and without a fraction or a leap second",
	Pattern:  `^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$`,
	MaxLen:   20,
	Examples: []string{"2022-06-08T09:00:00Z"},
	Bad:      []string{"", "2022-06-08", "2022-06-08T10:00:00+01:00", "2022-06-08T09:00:00", "2022-06-08 09:00:00Z", "2022-06-08T09:00:00.000Z", "2016-12-31T23:59:60Z", "2022-02-30T09:00:00Z"},
	Valid:    func(b []byte) bool { _, ok := civil.ParseInstant(b); return ok },
	Hint:     firstHint(spreadsheetHint, instantHint),
}
