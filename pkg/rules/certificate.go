package rules

import (
	"strings"
	"time"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// certificate is what the directory says of an id, with what follows from it for
// the whole file. A file names few certificates, each many times.
type certificate struct {
	rule.CertificateFacts
	id      ident.CertificateID // as first asked for
	err     error
	outside string // why it is not in force now, or ""
	notOwn  string // why it is no supplier certificate of the sender, or ""
}

// certificates remembers what the directory said. Before the map stands a table
// in which each id has one place, which it shares: a line names the certificates
// that the lines before it named.
type certificates struct {
	known  map[ident.CertificateID]*certificate
	recent [64]struct {
		id ident.CertificateID
		*certificate
	}
}

// maxCertificates bounds what is remembered against a file that names a new
// certificate in every record.
const maxCertificates = 1024

// place is where in recent an id stands, if it does. Serial numbers differ in
// their last digits first.
func (c *certificates) place(id ident.CertificateID) int {
	n := len(id)
	if n < 2 {
		return 0
	}
	return int(id[n-1]+id[n-2]<<4) % len(c.recent)
}

// certificate asks the directory.
func (j *Judge) certificate(id ident.CertificateID) *certificate {
	recent := &j.certs.recent[j.certs.place(id)]
	if recent.id == id && recent.certificate != nil {
		return recent.certificate
	}
	c, ok := j.certs.known[id]
	if !ok {
		c = new(certificate)
		c.CertificateFacts, c.err = j.in.Facts.Certificates.Certificate(id)
		c.id, c.outside, c.notOwn = ident.CertificateID(strings.Clone(string(id))), j.in.outsideValidity(c), j.in.notOwn(c)
		if len(j.certs.known) < maxCertificates {
			j.certs.known[c.id] = c
		}
	}
	recent.id, recent.certificate = c.id, c
	return c
}

// supplierCerts appends what the directory says of the supplier certificates of
// a line.
func (j *Judge) supplierCerts(to []*certificate, m *maf.Meter) []*certificate {
	if j.in.Facts.Certificates == nil || !m.OK(meterSupplierCerts) {
		return to
	}
	for _, id := range m.SupplierCertificateIDs {
		if maf.IsPlaceholder(id) {
			to = append(to, nil)
		} else {
			to = append(to, j.certificate(id))
		}
	}
	return to
}

// notOwn says why a certificate is no supplier certificate of the sender's,
// whatever the fuel, or nothing. Whose it is stays untold.
func (in *Input) notOwn(c *certificate) string {
	switch {
	case c.err != nil:
		return "cannot be used: " + c.err.Error()
	case c.Kind != envelope.Supplier:
		return "is no supplier's"
	case c.Organisation != in.sender.Name:
		return "is not " + in.sender.Name + "'s"
	}
	return ""
}

// wrongFor says what is wrong with a supplier certificate of a line, or nothing.
func (c *certificate) wrongFor(m *maf.Meter) string {
	switch {
	case c.notOwn != "":
		return c.notOwn
	case m.OK(meterMPxN) && !c.serves(m.MPxN):
		return "is not one for " + fuel(m.MPxN)
	}
	return c.outside
}

// serves reports whether the certificate is one for the fuel of the MPxN.
func (c *certificate) serves(m ident.MPxN) bool {
	return m.IsMPAN() && c.Electricity || m.IsMPRN() && c.Gas
}

// outsideValidity says that the certificate is not in force now, or nothing. The
// moment is the clock's; without one, when the file was made.
func (in *Input) outsideValidity(c *certificate) string {
	now := in.Header.CreatedAt.Time()
	if in.Facts.Clock != nil {
		now = in.Facts.Clock.Now
	}
	switch {
	case c.err != nil || now.IsZero():
		return ""
	case now.Before(c.NotBefore):
		return "is valid only from " + c.NotBefore.UTC().Format(time.RFC3339)
	case now.After(c.NotAfter):
		return "expired at " + c.NotAfter.UTC().Format(time.RFC3339)
	}
	return ""
}
