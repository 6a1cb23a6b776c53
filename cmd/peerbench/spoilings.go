package main

import "bytes"

// A spoiling makes of a good file one in which every record is wrong.
type spoiling struct {
	name, title string
	good        string                         // the file that it is done to
	change      func(record []byte) []byte     // of a record, or of a row of a CSV, which is its own; nil: left as it is
	twice       bool                           // the first half of the file stands twice, in place of the whole
	codes       map[string]func(content) int64 // what is to be found
}

// content is what a file is made of.
type content struct {
	records int64
	items   int64 // devices of an MCF, meters of a MAF
}

func eachRecord(c content) int64       { return c.records }
func eachItem(c content) int64         { return c.items }
func eachOfBoth(c content) int64       { return c.records + c.items }
func eachSecondRecord(c content) int64 { return c.records / 2 }

// spoilings are all of them. How many findings there have to be follows from the
// rules: a date is the authorisation's, however many rows repeat it; where the
// rows of an authorisation do not stand together its first part is no fault, but
// the MPxNs of both parts are.
func spoilings() []spoiling {
	type found = map[string]func(content) int64
	const digits, half = "each MPxN has wrong check digits and is in no register", "its first half stands twice"
	return []spoiling{
		{name: "mcf-wrong-id", good: "mcf", title: "the last device id of each record is none",
			change: spoilID, codes: found{"S-FIELD-FORM": eachRecord}},
		{name: "mcf-wrong-member", good: "mcf", title: "each record ends with an unknown member",
			change: addMember, codes: found{"S-UNKNOWN-FIELD": eachRecord}},
		{name: "mcf-wrong-syntax", good: "mcf", title: "an x stands behind each record",
			change: addRest, codes: found{"S-SYNTAX": eachRecord}},
		{name: "mcf-wrong-twice", good: "mcf", title: half, twice: true,
			codes: found{"X-DUPLICATE-INSTALLATION": eachRecord, "X-DUPLICATE-DEVICE": eachItem}},
		{name: "maf-wrong-mpxn", good: "maf", title: digits,
			change: spoilMPxNs, codes: found{"MTAD-17.20a": eachItem, "S-MPXN-CHECKDIGIT": eachItem}},
		{name: "maf-wrong-twice", good: "maf", title: half, twice: true,
			codes: found{"X-DUPLICATE": eachOfBoth}},
		{name: "csv-wrong-mpxn", good: "csv", title: digits,
			change: inCell("MPxN", spoilDigit), codes: found{"MTAD-17.20a": eachItem, "S-MPXN-CHECKDIGIT": eachItem}},
		{name: "csv-wrong-date", good: "csv", title: "the Migrate On of each row is no date",
			change: inCell("MigrateOn", spoilDay), codes: found{"S-FIELD-FORM": eachRecord}},
		{name: "csv-wrong-twice", good: "csv", title: half, twice: true,
			codes: found{"X-CSV-SPLIT": eachSecondRecord, "X-DUPLICATE": eachItem}},
	}
}

// wrongFiles are the names of the files that they make.
func wrongFiles() (names []string) {
	for _, s := range spoilings() {
		names = append(names, s.name)
	}
	return names
}

const (
	deviceMark = `"deviceID":"`
	meterMark  = `"mpxn":"`
)

// spoilID spoils the last id: until then nothing is wrong with the record.
func spoilID(record []byte) []byte {
	record[bytes.LastIndex(record, []byte(deviceMark))+len(deviceMark)] = 'x'
	return record
}

func addMember(record []byte) []byte { return append(record[:len(record)-1], `,"unknown":1}`...) }

func addRest(record []byte) []byte { return append(record, " x"...) }

func spoilMPxNs(record []byte) []byte {
	for rest := record; ; {
		at := bytes.Index(rest, []byte(meterMark))
		if at < 0 {
			return record
		}
		rest = rest[at+len(meterMark):]
		spoilDigit(rest[:bytes.IndexByte(rest, '"')])
	}
}

// spoilDigit makes another digit of the last one, which is a check digit.
func spoilDigit(number []byte) {
	last := &number[len(number)-1]
	*last = '0' + (*last-'0'+1)%10
}

// spoilDay makes a day of a date that no month has.
func spoilDay(date []byte) { copy(date[len(date)-2:], "32") }

// inCell is a change in one column of a row.
func inCell(column string, spoil func(cell []byte)) func(row []byte) []byte {
	n := columnOf(column)
	return func(row []byte) []byte {
		spoil(bytes.Split(row, []byte(","))[n])
		return row
	}
}
