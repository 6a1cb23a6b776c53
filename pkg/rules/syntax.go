package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// The rules of the text of a file: what any JSON reader would say, and what most
// of them let through. The reader finds them.
var (
	Syntax = &rule.Rule{
		Code: finding.Syntax, Name: "SYNTAX", Title: "The file is not JSON, or not the CSV it should be",
		Severity: finding.Error, Scope: rule.Record, Clause: "RFC 8259; RFC 4180",
		Doc:  "The bytes at this place are no legal continuation of the document. A fault inside one line costs that record alone: reading resumes at the next line or, where the record may stand on several, at the next that begins like a record. What is wrong between two records is a fault of the one before.",
		Fix:  "Mend the text at the place named. Files made by a program should be written by a JSON library, not by hand.",
		Good: `{"recordCount":8}`, Bad: `{"recordCount":8,}`, Since: "1",
	}
	Truncated = &rule.Rule{
		Code: finding.Truncated, Name: "TRUNCATED", Title: "The file ends before its end",
		Severity: finding.Error, Scope: rule.File, Clause: "5.3 (exchange processes); RFC 8259",
		Doc:  "The last bytes are missing. What stands before the cut is judged all the same, but the trailer that seals the file is gone.",
		Fix:  "Send the file again, whole.",
		Good: "a file that ends with its trailer and a closing brace", Bad: "the same file cut off in the middle of a record", Since: "1",
	}
	TrailingData = &rule.Rule{
		Code: finding.TrailingData, Name: "TRAILING_DATA", Title: "Something follows the end of the document",
		Severity: finding.Error, Scope: rule.File, Clause: "5.3 (format); RFC 8259",
		Doc:  "One file holds one document. What follows it is covered by no digest and no signature.",
		Fix:  "Remove what follows the closing brace; send a second document as a file of its own.",
		Good: `{"header":{},"authorisations":[],"trailer":{}}`, Bad: `{"header":{},"authorisations":[],"trailer":{}}{}`, Since: "1",
	}
	TopOrder = &rule.Rule{
		Code: finding.TopOrder, Name: "TOP_ORDER", Title: "Header, records and trailer stand in another order",
		Severity: finding.Error, Scope: rule.File, Clause: "5.3 (format); simulator-defined", Integrity: true,
		Doc:  "The digest covers the bytes before the trailer. Whatever stands behind it would be unsigned, so no other order is taken.",
		Fix:  "Write the header first, then the records, then the trailer.",
		Good: `{"header":{},"installations":[],"trailer":{}}`, Bad: `{"trailer":{},"header":{},"installations":[]}`, Since: "1",
	}
	Nesting = &rule.Rule{
		Code: finding.Nesting, Name: "NESTING", Title: "Nested deeper than any migration file",
		Severity: finding.Error, Scope: rule.Record, Clause: "5.3 (format); simulator-defined",
		Doc:  "No file type nests deeper than eight levels. Deeper nesting is an attack on readers, or no migration file.",
		Fix:  "Write the record as its file type's page shows it.",
		Good: `{"devices":[{"checks":[{}]}]}`, Bad: `[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]`, Since: "1",
	}
	RecordSize = &rule.Rule{
		Code: finding.RecordSize, Name: "RECORD_SIZE", Title: "One value larger than any record",
		Severity: finding.Error, Scope: rule.Record, Clause: "5.3 (format); simulator-defined",
		Doc:  "A reader of bounded memory takes in one record at a time, up to a fixed size far beyond any real one.",
		Fix:  "Check that the closing quotation marks and braces of the record are there.",
		Good: "a record of a few hundred bytes", Bad: "a string of 100 megabytes", Since: "1",
	}
	ByteOrderMark = &rule.Rule{
		Code: finding.ByteOrderMark, Name: "BYTE_ORDER_MARK", Title: "A byte order mark stands before the document",
		Severity: finding.Error, Scope: rule.File, Clause: "RFC 8259 section 8.1",
		Doc:  "JSON is UTF-8 without a byte order mark; some readers stop at one.",
		Fix:  "Save the file as UTF-8 without a byte order mark.",
		Good: `{"header":{}}`, Bad: `EF BB BF before the opening brace`, Since: "1",
	}
	InvalidUTF8 = &rule.Rule{
		Code: finding.InvalidUTF8, Name: "INVALID_UTF8", Title: "Bytes that are not UTF-8",
		Severity: finding.Error, Scope: rule.Field, Clause: "RFC 8259 section 8.1",
		Doc:  "Text in another encoding reads differently on every machine, so it is not taken for what it may have been.",
		Fix:  "Write the file in UTF-8.",
		Good: `"reason":"Zähler"`, Bad: `"reason":"Z\xe4hler" in Latin-1 bytes`, Since: "1",
	}
	LoneSurrogate = &rule.Rule{
		Code: finding.LoneSurrogate, Name: "LONE_SURROGATE", Title: "Half a surrogate pair in an escape",
		Severity: finding.Error, Scope: rule.Field, Clause: "RFC 8259 section 8.2",
		Doc:  "The escape names no character. Readers replace it, drop it or refuse it, each in its own way.",
		Fix:  "Write both halves of the pair, or the character itself.",
		Good: `"\ud83d\ude00"`, Bad: `"\ud83d"`, Since: "1",
	}
	ControlChar = &rule.Rule{
		Code: finding.ControlChar, Name: "CONTROL_CHARACTER", Title: "A raw control character inside a string",
		Severity: finding.Error, Scope: rule.Field, Clause: "RFC 8259 section 7",
		Doc:  "A line break or another control character must be escaped inside a string; a raw one also breaks the rule of one record a line.",
		Fix:  `Escape it, for instance as \n, or leave it out.`,
		Good: `"detail":"two\nlines"`, Bad: "a line that breaks in the middle of a string", Since: "1",
	}
	DuplicateName = &rule.Rule{
		Code: finding.DuplicateName, Name: "DUPLICATE_NAME", Title: "A name stands twice in one object",
		Severity: finding.Error, Scope: rule.Field, Clause: "RFC 8259 section 4; simulator-defined",
		Doc:  "Readers differ in which of the two they take, so that two parties would see two files in one. Names are compared after unescaping.",
		Fix:  "Keep one of the two.",
		Good: `{"mpxn":"9900000000015"}`, Bad: `{"mpxn":"9900000000015","mpxn":"9900000000024"}`, Since: "1",
	}
)
