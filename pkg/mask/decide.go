package mask

import (
	"fmt"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Treatment is what becomes of the values of a field.
type Treatment string

// The treatments.
const (
	Undecided   Treatment = "" // nobody has decided: such a file is not copied
	Keep        Treatment = "keep"
	KeepName    Treatment = "keep a name that is configured" // but for an identifier in the wrong place
	KeepCert    Treatment = "keep a certificate"             // but for a serial number alone that is not known
	KeepFile    Treatment = "keep a file name"               // of the form that files are exchanged under
	LeaveOut    Treatment = "leave out free text"
	MaskMPxN    Treatment = "mask MPxN"
	MaskDevice  Treatment = "mask Device ID"
	MaskID      Treatment = "mask id"
	MaskICCID   Treatment = "mask ICCID"
	MaskIMSI    Treatment = "mask IMSI"
	MaskMSISDN  Treatment = "mask MSISDN"
	MaskAPN     Treatment = "mask APN"
	MaskAddress Treatment = "mask IP address"
	MaskDigest  Treatment = "mask digest"
	Inside      Treatment = "inside" // an object, or a list of them
)

// Decide returns what becomes of a field of a table.
func Decide(t *spec.Table, f *spec.Field) Treatment {
	switch {
	case f.Table != nil:
		return Inside
	case f.Secret:
		return Undecided
	case t.Name == headerTable && (f.Name == "sender" || f.Name == "recipient"):
		return Keep // organisations
	case f.Lex == nil: // a number, a truth value or one of the words of the format
		return Keep
	}
	return decideForm(f.Lex)
}

// headerTable is the name of every header's table.
const headerTable = envelope.HeaderName

// decideForm is Decide by the lexical type.
func decideForm(form *ident.Type) Treatment {
	switch form {
	case ident.MPxNType:
		return MaskMPxN
	case ident.EUI64Type:
		return MaskDevice
	case ident.RecordIDType:
		return MaskID
	case ident.ICCIDType:
		return MaskICCID
	case ident.IMSIType:
		return MaskIMSI
	case ident.MSISDNType:
		return MaskMSISDN
	case ident.APNType:
		return MaskAPN
	case ident.IPAddressType:
		return MaskAddress
	case ident.TextType:
		return LeaveOut
	case ident.DigestType:
		return MaskDigest
	case ident.FileNameType:
		return KeepFile
	case ident.ReferenceType:
		return KeepName
	case ident.CertificateIDType, maf.CertificateEntryType:
		return KeepCert
	case ident.DateType, ident.InstantType, ident.VersionType,
		ident.ManufacturerType, ident.ModelType, ident.FirmwareType, mcf.ESMEVariantType,
		ident.GroupIDType, ident.OrganisationType, ident.SMSOType,
		ident.SRVType, ident.AlertCodeType, ident.ResponseCodeType, ident.CodeType:
		return Keep
	}
	return Undecided
}

// plan is what becomes of each field of a table.
type plan struct {
	table  *spec.Table
	fields []Treatment
	inside []*plan // of the fields that have a table
}

// newPlan makes the plan of a table, or says which field nobody has decided on.
func newPlan(t *spec.Table) (*plan, error) {
	p := &plan{table: t, fields: make([]Treatment, len(t.Fields)), inside: make([]*plan, len(t.Fields))}
	for i := range t.Fields {
		f := &t.Fields[i]
		p.fields[i] = Decide(t, f)
		if p.fields[i] == Undecided {
			return nil, fmt.Errorf("a %s has a %s, of which no copy can be shared", t.Name, f.Name)
		}
		if f.Table != nil {
			inside, err := newPlan(f.Table)
			if err != nil {
				return nil, err
			}
			p.inside[i] = inside
		}
	}
	return p, nil
}

// treat replaces a value that is kept as text and well formed.
func (m *masker) treat(how Treatment, text string) string {
	switch how {
	case Keep:
		return text
	case KeepName:
		return m.reference(text)
	case KeepCert:
		return m.certificate(text)
	case KeepFile:
		return m.file(text)
	case LeaveOut:
		m.texts++
		return maskedText
	case MaskID:
		return m.id(text)
	case MaskICCID:
		return m.iccid(text)
	case MaskIMSI:
		return m.imsi(text)
	case MaskMSISDN:
		return m.msisdn(text)
	case MaskAPN:
		return m.apn(text)
	case MaskAddress:
		return m.ip(text)
	case MaskDigest:
		return m.digest(text)
	case MaskMPxN:
		x, _ := ident.ParseMPxN([]byte(text))
		return m.mpxn(x).String()
	case MaskDevice:
		e, _ := ident.ParseEUI64([]byte(text))
		return m.device(e).String()
	}
	panic("mask: no way to treat text: " + string(how))
}
