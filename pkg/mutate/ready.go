package mutate

import "s1mig/pkg/world"

// readyMutators spoil a ready-for-migration report.
func readyMutators() []Mutator {
	return []Mutator{
		onLatest("X-READY-ACTIVE", "a meter that the report says is active", types("READY-REPORT"), nil, set(text("Active"), 0, "devices", 0, "status")),
		onLatest("X-READY-ACTIVE", "a meter that the register says is active", types("READY-REPORT"), nil, func(s *Set, d *document) (Change, error) {
			m, ok := s.meter(func(in *world.Installation, m *world.Device) bool {
				return m.Active && in.SMSO == d.tree.header.get("smso").value()
			})
			if !ok {
				return Change{}, notApplicable("the SMSO has no active meter")
			}
			return d.change(text(m.MPxN.String()), 0, "devices", 0, "mpxn"), nil
		}),
		onLatest("X-GROUP-UNKNOWN", "an installation of a group that Table 17.6 does not have", types("READY-REPORT"), nil, set(text("ZZ"), 0, "groupID")),
	}
}
