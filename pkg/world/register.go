package world

import (
	"fmt"
	"iter"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/state"
)

// Register is what one SMSO knows of its installations.
type Register struct {
	SMSO string

	all      *packed // of all registers of the world
	first, n int     // which part of it
	lookup   *lookup // of all of it
}

// Installation is one entry of a register.
type Installation struct {
	ID, SMSO, Group, EPCL, CSP string

	Devices []Device
	Removed []ident.MPxN // of meters that are no longer there

	// DMRT is what DCC instructs for the dormant meters before (6.4):
	// configuration, firmware, both, or "" for nothing.
	DMRT     string
	Week, On civil.Date // when its suppliers plan to migrate it

	CommissionedWithSMSO bool // with the SMSO acting for a supplier (2.1, Migration ST)
	Migrated             bool // already
	SupplierSubmits      bool // its one Responsible Supplier submits the commissioning requests (5.2(b))
	Ready                bool // its dormant meters are on the ready-for-migration report (6.3(a)(iv))
}

// Device is one device of an installation. What follows MPxN is zero but for
// meters; a meter's Supplier is "" where the register has none.
type Device struct {
	ID                ident.EUI64
	MPxN              ident.MPxN
	Type              string // CHF, GPF, ESME, GSME, PPMID or IHD
	Supplier, Network string // Responsible Supplier and network operator
	Variant           string // of an ESME
	Model             ident.Model
	Firmware          ident.Firmware
	Manufacturer      ident.Manufacturer
	Active            bool // an Active rather than a Dormant Meter
}

// IsMeter reports whether the device is an ESME or a GSME.
func (d *Device) IsMeter() bool { return d.Type == mcf.ESME || d.Type == mcf.GSME }

// IsGas reports whether the device is a gas meter.
func (d *Device) IsGas() bool { return d.Type == mcf.GSME }

// Status returns Active or Dormant for a meter, "" for any other device.
func (d *Device) Status() string {
	switch {
	case !d.IsMeter():
		return ""
	case d.Active:
		return mcf.Active
	}
	return mcf.Dormant
}

// Len returns the number of installations.
func (r *Register) Len() int { return r.n }

// At returns installation i, in the order of the register. It stands on line
// i+1 of the register's file. It is made anew for the caller; All, Selected and Read
// are for those who look at many.
func (r *Register) At(i int) *Installation {
	inst := &Installation{}
	r.Read(i, inst)
	return inst
}

// Read writes installation i over inst, whose lists it uses again. Its strings
// hold for as long as the world does.
func (r *Register) Read(i int, inst *Installation) {
	r.all.unpack(r.bytes(i), inst)
}

// ID returns the id of installation i, which holds for as long as the world does.
func (r *Register) ID(i int) string {
	u := unpacker{r.bytes(i)}
	return u.id()
}

func (r *Register) bytes(i int) []byte {
	if i < 0 || i >= r.n {
		panic(fmt.Sprintf("world: installation %d of a register of %d", i, r.n))
	}
	return r.all.bytes(r.first + i)
}

// All ranges over the installations in the order of the register, with their
// places. An installation holds until the next, its strings for as long as the
// world.
func (r *Register) All() iter.Seq2[int, *Installation] {
	return func(yield func(int, *Installation) bool) {
		inst := new(Installation)
		for i := range r.n {
			if r.Read(i, inst); !yield(i, inst) {
				return
			}
		}
	}
}

// Selected is All of the installations at those places, in their order.
func (r *Register) Selected(places []int32) iter.Seq2[int32, *Installation] {
	return func(yield func(int32, *Installation) bool) {
		inst := new(Installation)
		for _, i := range places {
			if r.Read(int(i), inst); !yield(i, inst) {
				return
			}
		}
	}
}

// Find returns the place of the installation of that id.
func (r *Register) Find(id string) (i int, ok bool) {
	at, ok := r.lookup.byID(id)
	return at - r.first, ok && r.holds(at)
}

// ByID returns the installation of that id, nil if there is none.
func (r *Register) ByID(id string) *Installation {
	i, ok := r.Find(id)
	if !ok {
		return nil
	}
	return r.At(i)
}

// ByMPxN returns the current entry of a supply point: its installation and its
// meter, nil if there is none.
func (r *Register) ByMPxN(m ident.MPxN) (*Installation, *Device) {
	i, ok := r.find(m)
	if !ok {
		return nil, nil
	}
	inst := r.At(i)
	return inst, inst.meter(m)
}

// find returns the place of the installation that has the meter of a supply
// point.
func (r *Register) find(m ident.MPxN) (i int, ok bool) {
	at, ok := r.lookup.byMPxN(m)
	return at - r.first, ok && r.holds(at)
}

// holds reports whether an installation of the world is one of this register.
func (r *Register) holds(at int) bool { return at >= r.first && at < r.first+r.n }

// meter is the meter of a supply point, which the installation has.
func (i *Installation) meter(m ident.MPxN) *Device {
	for k := range i.Devices {
		if i.Devices[k].MPxN == m {
			return &i.Devices[k]
		}
	}
	return nil
}

// HasActive reports whether the installation has an Active Meter.
func (i *Installation) HasActive() bool { return i.hasMeter(true) }

// HasDormant reports whether the installation has a Dormant Meter.
func (i *Installation) HasDormant() bool { return i.hasMeter(false) }

func (i *Installation) hasMeter(active bool) bool {
	for k := range i.Devices {
		if d := &i.Devices[k]; d.IsMeter() && d.Active == active {
			return true
		}
	}
	return false
}

// Combination says which combination of 5.2 the installation is. The error says
// that it is none, and why.
func (i *Installation) Combination() (state.Combination, error) {
	s := i.summary()
	switch {
	case s.meters() == 0:
		return "", i.noCombination("it has no meter")
	case s.esmes > 1 || s.gsmes > 1:
		return "", i.noCombination("it has more than one meter of a fuel")
	case s.unsupplied > 0:
		return "", i.noCombination("a meter has no Responsible Supplier")
	case i.SupplierSubmits && s.dormant > 0:
		return "", i.noCombination("its supplier would submit the commissioning requests, and it has a Dormant Meter")
	case i.SupplierSubmits && s.activeSuppliers > 1:
		return "", i.noCombination("its supplier would submit the commissioning requests, and it has more than one Responsible Supplier")
	case i.SupplierSubmits:
		return state.B, nil
	case s.active == 0:
		return state.D, nil
	case s.dormant == 0 && s.activeSuppliers > 1:
		return state.C, nil
	case s.dormant == 0:
		return state.A, nil
	case s.gasActive:
		return state.E2, nil
	}
	return state.E1, nil
}

func (i *Installation) noCombination(why string) error {
	return fmt.Errorf("installation %s is not a combination of MTAD clause 5.2: %s", i.ID, why)
}

// summary counts the meters of an installation.
type summary struct {
	esmes, gsmes    int
	active, dormant int
	activeSuppliers int // different ones
	unsupplied      int // meters without a supplier
	gasActive       bool
}

func (s *summary) meters() int { return s.esmes + s.gsmes }

func (i *Installation) summary() (s summary) {
	for k := range i.Devices {
		d := &i.Devices[k]
		switch {
		case d.Type == mcf.ESME:
			s.esmes++
		case d.Type == mcf.GSME:
			s.gsmes++
		default:
			continue
		}
		if d.Supplier == "" {
			s.unsupplied++
		}
		if !d.Active {
			s.dormant++
			continue
		}
		s.active++
		s.gasActive = s.gasActive || d.IsGas()
		if d.Supplier != "" && !i.suppliesActiveBefore(k, d.Supplier) {
			s.activeSuppliers++
		}
	}
	return s
}

// suppliesActiveBefore reports whether the supplier has an active meter among
// the first n devices.
func (i *Installation) suppliesActiveBefore(n int, supplier string) bool {
	for k := range n {
		if d := &i.Devices[k]; d.IsMeter() && d.Active && d.Supplier == supplier {
			return true
		}
	}
	return false
}
