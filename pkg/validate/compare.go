package validate

import (
	"fmt"

	"s1mig/pkg/ident"
	"s1mig/pkg/rules"
)

// scope is what of a file must come up again in the next.
type scope struct {
	devices bool                     // devices as well as installations
	due     func(*installation) bool // which installations; nil means all
	why     string                   // why they are due, for messages
}

var (
	everything        = scope{devices: true}
	installationsOnly = scope{}
)

func (s scope) wants(in *installation) bool { return s.due == nil || s.due(in) }

// compare judges that what stands in one file stands in the next, no less and no
// more. It reports whether the same installations do.
func (s *set) compare(before, after *File, what scope) bool {
	was := before.index()
	now := after.index()
	home, moved := before.homes(what), after.homes(what)
	same := true
	for i := range before.ledger.installations {
		in := &before.ledger.installations[i]
		if !what.wants(in) || was[in.id] != in {
			continue
		}
		if now[in.id] == nil {
			same = false
			after.set(rules.Lost, fmt.Sprintf("installation %s of %s (line %d)%s is not in this file", in.id, before.Name, in.pos.Line, because(what)),
				"make the file again from all of its parent", "", after.headerSpot())
		}
	}
	for i := range after.ledger.installations {
		in := &after.ledger.installations[i]
		origin := was[in.id]
		switch {
		case origin == nil:
			same = false
			after.set(rules.Extra, fmt.Sprintf("installation %s is not in %s", in.id, before.Name), "make the file again from its parent alone", in.id, after.spotOf(in, -1))
		case origin.group != "" && in.group != "" && origin.group != in.group && in.group == after.Header.GroupID:
			// where it is not the file's own group, X-MGF-GROUP-MIX says so
			after.set(rules.Changed, fmt.Sprintf("installation %s is of group %s; in %s (line %d) it is of %s", in.id, in.group, before.Name, origin.pos.Line, origin.group),
				"make the file again from its parent", in.id, after.spotOf(in, -1))
		case !what.wants(origin):
			same = false
			after.set(rules.Extra, fmt.Sprintf("installation %s of %s (line %d) was not to go on: it has not %s", in.id, before.Name, origin.pos.Line, what.why),
				"make the file again from its parent alone", in.id, after.spotOf(in, -1))
		}
		if what.devices && origin != nil {
			compareDevices(before, after, origin, in, home, moved)
		}
	}
	return same
}

func because(what scope) string {
	if what.why == "" {
		return ""
	}
	return ", which " + what.why + ","
}

// compareDevices compares the devices of one installation in two files. home and
// moved are the installations of all devices before and after: a device that
// stands in another installation is changed and not lost.
func compareDevices(before, after *File, origin, in *installation, home, moved map[ident.EUI64]*installation) {
	for k := range origin.devices {
		if d := &origin.devices[k]; in.device(d.id) == nil && moved[d.id] == nil {
			after.set(rules.Lost, fmt.Sprintf("device %v of installation %s in %s (line %d) is not in this file (line %d)", d.id, in.id, before.Name, origin.pos.Line, in.pos.Line),
				"make the file again from all of its parent", in.id, after.spotOf(in, -1))
		}
	}
	for k := range in.devices {
		d := &in.devices[k]
		if origin.device(d.id) != nil {
			continue
		}
		if other := home[d.id]; other != nil {
			after.set(rules.Changed, fmt.Sprintf("device %v is in installation %s; in %s (line %d) it is in %s", d.id, in.id, before.Name, other.pos.Line, other.id),
				"make the file again from its parent", in.id, after.spotOf(in, k))
			continue
		}
		after.set(rules.Extra, fmt.Sprintf("device %v of installation %s is not in %s (line %d)", d.id, in.id, before.Name, origin.pos.Line),
			"make the file again from its parent alone", in.id, after.spotOf(in, k))
	}
}

// index finds installations by id. The first counts: that there are two is a
// finding of its own.
func (f *File) index() map[string]*installation {
	m := make(map[string]*installation, len(f.ledger.installations))
	for i := range f.ledger.installations {
		in := &f.ledger.installations[i]
		if m[in.id] == nil {
			m[in.id] = in
		}
	}
	return m
}

// homes finds the installation of each device.
func (f *File) homes(what scope) map[ident.EUI64]*installation {
	if !what.devices {
		return nil
	}
	m := map[ident.EUI64]*installation{}
	for i := range f.ledger.installations {
		in := &f.ledger.installations[i]
		for k := range in.devices {
			m[in.devices[k].id] = in
		}
	}
	return m
}

// device finds a device of an installation; an installation has few.
func (in *installation) device(id ident.EUI64) *device {
	for k := range in.devices {
		if in.devices[k].id == id {
			return &in.devices[k]
		}
	}
	return nil
}

// spotOf is where a record stands, or its device k.
func (f *File) spotOf(in *installation, k int) spot {
	at := spot{in.pos, fmt.Sprintf("/%s/%d", f.Type.Records, in.index)}
	if k >= 0 {
		at.path += fmt.Sprintf("/%s/%d", f.items(), k)
	}
	return at
}

// items is the name of the list in a record that the ledger notes.
func (f *File) items() string {
	if f.Type.Name == "MAF" {
		return "meters"
	}
	return "devices"
}
