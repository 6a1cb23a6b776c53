package compare

import (
	"slices"
	"strings"

	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/runmanifest"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// plan says of a table what is compared.
type plan struct {
	*spec.Table
	fields []planned
	key    []int // the fields that name an object of the table; none of a header
	all    bool  // the order of lists counts
	csv    bool  // a side is a CSV, so what a CSV cannot tell apart is the same
}

// planned is a field as it is compared.
type planned struct {
	*spec.Field
	skip bool                // it is not compared
	same func(string) string // maps spellings of one value to one text; nil where each is its own
	of   *plan               // of an object or a list of objects
}

// newPlan makes the plan of a table and of those below it.
func newPlan(t *spec.Table, all, csv bool) *plan {
	p := &plan{Table: t, key: keyOf(t), all: all, csv: csv}
	for i := range t.Fields {
		f := planned{Field: &t.Fields[i]}
		f.skip = !all && isFleeting(f.Field) && !slices.Contains(p.key, i)
		f.same = spelling(f.Lex, all)
		if f.Table != nil {
			f.of = newPlan(f.Table, all, csv)
		}
		p.fields = append(p.fields, f)
	}
	return p
}

// fleeting are fields that differ from run to run, or with the bytes of a file,
// and whose form does not say so.
func fleeting() []string { return []string{"sequence", "parents", "size"} }

// isFleeting reports whether a field tells the run and not the matter: a moment, a
// digest, a number given by the sender, a sealed value, which differs at every
// sealing.
func isFleeting(f *spec.Field) bool {
	switch f.Lex {
	case ident.DigestType, runmanifest.SHA256Type:
		return true
	case ident.RecordIDType:
		return f.Name != installationID
	}
	return f.Op == spec.OpInstant || isSealed(f) || slices.Contains(fleeting(), f.Name)
}

// isSealed reports whether a value is encrypted.
func isSealed(f *spec.Field) bool { return f.Lex == ident.SealedType || f.Lex == ident.JWEType }

const installationID = "installationID"

// naming is one way in which an object is named: by a field that it must have, and
// others that tell apart objects of the same name.
type naming struct {
	lead string
	with []string
}

// namings are the ways, the first that fits a table being its own. An
// authorisation of a MAF is named by its meters; what stands last names an object
// only where nothing better does.
func namings() []naming {
	return []naming{
		{"code", []string{installationID, "deviceID", "srv", "mpxn", "line"}},
		{installationID, nil},
		{"meters", nil},
		{"deviceID", nil},
		{"mpxn", nil},
		{"check", nil},
		{"srv", nil},
		{"authorisationID", nil},
		{"file", nil},
	}
}

func keyOf(t *spec.Table) []int {
	for _, n := range namings() {
		if f := t.Field(n.lead); f != nil && f.Required {
			key := []int{f.Index}
			for _, name := range n.with {
				if f := t.Field(name); f != nil {
					key = append(key, f.Index)
				}
			}
			return key
		}
	}
	return nil
}

// spelling returns what maps the spellings of a value of that form to one.
func spelling(lex *ident.Type, all bool) func(string) string {
	switch {
	case lex == ident.CertificateIDType || lex == maf.CertificateEntryType:
		return certificate
	case !all && (lex == ident.FileNameType || lex == runmanifest.PathType):
		return fileName
	}
	return nil
}

// certificate writes the serial number of a Certificate ID, which is an integer, in
// one way. Other text stays as it is.
func certificate(s string) string {
	if !ident.CertificateID(s).Valid() {
		return s
	}
	issuer, serial := ident.CertificateID(s).Split()
	if serial[0] != '0' && strings.IndexFunc(serial, isLower) < 0 {
		return s
	}
	if serial = strings.TrimLeft(serial, "0"); serial == "" {
		serial = "0"
	}
	if serial = strings.ToUpper(serial); issuer == "" {
		return serial
	}
	return issuer + ":" + serial
}

func isLower(r rune) bool { return r >= 'a' && r <= 'z' }

// fileName leaves out of the name of a file when it was made and under which
// number. The name may have a folder before it and the ending of a receipt or a
// signature behind it.
func fileName(s string) string {
	at := strings.LastIndexByte(s, '/') + 1
	name, suffix := s[at:], ""
	for _, x := range []string{".receipt.json", ".jws"} {
		if short, ok := strings.CutSuffix(name, x); ok {
			name, suffix = short, x
		}
	}
	n, ok := filetype.ParseFileName(name)
	if !ok {
		return s
	}
	return s[:at] + strings.Join([]string{n.Type.Name, n.SMSO, n.Sender.String(), n.GroupID}, "_") + "." + n.Extension + suffix
}
