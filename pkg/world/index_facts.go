package world

import (
	"encoding/binary"
	"errors"
	"runtime"

	"s1mig/pkg/abreast"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// indexFacts answers for the registers from the index of a world. It gives the
// answers of registerFacts.
type indexFacts struct{ w *World }

// Meter implements rule.Register.
func (f indexFacts) Meter(smso, submitter string, m ident.MPxN) (facts rule.MeterFacts, ok bool) {
	x := f.w.index
	at, ok := x.find(keyOf(m))
	if !ok {
		return facts, false
	}
	e := x.meter(at)
	if ok = f.w.classFacts(&facts, smso, submitter, e.class); ok {
		facts.InstallationID = x.id(at, &e)
	}
	return facts, ok
}

// Elsewhere implements rule.Register.
func (f indexFacts) Elsewhere(m ident.MPxN) string {
	at, ok := f.w.index.find(keyOf(m))
	if !ok {
		return ""
	}
	c := f.w.index.class(f.w.index.meter(at).class)
	return f.w.groups[c.group].SMSO
}

// classFacts fills in what the register of an SMSO holds of the meters of a
// class, but for their installations. It returns false where they are another's.
func (w *World) classFacts(f *rule.MeterFacts, smso, submitter string, class uint32) bool {
	c := w.index.class(class)
	group := &w.groups[c.group]
	if group.SMSO != smso {
		return false
	}
	*f = rule.MeterFacts{
		GroupID: group.ID, EPCLEntry: w.epcl[c.epcl].ID,
		Active: c.isActive, Migrated: c.migrated, Supplier: match(w.supplierName(c.supplier), submitter),
		NetworkOperator: w.organisations[c.network].Name,
		ActiveMeters:    int(c.active), DormantMeters: int(c.dormant), ActiveSuppliers: int(c.activeSuppliers),
		SubmitterMeters: w.submitterMeters(&c, submitter),
	}
	return true
}

// supplierName is the name of a supplier in the form of meterClass.supplier.
func (w *World) supplierName(n uint16) string {
	if n == 0 {
		return ""
	}
	return w.organisations[n-1].Name
}

// submitterMeters counts the active meters that an organisation supplies.
func (w *World) submitterMeters(c *meterClass, submitter string) (n int) {
	if c.long {
		for k := range int(w.index.supplier(int(c.list))) {
			if s := w.index.supplier(int(c.list) + 1 + k); s != 0 && w.supplierName(s) == submitter {
				n++
			}
		}
		return n
	}
	for _, s := range c.suppliers {
		if s != 0 && w.supplierName(s) == submitter {
			n++
		}
	}
	return n
}

// fits reports whether everything in an index points to something: one that was
// read may have been made by anybody. Of the slots it is seen to by those who
// search them, and of the meters it may have been already.
func (w *World) fits(x *index) (ok bool) {
	return !faults(func() { ok = (x.fit || x.metersFit()) && w.classesFit(x) }) && ok
}

// manyPages is how many pages of meters a goroutine looks at before it takes
// others.
const manyPages = 1 << 8

// metersFit has several goroutines look at the meters: the files that are to be
// judged wait for it.
func (x *index) metersFit() bool {
	const part = manyPages * metersPerPage * meterSize
	err := abreast.Do((len(x.meters)+part-1)/part, runtime.GOMAXPROCS(0), func(i int) error {
		if !x.fitAt(i*manyPages*metersPerPage, x.meters[i*part:min((i+1)*part, len(x.meters))]) {
			return errors.New(damaged)
		}
		return nil
	})
	return err == nil
}

// partFits is fitAt for the meters that begin from one place of the index's file to
// another; part holds what stands there, and behind it the rest of the last meter.
func (x *index) partFits(part []byte, from, to int) bool {
	first, last := x.meterFrom(from), x.meterFrom(to)
	if first == last {
		return true
	}
	start := x.metersAt + first*meterSize - from
	return x.fitAt(first, part[start:][:(last-first)*meterSize])
}

// meterFrom is the first meter that begins at a place of the index's file or behind
// it; one more than there are where none does.
func (x *index) meterFrom(place int) int {
	return min(max(0, place-x.metersAt+meterSize-1)/meterSize, int(x.size.Meters))
}

// fitAt reports whether what meters point to is there, of which b holds those from
// the first on.
func (x *index) fitAt(first int, b []byte) bool {
	class := uint32(0)
	for len(b) > 0 {
		n, id := min((metersPerPage-first%metersPerPage)*meterSize, len(b)), uint32(0)
		for m := b[:n]; len(m) >= meterSize; m = m[meterSize:] { // a few million times, so not all is decoded
			high := binary.LittleEndian.Uint32(m[8:])
			id = max(id, high&0xffff+uint32(m[6]))
			class = max(class, high>>16<<8|uint32(m[7]))
		}
		if int64(x.page(first/metersPerPage))+int64(id) > x.size.IDBytes {
			return false
		}
		first, b = first+n/meterSize, b[n:]
	}
	return int64(class) < x.size.Classes
}

func (w *World) classesFit(x *index) bool {
	for n := range x.size.Classes {
		c := x.class(uint32(n))
		if int(c.group) >= len(w.groups) || int(c.epcl) >= len(w.epcl) || int(c.network) >= len(w.organisations) ||
			!w.knows(c.supplier) || !w.knows(c.suppliers[0]) || !w.knows(c.suppliers[1]) || c.long && !w.listFits(x, int64(c.list)) {
			return false
		}
	}
	return true
}

// knows reports whether a supplier, in the form of meterClass.supplier, is an
// organisation.
func (w *World) knows(supplier uint16) bool { return int(supplier) <= len(w.organisations) }

func (w *World) listFits(x *index, at int64) bool {
	if at >= x.size.Suppliers {
		return false
	}
	n := int64(x.supplier(int(at)))
	if at+n >= x.size.Suppliers {
		return false
	}
	for k := range n {
		if !w.knows(x.supplier(int(at + 1 + k))) {
			return false
		}
	}
	return true
}
