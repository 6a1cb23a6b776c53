package world

import (
	"encoding/binary"

	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// indexFacts answers for the registers from the index of a world. It gives the
// answers of registerFacts.
type indexFacts struct{ w *World }

// Meter implements rule.Register.
func (f indexFacts) Meter(smso, submitter string, m ident.MPxN) (rule.MeterFacts, bool) {
	w := f.w
	e, ok := w.index.meter(m)
	if !ok {
		return rule.MeterFacts{}, false
	}
	c := w.index.class(e.class)
	group := &w.groups[c.group]
	if group.SMSO != smso {
		return rule.MeterFacts{}, false
	}
	return rule.MeterFacts{
		InstallationID: w.index.id(&e), GroupID: group.ID, EPCLEntry: w.epcl[c.epcl].ID,
		Active: c.isActive, Migrated: c.migrated, Supplier: match(w.supplierName(c.supplier), submitter),
		NetworkOperator: w.organisations[c.network].Name,
		ActiveMeters:    int(c.active), DormantMeters: int(c.dormant), ActiveSuppliers: int(c.activeSuppliers),
		SubmitterMeters: w.submitterMeters(&c, submitter),
	}, true
}

// Warm implements rule.Warmer.
func (f indexFacts) Warm(meters []ident.MPxN) uint64 { return f.w.index.touch(meters) }

// Elsewhere implements rule.Register.
func (f indexFacts) Elsewhere(m ident.MPxN) string {
	e, ok := f.w.index.meter(m)
	if !ok {
		return ""
	}
	c := f.w.index.class(e.class)
	return f.w.groups[c.group].SMSO
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
// read may have been made by anybody.
func (w *World) fits(x *index) bool {
	return x.bucketsFit() && x.metersFit() && w.classesFit(x)
}

// bucketsFit reports whether the buckets follow one another and hold all meters.
func (x *index) bucketsFit() bool {
	last := uint32(0)
	for b := x.buckets; len(b) >= bucketSize; b = b[bucketSize:] {
		to := binary.LittleEndian.Uint32(b)
		if to < last {
			return false
		}
		last = to
	}
	return binary.LittleEndian.Uint32(x.buckets) == 0 && int64(last) == x.size.Meters
}

func (x *index) metersFit() bool {
	var id uint64
	var class uint32
	for b := x.meters; len(b) >= meterSize; b = b[meterSize:] { // a few million times, so nothing is decoded
		id = max(id, uint64(binary.LittleEndian.Uint32(b[8:]))+uint64(b[idLengthShift/8]))
		class = max(class, binary.LittleEndian.Uint32(b[12:]))
	}
	return x.size.Meters == 0 || id <= uint64(x.size.IDBytes) && int64(class) < x.size.Classes
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
