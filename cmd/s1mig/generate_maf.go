package main

import (
	"io"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/generate"
	"s1mig/pkg/seal"
	"s1mig/pkg/world"
)

// mafs makes one MAF for each submitter and SMSO. Records are made as they are
// written, so a MAF can be of any size.
func (a *app) mafs(w *world.World, s selection, environment string) ([]product, error) {
	now, _ := a.now(w)
	var products []product
	for _, org := range w.Suppliers() {
		sequence := int64(0)
		for _, smso := range w.SMSOs() {
			m := mafMaker{w: w, selection: s, submitter: org, smso: smso.SMSO, today: civil.DateOf(now)}
			some := false
			if err := m.each(func(*generate.Authorisation) bool { some = true; return false }); err != nil {
				return nil, err
			}
			if !some {
				continue
			}
			sequence++
			p, err := m.product(environment, now, sequence)
			if err != nil {
				return nil, err
			}
			products = append(products, p)
		}
	}
	return products, nil
}

// mafMaker makes the records of one MAF.
type mafMaker struct {
	selection
	w         *world.World
	submitter world.Organisation
	smso      string
	today     civil.Date
}

// each calls yield with the submitter's authorisations at the SMSO, spoilt as
// asked, until it returns false.
func (m *mafMaker) each(yield func(*generate.Authorisation) bool) error {
	for _, in := range m.w.Register(m.smso).All() {
		if in.Migrated {
			continue
		}
		list, err := m.of(in)
		if err != nil {
			return usagef("", "--inject: %s: %s", in.ID, err)
		}
		for i := range list {
			if !yield(&list[i]) {
				return nil
			}
		}
	}
	return nil
}

// of are the submitter's authorisations of an installation. Exception (f) hands
// an authorisation to another submitter, so those of all suppliers are looked
// at.
func (m *mafMaker) of(in *world.Installation) (list []generate.Authorisation, err error) {
	generate.Authorisations(m.w, in, func(auth generate.Authorisation) {
		if err != nil || !m.has(in, auth.Submitter) || m.inject == 0 && auth.Submitter != m.submitter.Name {
			return
		}
		if m.inject != 0 {
			err = generate.Inject(m.w, &auth, m.inject, m.today)
		}
		if auth.Submitter == m.submitter.Name {
			list = append(list, auth)
		}
	})
	return list, err
}

func (m *mafMaker) product(environment string, now time.Time, sequence int64) (product, error) {
	kid, key, ok := m.w.SigningKey(m.submitter.Name)
	if !ok {
		return product{}, usagef("", "the world has no signing key of %s", m.submitter.Name)
	}
	h := &envelope.Header{
		FileType: maf.Type.Name, FormatVersion: envelope.FormatVersion, Environment: environment,
		CapabilityRelease: m.w.SMSORelease(m.smso), SMSO: m.smso, Sender: m.submitter.EUI, Recipient: m.w.DCC().EUI,
		Sequence: sequence, CreatedAt: civil.InstantOf(now) + 1, TestData: true,
	}
	return product{name: filetype.FileName(h), write: func(to io.Writer) error {
		out := codec.NewWriter(to, maf.Type, h)
		err := m.each(func(auth *generate.Authorisation) bool { out.Write(&auth.Authorisation); return true })
		if err != nil {
			return err
		}
		_, err = out.Close(func(digest string, n int64) (string, error) { return seal.SignTrailer(key, kid, digest, n) })
		return err
	}}, nil
}
