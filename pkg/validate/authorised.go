package validate

import (
	"hash/maphash"
	"slices"
)

// authority knows which meters MAFs authorise, and by whom: 8 bytes for each
// line of a MAF, and as many free at most.
type authority struct {
	of      *set
	lines   bag
	senders []string // the organisations that sent the MAFs; "" for one nobody knows
}

// given gathers what MAFs authorise.
func (s *set) given(mafs []*File) *authority {
	a := &authority{of: s}
	n := 0
	for _, m := range mafs {
		n += m.ledger.items
	}
	a.lines.room(n)
	for _, m := range mafs {
		sender := a.sender(s.organisation(m))
		for in := range m.ledger.all() {
			id := maphash.Bytes(s.seed, in.id)
			for k := range in.devices {
				a.lines.put(a.key(id, &in.devices[k], sender))
			}
		}
	}
	return a
}

// sender returns the number of a sender.
func (a *authority) sender(name string) int {
	if i := slices.Index(a.senders, name); i >= 0 {
		return i
	}
	a.senders = append(a.senders, name)
	return len(a.senders) - 1
}

// key is that of a line of a MAF, by the hash of the authorisation's id.
func (a *authority) key(id uint64, d *device, sender int) uint64 {
	mix := a.of.mix
	return mix.of(mix.of(id^mix.of(uint64(d.mpxn))) + uint64(sender))
}

// has reports whether an authorisation that the installation names lists the
// meter, in a MAF of the meter's own supplier as far as that is known.
func (a *authority) has(in *installation, d *device) bool {
	for _, id := range in.auths {
		hash := maphash.Bytes(a.of.seed, id)
		for sender, name := range a.senders {
			own := a.of.organisations() == nil || len(d.supplier) == 0 || name == string(d.supplier)
			if own && a.lines.has(a.key(hash, d, sender)) {
				return true
			}
		}
	}
	return false
}

// reported gathers the meters that ready-for-migration reports list.
func (s *set) reported(reports []*File) *bag {
	n := 0
	for _, r := range reports {
		n += r.ledger.items
	}
	ready := &bag{}
	ready.room(n)
	for _, r := range reports {
		for in := range r.ledger.all() {
			for _, d := range in.devices {
				ready.put(s.mix.of(uint64(d.mpxn)))
			}
		}
	}
	return ready
}
