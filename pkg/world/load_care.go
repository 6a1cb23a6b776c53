package world

import (
	"fmt"
	"slices"
	"strings"

	"s1mig/pkg/ident"
)

// care is what it takes to tell where in the registers something stands twice.
type care struct {
	lines  map[string][]int32 // by SMSO: the lines that its entries stand on
	ids    map[string]place
	meters map[ident.MPxN]place
}

// place is an entry of a register.
type place struct {
	register *Register
	at       int
}

func newCare() *care {
	return &care{lines: map[string][]int32{}, ids: map[string]place{}, meters: map[ident.MPxN]place{}}
}

// line is the line that an entry of a register stands on.
func (l *loader) line(r *Register, at int) int {
	if l.care == nil { // nothing was wrong, so every line is an entry
		return at + 1
	}
	return int(l.care.lines[r.SMSO][at])
}

// once notes what of the last entry of a register stands in one before it.
func (l *loader) once(r *Register, installation []byte, line int32) (err error) {
	here := place{r, l.list.n - 1 - r.first}
	l.care.lines[r.SMSO] = append(l.care.lines[r.SMSO], line)
	id := (&unpacker{installation}).id()
	if other, twice := l.care.ids[id]; twice {
		if err := l.twice(here, "installation "+id, other); err != nil {
			return err
		}
	} else {
		l.care.ids[strings.Clone(id)] = here
	}
	packedDevices(installation, func(_ ident.EUI64, m ident.MPxN) bool {
		if m.IsZero() {
			return true
		}
		if other, twice := l.care.meters[m]; !twice {
			l.care.meters[m] = here
		} else {
			err = l.twice(here, "MPxN "+m.String(), other)
		}
		return err == nil
	})
	return err
}

// uniqueDevices checks that no two devices of the world have one EUI-64.
func (l *loader) uniqueDevices() error {
	var ids []ident.EUI64
	for i := range l.list.n {
		packedDevices(l.list.bytes(i), func(id ident.EUI64, _ ident.MPxN) bool {
			ids = append(ids, id)
			return true
		})
	}
	slices.Sort(ids)
	for i := 1; i < len(ids); i++ {
		if ids[i] == ids[i-1] && (i < 2 || ids[i] != ids[i-2]) {
			if err := l.twiceDevice(ids[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// twiceDevice finds the first two entries of a device that stands twice.
func (l *loader) twiceDevice(id ident.EUI64) error {
	var first place
	for _, r := range l.world.registers {
		for at, inst := range r.All() {
			for k := range inst.Devices {
				switch {
				case inst.Devices[k].ID != id:
				case first.register == nil:
					first = place{r, at}
				default:
					return l.twice(place{r, at}, "deviceID "+id.String(), first)
				}
			}
		}
	}
	return nil
}

// twice notes that something of one entry stands in another already.
func (l *loader) twice(here place, what string, other place) error {
	return l.note(ConfigError{File: l.shown(registerName(here.register.SMSO)), Line: l.line(here.register, here.at),
		Problem: fmt.Sprintf("%s stands in line %d of %s already", what, l.line(other.register, other.at), registerName(other.register.SMSO))})
}
