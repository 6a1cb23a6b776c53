package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// The rules of structure: whether each field is there and of its form. The reader
// finds them by the table of the file type.
var (
	UnknownField = &rule.Rule{
		Code: finding.UnknownField, Name: "UNKNOWN_FIELD", Title: "A name that the format does not have",
		Severity: finding.Error, Scope: rule.Field, Clause: "5.3 (format)",
		Doc:  "A field that nobody reads is a misunderstanding between two parties, most often a misspelt name.",
		Fix:  "Check the spelling on the page of the file type, or leave the field out.",
		Good: `{"migrateOn":"2022-06-15"}`, Bad: `{"migrationDate":"2022-06-15"}`, Since: "1",
	}
	MissingField = &rule.Rule{
		Code: finding.MissingField, Name: "MISSING_FIELD", Title: "A required field is absent",
		Severity: finding.Error, Scope: rule.Field, Clause: "5.3 (format)",
		Doc:  "The record, the header or the document lacks a part that it must have. Only the rules that need the field are left out.",
		Fix:  "Add the field.",
		Good: `{"mpxn":"9900000000089"}`, Bad: `{"networkOperatorCertificateID":"Z9:4E0001"} without an mpxn`, Since: "1",
	}
	FieldType = &rule.Rule{
		Code: finding.FieldType, Name: "FIELD_TYPE", Title: "Another JSON type than the field's",
		Severity: finding.Error, Scope: rule.Field, Clause: "5.3 (format)",
		Doc:  "Identifiers are strings, although they consist of digits: as numbers they would lose leading zeros and, past 2^53, digits.",
		Fix:  "Write the value as the type that the page of the file type gives.",
		Good: `{"mpxn":"9900000000089"}`, Bad: `{"mpxn":9900000000089}`, Since: "1",
	}
	FieldForm = &rule.Rule{
		Code: finding.FieldForm, Name: "FIELD_FORM", Title: "A string that is not of the field's form",
		Severity: finding.Error, Scope: rule.Field, Clause: "5.3 (format)",
		Doc:  "Each string field has a lexical form: a date is YYYY-MM-DD, an EUI-64 eight octets joined by hyphens. The hint says what the value looks like.",
		Fix:  "Write the value in the form that the message names.",
		Good: `{"migrationWeek":"2022-06-13"}`, Bad: `{"migrationWeek":"13/06/2022"}`, Since: "1",
	}
	FieldValue = &rule.Rule{
		Code: finding.FieldValue, Name: "FIELD_VALUE", Title: "Not one of the values that the field allows",
		Severity: finding.Error, Scope: rule.Field, Clause: "5.3 (format); 1.2",
		Doc:  "The field takes a value out of a short list, or a number within bounds.",
		Fix:  "Use one of the values that the message lists.",
		Good: `{"capabilityRelease":"IOC"}`, Bad: `{"capabilityRelease":"XOC"}`, Since: "1",
	}
	FieldItems = &rule.Rule{
		Code: finding.FieldItems, Name: "FIELD_ITEMS", Title: "Too few or too many items in a list",
		Severity: finding.Error, Scope: rule.Field, Clause: "5.3 (format)",
		Doc:  "An authorisation, for instance, is of one installation and so has one or two meter lines.",
		Fix:  "Bring the list to the number of items that the message names.",
		Good: `{"meters":[{"mpxn":"9900000000089"}]}`, Bad: `{"meters":[]}`, Since: "1",
	}
	NumberSpelling = &rule.Rule{
		Code: finding.NumberSpelling, Name: "NUMBER_SPELLING", Title: "An integer that is not written in plain decimal",
		Severity: finding.Error, Scope: rule.Field, Clause: "5.3 (format); RFC 8259 section 6",
		Doc:  "Counts and sequences are integers of at most 2^53-1; fractions and exponents are read differently by different libraries.",
		Fix:  "Write plain decimal digits, as in 8.",
		Good: `{"sequence":8}`, Bad: `{"sequence":8.0}`, Since: "1",
	}
	MPxNFormat = &rule.Rule{
		Code: finding.MPxNFormat, Name: "MPXN_FORMAT", Title: "Not an MPAN or MPRN at all",
		Severity: finding.Error, Scope: rule.Field, Clause: "17.20(a); industry practice for the lengths",
		Doc:  "An MPAN core has 13 digits, an MPRN 6 to 10. Spreadsheets drop leading zeros and write long numbers with an exponent; an MPAN of 21 digits carries its top line. 17.20(a) is not judged for such a line.",
		Fix:  "Write the 13 digits of the MPAN core or the digits of the MPRN, as text.",
		Good: `{"mpxn":"9900000000015"}`, Bad: `{"mpxn":"9.9E+12"}`, Since: "1",
	}
	CSVSplit = &rule.Rule{
		Code: finding.CSVSplit, Name: "CSV_SPLIT", Title: "Rows of one authorisation that do not stand together",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "5.3(a); simulator-defined", Masks: []finding.Code{"X-DUPLICATE"},
		Doc:  "In a CSV the rows of one authorisation follow one another, so that a reader sees it whole. Each part is judged as an authorisation of its own.",
		Fix:  "Sort the rows by AuthorisationID.",
		Good: "rows A-1, A-1, A-2", Bad: "rows A-1, A-2, A-1", Since: "1",
	}
	CSVConflict = &rule.Rule{
		Code: finding.CSVConflict, Name: "CSV_CONFLICT", Title: "Rows of one authorisation that disagree about it",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"MAF"}, Clause: "5.3(a); simulator-defined",
		Doc:  "MigrationWeek, MigrateOn and CommissioningParty belong to the authorisation, so its rows must have the same.",
		Fix:  "Give all rows of the authorisation the same dates and the same Commissioning Party.",
		Good: "two rows of A-1 with MigrateOn 2022-06-15", Bad: "rows of A-1 with MigrateOn 2022-06-15 and 2022-06-16", Since: "1",
	}
)
