package ident

// Type is a lexical type: what a string value may look like. Types are constants
// in all but syntax: never change one.
type Type struct {
	Name     string   // as the field's own people call it: "EUI-64", "MPxN"
	Doc      string   // one sentence: what such a value identifies
	Source   string   // clause, RFC or "simulator-defined"
	Pattern  string   // ^…$, in the common part of ECMA-262 and Go's regexp
	MaxLen   int      // bytes of the longest value
	Examples []string // at least one that is valid
	Bad      []string // at least two that are not

	// Valid reports whether Pattern matches b, which must be UTF-8, and for a
	// date or an instant also whether that day exists. It does not allocate.
	Valid func(b []byte) bool
	// Token is the same as Valid for a form that is no more than sets of bytes;
	// nil for any other form.
	Token *Token
	// Kin is the KinOf of a type without a Token. Nil: no sets are known.
	Kin func(b []byte) Kin
	// Hint says what probably went wrong with a value that is not valid, such
	// as damage by a spreadsheet, and "" if there is nothing to say. Ask only
	// where Valid says no. It never quotes a value of SealedType, JWSType or
	// JWEType.
	Hint func(b []byte) string
}

// All returns every lexical type, in the order of the reference page. The slice
// is the caller's.
func All() []*Type {
	return []*Type{
		EUI64Type, MPxNType, CertificateIDType, ManufacturerType, ModelType, FirmwareType,
		ICCIDType, IMSIType, MSISDNType, APNType, IPAddressType,
		DateType, InstantType,
		GroupIDType, OrganisationType, SMSOType, SRVType, AlertCodeType, ResponseCodeType,
		RecordIDType, ReferenceType, FileNameType, CodeType, VersionType, TextType,
		DigestType, SealedType, JWSType, JWEType,
	}
}
