package seal

import (
	"errors"
	"fmt"

	"s1mig/pkg/ident"
)

// Errors of Lookup, bare so that looking up costs no allocation.
var (
	// ErrUnknownCertificate: no such certificate in the directory.
	ErrUnknownCertificate = errors.New("certificate is not in the directory")
	// ErrAmbiguousSerial: a serial number without issuer that several issuers
	// have used.
	ErrAmbiguousSerial = errors.New("serial number alone names several certificates")
)

// Status is what a directory knows of a certificate beyond the certificate. The
// zero Status is that of one in good standing.
type Status struct {
	// Revoked: no longer to be relied on, whatever its validity says.
	Revoked bool
}

// Directory holds the certificates of a world by Certificate ID. The zero
// Directory is empty and ready. Once filled it may be read by several goroutines.
type Directory struct {
	entries  map[ident.CertificateKey]entry
	bySerial map[ident.CertificateKey]*Certificate // keys without issuer; nil marks an ambiguous serial
	order    []*Certificate
}

// entry is a certificate with its status.
type entry struct {
	cert   *Certificate
	status Status
}

// Add adds a certificate. A second one with the same Certificate ID is an error:
// an issuer gives each serial number once.
func (d *Directory) Add(c *Certificate) error {
	if d.entries == nil {
		d.entries = make(map[ident.CertificateKey]entry)
		d.bySerial = make(map[ident.CertificateKey]*Certificate)
	}
	key := c.ID().Key()
	if _, present := d.entries[key]; present {
		return fmt.Errorf("certificate %s is in the directory already", c.ID())
	}
	d.entries[key] = entry{cert: c}
	d.order = append(d.order, c)
	key.Issuer = ""
	if _, present := d.bySerial[key]; present {
		c = nil
	}
	d.bySerial[key] = c
	return nil
}

// Lookup returns the certificate of an id; a serial number alone is enough where
// it is unique. The error is ErrUnknownCertificate, also for text that is not a
// Certificate ID, or ErrAmbiguousSerial.
func (d *Directory) Lookup(id ident.CertificateID) (*Certificate, error) {
	key := id.Key()
	if key.Issuer != "" {
		if e, present := d.entries[key]; present {
			return e.cert, nil
		}
		return nil, ErrUnknownCertificate
	}
	c, present := d.bySerial[key]
	switch {
	case !present:
		return nil, ErrUnknownCertificate
	case c == nil:
		return nil, ErrAmbiguousSerial
	}
	return c, nil
}

// Status returns the status of a certificate of the directory, the zero Status
// for any other.
func (d *Directory) Status(c *Certificate) Status { return d.entries[c.ID().Key()].status }

// SetStatus changes the status of the certificate that an id names. Errors are
// Lookup's.
func (d *Directory) SetStatus(id ident.CertificateID, status Status) error {
	c, err := d.Lookup(id)
	if err != nil {
		return err
	}
	d.entries[c.ID().Key()] = entry{cert: c, status: status}
	return nil
}

// All returns the certificates in the order in which they were added. The slice
// is the caller's.
func (d *Directory) All() []*Certificate { return append([]*Certificate(nil), d.order...) }
