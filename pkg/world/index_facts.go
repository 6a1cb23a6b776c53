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
// search them.
func (w *World) fits(x *index) (ok bool) {
	return !faults(func() { ok = x.metersFit() && w.classesFit(x) }) && ok
}

// manyPages is how many pages of meters a goroutine looks at before it takes
// others.
const manyPages = 1 << 8

// metersFit has several goroutines look at the meters: the files that are to be
// judged wait for it.
func (x *index) metersFit() bool {
	pages := int(x.size.pages())
	err := abreast.Do((pages+manyPages-1)/manyPages, runtime.GOMAXPROCS(0), func(i int) error {
		if !x.pagesFit(i*manyPages, min((i+1)*manyPages, pages)) {
			return errors.New(damaged)
		}
		return nil
	})
	return err == nil
}

// pagesFit reports whether all that the meters of some pages point to is there.
func (x *index) pagesFit(from, to int) bool {
	class, b := uint32(0), x.meters[from*metersPerPage*meterSize:]
	for page := from; page < to; page++ {
		id := uint32(0)
		n := min(metersPerPage*meterSize, len(b))
		for m := b[:n]; len(m) >= meterSize; m = m[meterSize:] { // a few million times, so not all is decoded
			high := binary.LittleEndian.Uint32(m[8:])
			id = max(id, high&0xffff+uint32(m[6]))
			class = max(class, high>>16<<8|uint32(m[7]))
		}
		if int64(x.page(page))+int64(id) > x.size.IDBytes {
			return false
		}
		b = b[n:]
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
