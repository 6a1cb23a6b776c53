package generate

import (
	"fmt"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/world"
)

// mafFiles are one MAF for each submitter and SMSO, by submitter.
func (c *chain) mafFiles() (files []*File, err error) {
	for _, org := range c.World.Suppliers() {
		for _, smso := range c.World.SMSOs() {
			m := mafMaker{chain: c, submitter: org.Name, register: c.World.Register(smso.SMSO)}
			some, err := m.some()
			if err != nil {
				return nil, err
			}
			if some {
				f := c.draft(maf.Type, org, c.dcc, smso.SMSO, "", c.start)
				f.n, f.maker = m.register.Len(), m.maker
				files = append(files, f)
			}
		}
	}
	return files, nil
}

// mafMaker makes the records of one MAF.
type mafMaker struct {
	*chain
	submitter string
	register  *world.Register
}

// some reports whether there is anything for the MAF.
func (m *mafMaker) some() (bool, error) {
	for _, in := range m.register.All() {
		if m.Inject == 0 {
			if m.takes(in) {
				return true, nil
			}
			continue
		}
		if list, err := m.spoilt(in); err != nil || len(list) > 0 {
			return true, err
		}
	}
	return false, nil
}

// takes reports whether the submitter authorises the installation.
func (m *mafMaker) takes(in *world.Installation) bool {
	return !in.Migrated && m.Selection.Has(in, m.submitter) && firstMeterOf(in, m.submitter) >= 0
}

func (m *mafMaker) maker() codec.Maker {
	if m.Inject != 0 {
		return m.spoil
	}
	r, in := NewRecords(m.World), new(world.Installation)
	return func(to *codec.Batch, i int) error {
		if m.register.Read(i, in); m.takes(in) {
			to.Write(r.MAF(in, m.submitter))
		}
		return nil
	}
}

func (m *mafMaker) spoil(to *codec.Batch, i int) error {
	list, err := m.spoilt(m.register.At(i))
	for k := range list {
		to.Write(&list[k].Authorisation)
	}
	return err
}

// InjectError says that an authorisation cannot be made to show the exceptions
// that are wanted.
type InjectError struct {
	Installation string
	Err          error
}

func (e *InjectError) Error() string { return fmt.Sprintf("%s: %s", e.Installation, e.Err) }

// Unwrap returns why.
func (e *InjectError) Unwrap() error { return e.Err }

// spoilt are the submitter's authorisations of an installation, spoilt. Exception
// (f) hands an authorisation to another submitter, so those of all suppliers are
// looked at.
func (m *mafMaker) spoilt(in *world.Installation) (list []Authorisation, err error) {
	if in.Migrated {
		return nil, nil
	}
	today := civil.DateOf(m.Start)
	Authorisations(m.World, in, func(a Authorisation) {
		if err != nil || !m.Selection.Has(in, a.Submitter) {
			return
		}
		if err = Inject(m.World, &a, m.Inject, today); err != nil {
			err = &InjectError{in.ID, err}
		}
		if a.Submitter == m.submitter {
			list = append(list, a)
		}
	})
	return list, err
}
