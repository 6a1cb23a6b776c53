package mutate

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"

	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/filetype/runmanifest"
	"s1mig/pkg/ident"
	"s1mig/pkg/seal"
)

// reseal writes and seals every document that was touched, in the order in which
// they were made, and lets those that name it follow: parents, slices, answers
// and acknowledgements by its digest and its name, and its receipt.
func (s *Set) reseal() error {
	for {
		d := s.nextTouched()
		if d == nil {
			break
		}
		if err := s.resealOne(d); err != nil {
			return err
		}
	}
	if err := s.resealManifest(); err != nil {
		return err
	}
	s.sort()
	return nil
}

// nextTouched is the earliest of the documents that are still to be written.
func (s *Set) nextTouched() *document {
	var next *document
	for _, d := range s.docs {
		if d.touched && (next == nil || cmp.Or(cmp.Compare(d.madeAt(), next.madeAt()), cmp.Compare(d.order, next.order)) < 0) {
			next = d
		}
	}
	return next
}

func (d *document) madeAt() string { return d.tree.header.get("createdAt").value() }

func (s *Set) resealOne(d *document) error {
	d.touched = false
	oldDigest, oldName := d.digest(), d.name()
	if d.fileType == mef.Type && !d.tree.keep {
		if err := s.rebind(d.tree); err != nil {
			return err
		}
	}
	data, err := d.tree.sealed(d.fileType.Records, func(digest string, count int64) (string, error) { return s.sign(d.tree, digest, count) })
	if err != nil {
		return fmt.Errorf("sealing %s: %w", d.path, err)
	}
	d.data = data
	s.rename(d)
	if !d.fresh {
		s.follow(oldDigest, d.digest())
		s.follow(oldName, d.name())
	}
	return nil
}

// sign signs as the sender does, or as whom the mutator names.
func (s *Set) sign(t *tree, digest string, count int64) (string, error) {
	name := t.signer
	if name == "" {
		o, ok := s.organisation(t)
		if !ok {
			return "", fmt.Errorf("the sender %s is no organisation of the world %s", t.header.get("sender").value(), s.world.Name)
		}
		name = o.Name
	}
	kid, key, ok := s.world.SigningKey(name)
	if !ok {
		return "", fmt.Errorf("there is no signing key of %s", name)
	}
	return seal.SignTrailer(key, kid, digest, count)
}

// rename gives a file the name that follows from its header, where its name is
// of that form; its receipt goes with it.
func (s *Set) rename(d *document) {
	name, ok := d.tree.canonicalName()
	if _, formal := filetype.ParseFileName(d.name()); !formal || !ok || name == d.name() {
		return
	}
	if d.fresh {
		d.path = path.Join(path.Dir(d.path), name)
		return
	}
	s.moveTo(d, name)
}

// follow puts a new digest or name in the place of an old one in all other files.
func (s *Set) follow(old, text string) {
	if old == text || old == "" || text == "" {
		return
	}
	for _, d := range s.docs {
		switch {
		case d.isReceipt():
			d.data = bytes.ReplaceAll(d.data, []byte(old), []byte(text))
		case d.fileType == nil || d.fileType == runmanifest.Type:
		case d.tree != nil:
			if d.tree.replace(old, text) {
				d.touched = true
			}
		case bytes.Contains(d.data, quoted(old)):
			s.touch(d).replace(old, text)
		}
	}
}

// replace puts one text in the place of another in header and records.
func (t *tree) replace(old, text string) bool {
	did := t.header.replace(old, text)
	for _, r := range t.records {
		did = r.replace(old, text) || did
	}
	return did
}

// resealManifest brings the list of a run's files up to date: what was changed
// and what was left out.
func (s *Set) resealManifest() error {
	byPath := map[string]*document{}
	for _, d := range s.docs {
		byPath[d.path] = d
	}
	for _, m := range s.documents(runmanifest.Type.Name) {
		t := s.touch(m)
		t.records = slices.DeleteFunc(t.records, func(r *node) bool {
			_, there := byPath[r.get("file").value()]
			return !there
		})
		for _, r := range t.records {
			d := byPath[r.get("file").value()]
			sum := sha256.Sum256(d.data)
			r.put("sha256", text(hex.EncodeToString(sum[:])))
			r.put("size", number(int64(len(d.data))))
		}
		if err := s.resealOne(m); err != nil {
			return err
		}
	}
	return nil
}

// bind notes what each sealed value of an MEF is bound to.
func (t *tree) bind() {
	t.sealedValues(func(installation, device *node) {
		device.get("sealed").bound = t.associated(installation, device)
	})
}

// sealedValues calls yield with each device that has a sealed value.
func (t *tree) sealedValues(yield func(installation, device *node)) {
	for _, r := range t.records {
		if devices := r.get("devices"); devices != nil {
			for _, d := range devices.items {
				if d.get("sealed") != nil {
					yield(r, d)
				}
			}
		}
	}
}

// associated is the associated data of a device's sealed value, by where the
// device stands.
func (t *tree) associated(installation, device *node) []byte {
	sender, _ := ident.ParseEUI64([]byte(t.header.get("sender").value()))
	id, _ := ident.ParseEUI64([]byte(device.get("deviceID").value()))
	return seal.AAD(nil, sender, t.header.get("sequence").integer(), t.header.get("groupID").value(), installation.get("installationID").value(), id)
}

// rebind seals those values again whose device, installation, group or file is
// another now, so that they stay sealed for where they stand.
func (s *Set) rebind(t *tree) (err error) {
	var sealer *seal.Sealer
	t.sealedValues(func(installation, device *node) {
		value, want := device.get("sealed"), t.associated(installation, device)
		if err != nil || bytes.Equal(value.bound, want) {
			return
		}
		if sealer == nil {
			if sealer, err = s.sealer(t); err != nil {
				return
			}
		}
		var plain []byte
		if plain, err = sealer.Open(nil, value.bound, []byte(value.value())); err != nil {
			return
		}
		value.raw, value.bound = string(quoted(string(sealer.Seal(nil, want, plain)))), want
		clear(plain)
	})
	return err
}

// sealer opens and seals the values of an MEF.
func (s *Set) sealer(t *tree) (*seal.Sealer, error) {
	id, key := s.world.AgreementKey()
	if key == nil {
		return nil, notApplicable("there is no key that opens an MEF")
	}
	content, err := seal.UnwrapContentKey(t.header.get("contentKey").value(), key, id)
	if err != nil {
		return nil, err
	}
	return seal.NewSealer(content, s.world.KeySeed() != nil), nil
}
