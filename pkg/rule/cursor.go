package rule

import "s1mig/pkg/ident"

// Cursor asks the register of one SMSO for one submitter, meter after meter. It
// may remember what it was asked before, so it is for one goroutine; its answers
// are those of Register.Meter.
type Cursor interface {
	// Meter returns what the register holds of the MPxN, and the id of its
	// installation, which f need not have. ok is false, and f zero, where the MPxN is
	// no current entry. f is room, or shared by meters of which the same holds: it is
	// only to be read.
	Meter(m ident.MPxN, room *MeterFacts) (f *MeterFacts, installation string, ok bool)
	// Place is a number that the register has for the meter that was asked for last
	// and for no other, counted from 1 without large gaps. It is 0 where the register
	// has none, or does not hold the meter.
	Place() uint32
	// Scattered reports whether Expect is worth the trouble: too few of the
	// meters asked for since it was last called stood near each other.
	Scattered() bool
	// Expect is told which meters will be asked for next, in their order. Where
	// they lie all over the memory, fetching many at a time takes little longer
	// than fetching one. It may be wrong.
	Expect(meters []ident.MPxN)
}

// Opener is a Register with cursors that answer faster than it does itself.
type Opener interface {
	// Open returns a cursor. submitter is the organisation's name.
	Open(smso, submitter string) Cursor
}

// Open returns a cursor of a register.
func Open(r Register, smso, submitter string) Cursor {
	if o, ok := r.(Opener); ok {
		return o.Open(smso, submitter)
	}
	return &plain{r, smso, submitter}
}

// plain is a cursor of any register.
type plain struct {
	r               Register
	smso, submitter string
}

func (p *plain) Meter(m ident.MPxN, room *MeterFacts) (f *MeterFacts, installation string, ok bool) {
	*room, ok = p.r.Meter(p.smso, p.submitter, m)
	if !ok {
		*room = MeterFacts{}
	}
	return room, room.InstallationID, ok
}

func (*plain) Place() uint32       { return 0 }
func (*plain) Scattered() bool     { return false }
func (*plain) Expect([]ident.MPxN) {}
