package world

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/seal"
)

// maxPEM bounds one file of a key directory; a chain of certificates takes a few
// thousand bytes.
const maxPEM = 1 << 20

// WithKeys returns the world with the certificates and private keys of a
// directory in place of those from the seed: every file *.pem holds either
// certificates or one private key, which belongs to the certificate of the same
// public key, whatever the files are called.
//
// world.yaml goes on saying which certificate is for what. So the directory must
// hold each one that it lists, issued to that organisation and for that use, and
// the certificates of their issuing authorities. Private keys may be missing:
// who has none cannot sign. The error is a *ConfigError where the directory's
// files are at fault, else a fault of the world; it never quotes a key.
func (w *World) WithKeys(dir string) (*World, error) {
	k, err := readKeyDir(dir)
	if err != nil {
		return nil, err
	}
	p := &pki{directory: &seal.Directory{}, facts: map[*seal.Certificate]rule.CertificateFacts{},
		keys: map[ident.CertificateKey]*seal.PrivateKey{}}
	listed := map[ident.CertificateKey]bool{}
	for i := range w.organisations {
		o := &w.organisations[i]
		for n := range o.Certificates {
			c := &o.Certificates[n]
			listed[c.ID.Key()] = true
			if err := k.take(p, o, c); err != nil {
				return nil, err
			}
		}
	}
	for _, f := range k.certificates { // authorities, and what world.yaml does not list
		if !listed[f.cert.ID().Key()] {
			if err := p.directory.Add(f.cert); err != nil {
				return nil, &ConfigError{File: f.file, Problem: err.Error()}
			}
		}
	}
	with := *w
	with.pki = p
	return &with, nil
}

// keyDir is what the files of a key directory hold.
type keyDir struct {
	dir          string
	certificates []keyFile
	keys         []keyFile
}

type keyFile struct {
	file string
	cert *seal.Certificate
	key  *seal.PrivateKey
}

func readKeyDir(dir string) (*keyDir, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	k := &keyDir{dir: dir}
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".pem") {
			continue
		}
		if err := k.read(filepath.Join(dir, e.Name())); err != nil {
			return nil, err
		}
	}
	if len(k.certificates) == 0 {
		return nil, &ConfigError{File: dir, Problem: "no file *.pem with a certificate", Hint: "s1mig keys gen writes a directory of test keys"}
	}
	return k, nil
}

func (k *keyDir) read(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxPEM+1))
	if err != nil {
		return err
	}
	if len(data) > maxPEM {
		return &ConfigError{File: name, Problem: fmt.Sprintf("the file is larger than %d bytes", maxPEM)}
	}
	if bytes.Contains(data, []byte("PRIVATE KEY-----")) {
		key, err := seal.ParsePrivateKeyPEM(data)
		if err != nil {
			return &ConfigError{File: name, Problem: err.Error()}
		}
		k.keys = append(k.keys, keyFile{file: name, key: key})
		return nil
	}
	certs, err := seal.ParsePEM(data)
	if err != nil {
		return &ConfigError{File: name, Problem: err.Error()}
	}
	for _, c := range certs {
		if f := k.find(c.ID()); f != nil && bytes.Equal(f.cert.DER, c.DER) {
			continue // a chain repeats its authority
		}
		k.certificates = append(k.certificates, keyFile{file: name, cert: c})
	}
	return nil
}

// take moves a certificate that world.yaml lists, and its private key, to p.
func (k *keyDir) take(p *pki, o *Organisation, c *Certificate) error {
	f := k.find(c.ID)
	if f == nil {
		return &ConfigError{File: k.dir, Problem: fmt.Sprintf("certificate %s of %s is in no file", c.ID, o.Name),
			Hint: "world.yaml lists it; change the serial and the issuer there to those of the certificate at hand"}
	}
	problem := ""
	switch {
	case f.cert.EUI != o.EUI:
		problem = fmt.Sprintf("certificate %s was issued to %v, and %s has the eui %v", c.ID, f.cert.EUI, o.Name, o.EUI)
	case f.cert.Usage != usageOf(c.Use):
		problem = fmt.Sprintf("certificate %s is for %s, and world.yaml lists it for %s", c.ID, f.cert.Usage, c.Use)
	default:
		if err := k.verify(f.cert); err != nil {
			problem = err.Error()
		}
	}
	if problem != "" {
		return &ConfigError{File: f.file, Problem: problem}
	}
	if err := p.add(f.cert, o, c); err != nil {
		return &ConfigError{File: f.file, Problem: err.Error()}
	}
	if i := slices.IndexFunc(k.keys, func(key keyFile) bool { return key.key.Matches(f.cert) }); i >= 0 {
		p.keys[c.ID.Key()] = k.keys[i].key
	}
	return nil
}

func (k *keyDir) find(id ident.CertificateID) *keyFile {
	for i := range k.certificates {
		if k.certificates[i].cert.ID().Equal(id) {
			return &k.certificates[i]
		}
	}
	return nil
}

// verify checks that an issuing authority of the directory issued the
// certificate.
func (k *keyDir) verify(c *seal.Certificate) error {
	err := fmt.Errorf("the certificate of %s, which issued %s, is in no file", c.Issuer, c.ID())
	for _, f := range k.certificates {
		if f.cert.Usage == seal.CertificateSigning && f.cert.Issuer == c.Issuer {
			if err = c.VerifySignedBy(f.cert); err == nil {
				return nil
			}
		}
	}
	return err
}

// Permissions of a key directory and what it holds.
const (
	keyDirPerm = 0o700
	keyPerm    = 0o600
	certPerm   = 0o644
)

// WriteKeys writes the certificates and the test keys of the seed to a new or
// empty directory, in the form that WithKeys reads. The directory and the keys
// are for their owner alone.
func (w *World) WriteKeys(dir string) error {
	if !w.pki.fromSeed {
		return errors.New("the keys of this world are not made from a seed")
	}
	if err := emptyDirectory(dir, keyDirPerm); err != nil {
		return err
	}
	if err := os.Chmod(dir, keyDirPerm); err != nil { // it may have been there
		return err
	}
	for _, c := range w.pki.directory.All() {
		holder := w.pki.facts[c].Organisation
		if holder == "" {
			holder = "authority"
		}
		stem := filepath.Join(dir, fmt.Sprintf("%s-%s-%X", holder, c.Issuer, c.Serial))
		if err := writeNew(stem+".cert.pem", c.MarshalPEM(), certPerm); err != nil {
			return err
		}
		key, ok := w.pki.keys[c.ID().Key()]
		if !ok { // the authority's stays where it is
			continue
		}
		text, err := key.MarshalPEM()
		if err != nil {
			return err
		}
		if err := writeNew(stem+".key.pem", text, keyPerm); err != nil {
			return err
		}
	}
	return nil
}

// emptyDirectory makes a directory, or takes one that holds nothing.
func emptyDirectory(dir string, perm os.FileMode) error {
	if err := os.MkdirAll(dir, perm); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("directory %s is not empty: it holds %s", dir, entries[0].Name())
	}
	return nil
}

// writeNew writes a file that must not exist.
func writeNew(name string, data []byte, perm os.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
