package finding

// The structural codes: what the reader itself can find wrong with the form of
// a file. The catalogue in pkg/rules documents each of them.
const (
	Syntax         Code = "S-SYNTAX"              // not JSON (RFC 8259) or, in a CSV, not RFC 4180
	Truncated      Code = "S-TRUNCATED"           // the file ends before its end
	DuplicateName  Code = "S-DUPLICATE-NAME"      // a name stands twice in one object
	UnknownField   Code = "S-UNKNOWN-FIELD"       // a name that the format does not have
	MissingField   Code = "S-MISSING-FIELD"       // a required field is absent
	FieldType      Code = "S-FIELD-TYPE"          // another JSON type than the field's
	FieldForm      Code = "S-FIELD-FORM"          // a string that is not of the field's lexical type
	FieldValue     Code = "S-FIELD-VALUE"         // not one of the values, or outside the range, that the field allows
	FieldItems     Code = "S-FIELD-ITEMS"         // too few or too many items in a list
	MPxNFormat     Code = "S-MPXN-FORMAT"         // not an MPAN or MPRN at all
	MPxNCheckDigit Code = "S-MPXN-CHECKDIGIT"     // an MPxN whose check digits are wrong
	NumberSpelling Code = "S-NUMBER-SPELLING"     // an integer not written in plain decimal
	InvalidUTF8    Code = "S-INVALID-UTF8"        // bytes that are not UTF-8
	LoneSurrogate  Code = "S-LONE-SURROGATE"      // half a surrogate pair in an escape
	ControlChar    Code = "S-CONTROL-CHAR"        // a raw control character inside a string
	ByteOrderMark  Code = "S-BOM"                 // a byte order mark before the document
	TrailingData   Code = "S-TRAILING-DATA"       // something follows the document
	TopOrder       Code = "S-TOP-ORDER"           // header, records and trailer in another order
	Nesting        Code = "S-NESTING"             // nested deeper than any migration file
	RecordSize     Code = "S-RECORD-SIZE"         // one value larger than any record
	Count          Code = "S-COUNT"               // the trailer counts other than the records are
	Digest         Code = "S-DIGEST"              // the trailer's digest is not that of the bytes
	Signature      Code = "S-SIGNATURE"           // the signature does not verify
	Replay         Code = "S-REPLAY"              // a sequence number used again for other bytes
	FormatVersion  Code = "S-FORMAT-VERSION"      // a version of the format that is not known
	SecretInClear  Code = "X-MGF-SECRET-IN-CLEAR" // a secret outside the file that seals it
	CSVSplit       Code = "X-CSV-SPLIT"           // rows of one authorisation that do not stand together
	CSVConflict    Code = "X-CSV-CONFLICT"        // rows of one authorisation that disagree about it
)
