package mutate

// checkMutators spoil an SCF: the checks of 5.5 and what follows from them.
func checkMutators() []Mutator {
	scf := types("SCF")
	check := func(name, outcome string) *node { return checkOf(name, outcome, "") }
	reasoned := func(name, outcome string) *node { return checkOf(name, outcome, "made up") }
	const a, b, c = "InstallingSMETS1ElectricityMeter", "InstallingSMETS1GSME", "SecuringSMETS1ESME"
	return []Mutator{
		onLatest("X-SCF-CHECKS", "a check of a GSME on an ESME", scf, nil, checks(true, check(a, "Pass"), check(b, "Pass"))),
		onLatest("X-SCF-CHECKS", "the checks of an ESME in another order", scf, nil, checks(true, check(c, "Pass"), check(a, "Pass"))),
		onLatest("X-SCF-CHECKS", "a check that stands twice", scf, nil, checks(true, check(a, "Pass"), check(a, "Pass"))),
		onLatest("X-SCF-BLOCKING", "(c) run although (a) failed", scf, nil, checks(false, reasoned(a, "Fail"), check(c, "Pass"))),
		onLatest("X-SCF-BLOCKING", "(c) not run although (a) passed", scf, nil, checks(false, check(a, "Pass"), reasoned(c, "NotRun"))),
		onLatest("X-SCF-BLOCKING", "(c) not run since (a) failed", scf, nil, checks(false, reasoned(a, "Fail"), reasoned(c, "NotRun"))).good(),
		onLatest("X-SCF-BLOCKING", "(c) failed after (a) passed", scf, nil, checks(false, check(a, "Pass"), reasoned(c, "Fail"))).good(),
		onLatest("X-SCF-READY", "ready although a check failed", scf, nil, checks(true, check(a, "Pass"), reasoned(c, "Fail"))),
		onLatest("X-SCF-READY", "not ready although all checks passed", scf, nil, checks(false, check(a, "Pass"), check(c, "Pass"))),
		onLatest("X-SCF-READY", "a check that failed for no reason", scf, nil, checks(false, check(a, "Pass"), check(c, "Fail"))),
		onLatest("X-SCF-READY", "a device without checks that is not ready", scf, nil, func(_ *Set, d *document) (Change, error) {
			return d.change(raw("false"), 0, "devices", 0, "ready"), nil
		}).good(),
	}
}

func checkOf(name, outcome, reason string) *node {
	n := object1("check", text(name), "outcome", text(outcome))
	if reason != "" {
		n.put("reason", text(reason))
	}
	return n
}

// checks gives the first ESME of the first installation that has one these
// checks.
func checks(ready bool, list ...*node) changer {
	return func(_ *Set, d *document) (Change, error) {
		for i, r := range d.tree.records {
			for k, device := range r.get("devices").items {
				if len(device.get("checks").items) == 2 {
					d.change(raw(map[bool]string{true: "true", false: "false"}[ready]), i, "devices", k, "ready")
					return d.change(list1(list...).clone(), i, "devices", k, "checks"), nil
				}
			}
		}
		return Change{}, notApplicable("no device has the checks of an ESME")
	}
}
