package trace

// Check is one of the three checks of 5.5.
type Check struct {
	Clause string
	Name   string // as an SCF calls it
}

// CheckNames lists the three checks of 5.5.
func CheckNames() []Check {
	return []Check{
		{"5.5(a)", "InstallingSMETS1ElectricityMeter"},
		{"5.5(b)", "InstallingSMETS1GSME"},
		{"5.5(c)", "SecuringSMETS1ESME"},
	}
}

// ChecksOf counts how often a check of 5.5 ran in a group, and how often it
// passed.
func (t *Trace) ChecksOf(clause, group string) Tally {
	var n Tally
	for _, c := range t.Coverage.Checks {
		if c.Clause != clause || c.Group != group {
			continue
		}
		n.Of += c.Count
		if c.Outcome == "Pass" {
			n.OK += c.Count
		}
	}
	return n
}

// UncheckedGroups lists the checks of 5.5 that no run passed in a group.
func (t *Trace) UncheckedGroups() []string {
	var list []string
	for _, c := range CheckNames() {
		for _, g := range Groups() {
			if t.ChecksOf(c.Clause, g).OK == 0 {
				list = append(list, c.Clause+" in "+g)
			}
		}
	}
	return list
}
