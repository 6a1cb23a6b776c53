package world

import (
	"math/big"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/seal"
)

// pki is the certificates of a world and those private keys that it has.
type pki struct {
	directory *seal.Directory
	facts     map[*seal.Certificate]rule.CertificateFacts
	keys      map[ident.CertificateKey]*seal.PrivateKey
	fromSeed  bool
}

// Directory returns the certificates of the world: the issuing authorities' and
// all organisations'. Only read it.
func (w *World) Directory() *seal.Directory { return w.pki.directory }

// SigningKey returns the certificate and the key with which an organisation
// signs files; ok is false where it has no such certificate or the world has no
// key for it.
func (w *World) SigningKey(org string) (ident.CertificateID, *seal.PrivateKey, bool) {
	return w.key(org, UseSigning)
}

// AgreementKey returns the certificate and the key with which DCC receives
// content keys. The key is nil where the world does not have it.
func (w *World) AgreementKey() (ident.CertificateID, *seal.PrivateKey) {
	id, key, _ := w.key(w.DCC().Name, UseAgreement)
	return id, key
}

// KeySeed returns the seed that the world's keys are made from, nil where they
// were read from a directory: then content keys and nonces are to be random.
func (w *World) KeySeed() *uint64 {
	if !w.pki.fromSeed {
		return nil
	}
	seed := w.Seed
	return &seed
}

func (w *World) key(org, use string) (ident.CertificateID, *seal.PrivateKey, bool) {
	o, _ := w.Organisation(org)
	for _, c := range o.Certificates {
		if c.Use == use {
			key, ok := w.pki.keys[c.ID.Key()]
			return c.ID, key, ok
		}
	}
	return "", nil, false
}

// issue makes the keys and certificates of all organisations from the seed.
func (r *resolver) issue() {
	w := r.world
	p := &pki{directory: &seal.Directory{}, facts: map[*seal.Certificate]rule.CertificateFacts{},
		keys: map[ident.CertificateKey]*seal.PrivateKey{}, fromSeed: true}
	w.pki = p
	authorities := map[string]*seal.Authority{}
	for i := range w.organisations {
		o := &w.organisations[i]
		for k := range o.Certificates {
			if path := r.certificatePath(o.Name, k); !r.issueOne(p, authorities, o, &o.Certificates[k], path) {
				return
			}
		}
	}
}

func (r *resolver) issueOne(p *pki, authorities map[string]*seal.Authority, o *Organisation, c *Certificate, path string) bool {
	issuer, digits := c.ID.Split()
	authority := authorities[issuer]
	if authority == nil {
		var err error
		if authority, err = seal.NewAuthority(r.world.Seed, issuer); err == nil {
			err = p.directory.Add(authority.Certificate())
		}
		if err != nil {
			return r.fail(path, err.Error(), "")
		}
		authorities[issuer] = authority
	}
	serial, _ := new(big.Int).SetString(digits, 16)
	cert, key, err := authority.Issue(seal.Request{
		Serial: serial, SubjectCN: o.Name + " TEST KEY", Role: r.roles[o.Kind], EUI: o.EUI,
		Usage: usageOf(c.Use), NotBefore: c.NotBefore, NotAfter: c.NotAfter,
	})
	if err == nil {
		err = p.add(cert, o, c)
	}
	if err != nil {
		return r.fail(path, err.Error(), "an issuer gives each serial number once; 1 is its own")
	}
	p.keys[cert.ID().Key()] = key
	return true
}

// add adds the certificate of an organisation.
func (p *pki) add(cert *seal.Certificate, o *Organisation, c *Certificate) error {
	if err := p.directory.Add(cert); err != nil {
		return err
	}
	p.facts[cert] = rule.CertificateFacts{
		Organisation: o.Name, Kind: o.Kind, Gas: c.Fuel == Gas, Electricity: c.Fuel == Electricity,
		Signing: cert.Usage == seal.DigitalSignature, NotBefore: cert.NotBefore, NotAfter: cert.NotAfter, Revoked: c.Revoked,
	}
	return p.directory.SetStatus(cert.ID(), seal.Status{Revoked: c.Revoked})
}

func usageOf(use string) seal.Usage {
	if use == UseAgreement {
		return seal.KeyAgreement
	}
	return seal.DigitalSignature
}

// defaultRoles are the RemotePartyRoles of those kinds for which world.yaml says
// nothing.
func defaultRoles() map[envelope.Kind]seal.Role {
	return map[envelope.Kind]seal.Role{
		envelope.Supplier:        seal.RoleSupplier,
		envelope.NetworkOperator: seal.RoleNetworkOperator,
		envelope.DCC:             seal.RoleAccessControlBroker,
		envelope.SMSO:            seal.RoleOther,
	}
}

// validity is the time from the start of one day to the end of another, in UTC.
func validity(from, to civil.Date) (c Certificate) {
	c.NotBefore = utcMidnight(from)
	c.NotAfter = utcMidnight(to.AddDays(1)).Add(-1e9)
	return c
}
