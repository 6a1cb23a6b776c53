package validate

import (
	"hash/maphash"

	"s1mig/pkg/ident"
)

// strays are the devices that an installation has in one of two files alone or
// that stand in several, and where they stand: in a good set there are none.
type strays struct {
	of     map[ident.EUI64]stray
	before cursor
}

type stray struct {
	home    place // its last installation in the file before
	hasHome bool
	moved   bool // it is somewhere in the file after
}

// add notes the devices of one installation that the other one has not.
func (s *strays) add(of, not *installation) {
	for k := range of.devices {
		id := of.devices[k].id
		if not == nil || not.device(id) == nil {
			s.note(id)
		}
	}
}

func (s *strays) note(id ident.EUI64) {
	if s.of == nil {
		s.of = map[ident.EUI64]stray{}
	}
	s.of[id] = stray{}
}

// addRepeated notes the devices that stand more than once in a file.
func (s *strays) addRepeated(l *ledger) {
	mix, once := newMixer(maphash.MakeSeed()), bag{}
	once.room(l.items)
	for in := range l.all() {
		for k := range in.devices {
			if once.put(mix.of(uint64(in.devices[k].id))) {
				s.note(in.devices[k].id)
			}
		}
	}
}

// find looks for the strays in both files.
func (s *strays) find(before, after *ledger) {
	s.before = cursor{l: before}
	if len(s.of) == 0 {
		return
	}
	for in := range after.all() {
		for k := range in.devices {
			if d, ok := s.of[in.devices[k].id]; ok && !d.moved {
				d.moved = true
				s.of[in.devices[k].id] = d
			}
		}
	}
	for in := range before.all() {
		for k := range in.devices {
			if d, ok := s.of[in.devices[k].id]; ok {
				d.home, d.hasHome = in.place, true
				s.of[in.devices[k].id] = d
			}
		}
	}
}

// home returns the installation of a device in the file before, nil where it is
// in none. It lasts until the next one is asked for.
func (s *strays) home(id ident.EUI64) *installation {
	d := s.of[id]
	if !d.hasHome {
		return nil
	}
	return s.before.at(d.home)
}

// moved reports whether a device is somewhere in the file after.
func (s *strays) moved(id ident.EUI64) bool { return s.of[id].moved }
