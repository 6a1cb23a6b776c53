package world

import (
	"fmt"

	"s1mig/pkg/ident"
)

// absent finds an MPAN and an MPRN that are in no register: the ones that
// world.yaml gives, else the highest.
func (l *loader) absent() error {
	l.world.absent = map[bool]ident.MPxN{}
	lists := l.world.absentGiven
	for i, gas := range []bool{false, true} {
		for _, m := range lists[i] {
			if smso := l.holder(m); smso != "" {
				err := l.note(ConfigError{File: l.shown(configName), Line: l.world.absentLine,
					Problem: fmt.Sprintf("%v is listed as absent, and %s has it in its register", m, smso)})
				if err != nil {
					return err
				}
			}
		}
		if len(lists[i]) > 0 {
			l.world.absent[gas] = lists[i][0]
			continue
		}
		l.world.absent[gas] = l.highestAbsent(gas)
	}
	return nil
}

func (l *loader) holder(m ident.MPxN) string { return l.world.register().Elsewhere(m) }

// highestAbsent returns the highest dummy MPxN that no register has. A register
// would have to hold millions in a row for it to look long.
func (l *loader) highestAbsent(gas bool) ident.MPxN {
	for body := uint64(0); ; body++ {
		m := ident.MPANWithCheck(999999999999 - body)
		if gas {
			m = ident.MPRNWithCheck(99999999-body, 10)
		}
		if l.holder(m) == "" {
			return m
		}
	}
}
