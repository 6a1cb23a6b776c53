package envelope

import (
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// HeaderOptions says which of the optional fields a type's header has.
type HeaderOptions struct {
	Group    bool // groupID, required: the file is of one GroupID
	MayGroup bool // groupID, optional
	Slice    bool // may be cut to a participant's own devices
	NoSMSO   bool // the file concerns no single SMSO
	MCF      bool // mcfOutcome and reasons
	Sealed   bool // contentKey and recipientCertificateID
}

// HeaderTable builds the header table of the type of that name.
func HeaderTable(fileType string, o HeaderOptions) *spec.Table {
	defs := []spec.Def[Header]{
		{Name: "fileType", Enum: []string{fileType}, Required: true, Clause: "5.3, 5.6",
			Doc: "The type of the file.", At: func(h *Header) any { return &h.FileType }},
		{Name: "formatVersion", Lex: ident.VersionType, Required: true, Clause: "simulator-defined",
			Doc: "The version of the layout: 1.0.", At: func(h *Header) any { return &h.FormatVersion }},
		{Name: "environment", Enum: Environments(), Required: true, Clause: "3.1(c)",
			Doc: "The environment that the file belongs to; it is refused in the other.", At: func(h *Header) any { return &h.Environment }},
		{Name: "capabilityRelease", Enum: Releases(), Required: true, Clause: "1.2",
			Doc: "The capability release under test.", At: func(h *Header) any { return &h.CapabilityRelease }},
		{Name: "smso", Lex: ident.SMSOType, Required: !o.NoSMSO, Clause: "2.4",
			Doc: "The SMSO, acting as DCC Service Provider, that the file concerns.", At: func(h *Header) any { return &h.SMSO }},
	}
	if o.Group || o.MayGroup {
		defs = append(defs, spec.Def[Header]{Name: "groupID", Lex: ident.GroupIDType, Required: o.Group, Clause: "5.3(d), Table 17.6",
			Doc: "The one GroupID that the file is for.", At: func(h *Header) any { return &h.GroupID }})
	}
	defs = append(defs, identityFields()...)
	return spec.New("header", "What the whole file has in common: what it is, whose, and what it answers.", append(defs, optionalFields(o)...)...)
}

func identityFields() []spec.Def[Header] {
	return []spec.Def[Header]{
		{Name: "sender", Lex: ident.EUI64Type, Required: true, Clause: "5.3 (exchange processes)",
			Doc: "The EUI-64 of the organisation that made and signed the file.", At: func(h *Header) any { return &h.Sender }},
		{Name: "recipient", Lex: ident.EUI64Type, Required: true, Clause: "5.3 (exchange processes)",
			Doc: "The EUI-64 of the organisation that the file is for.", At: func(h *Header) any { return &h.Recipient }},
		{Name: "sequence", Min: 1, Required: true, Clause: "5.3 (exchange processes)",
			Doc: "Counts the files of this type from this sender to this recipient, from 1 without a gap.", At: func(h *Header) any { return &h.Sequence }},
		{Name: "createdAt", Lex: ident.InstantType, Required: true, Clause: "5.3 (exchange processes)",
			Doc: "When the file was made, in UTC.", At: func(h *Header) any { return &h.CreatedAt }},
		{Name: "parents", Table: parentTable, Required: true, Clause: "5.3 (processing)",
			Doc: "The files that this one answers or is made from.", At: func(h *Header) any { return &h.Parents }},
		{Name: "testData", Required: true, Clause: "17.18, 17.23",
			Doc: "True: the file holds dummy data.", At: func(h *Header) any { return &h.TestData }},
	}
}

func optionalFields(o HeaderOptions) []spec.Def[Header] {
	var defs []spec.Def[Header]
	if o.Slice {
		defs = append(defs, spec.Def[Header]{Name: "sliceOf", Lex: ident.DigestType, Clause: "17.21, 17.22",
			Doc: "The digest of the file that this one is cut from, for a copy that holds one participant's own devices alone.", At: func(h *Header) any { return &h.SliceOf }})
	}
	if o.MCF {
		defs = append(defs,
			spec.Def[Header]{Name: "mcfOutcome", Enum: []string{"Accepted", "Rejected"}, Required: true, Clause: "5.3(c)",
				Doc: "Whether the MCF as a whole could be validated. Rejected means that there are no records.", At: func(h *Header) any { return &h.MCFOutcome }},
			spec.Def[Header]{Name: "reasons", Table: ReasonTable, Clause: "5.3(c)",
				Doc: "Why the MCF was rejected as a whole.", At: func(h *Header) any { return &h.Reasons }})
	}
	if o.Sealed {
		defs = append(defs,
			spec.Def[Header]{Name: "contentKey", Lex: ident.JWEType, Required: true, Clause: "5.3(e)",
				Doc: "The AES-128 key of this file alone, encrypted to the recipient (compact JWE, ECDH-ES with A128GCM).", At: func(h *Header) any { return &h.ContentKey }},
			spec.Def[Header]{Name: "recipientCertificateID", Lex: ident.CertificateIDType, Required: true, Clause: "5.3(e)",
				Doc: "The key-agreement certificate that the content key is encrypted to.", At: func(h *Header) any { return &h.RecipientCertificateID }})
	}
	return defs
}

var parentTable = spec.New("parent", "A file that this one answers or is made from.",
	spec.Def[Parent]{Name: "file", Lex: ident.FileNameType, Required: true, Clause: "5.3 (processing)",
		Doc: "The name that the file was exchanged under.", At: func(p *Parent) any { return &p.File }},
	spec.Def[Parent]{Name: "digest", Lex: ident.DigestType, Required: true, Clause: "5.3 (processing)",
		Doc: "The digest in the file's trailer.", At: func(p *Parent) any { return &p.Digest }},
)

// ReasonTable describes a Reason.
var ReasonTable = spec.New("reason", "Why something was turned away.",
	spec.Def[Reason]{Name: "code", Lex: ident.CodeType, Required: true, Clause: "5.3(c)",
		Doc: "The code of the rule that was broken.", At: func(r *Reason) any { return &r.Code }},
	spec.Def[Reason]{Name: "deviceID", Lex: ident.EUI64Type, Clause: "5.3(c)",
		Doc: "The device concerned, where it is one.", At: func(r *Reason) any { return &r.DeviceID }},
	spec.Def[Reason]{Name: "detail", Lex: ident.TextType, Required: true, Clause: "5.3(c)",
		Doc: "What is wrong, in words.", At: func(r *Reason) any { return &r.Detail }},
)

// TrailerTable describes a Trailer.
var TrailerTable = spec.New("trailer", "What closes the file and seals it.",
	spec.Def[Trailer]{Name: "recordCount", Required: true, Clause: "5.3 (format)",
		Doc: "The number of records in the file.", At: func(t *Trailer) any { return &t.RecordCount }},
	spec.Def[Trailer]{Name: "digest", Lex: ident.DigestType, Required: true, Clause: "5.3 (format)",
		Doc: "SHA-256 over the bytes of the file before the opening quote of the name trailer.", At: func(t *Trailer) any { return &t.Digest }},
	spec.Def[Trailer]{Name: "signature", Lex: ident.JWSType, Required: true, Clause: "5.3 (format), RFC 7515",
		Doc: "A compact JWS (ES256) by the sender, whose payload is the digest and the record count.", At: func(t *Trailer) any { return &t.Signature }},
)
