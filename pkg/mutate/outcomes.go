package mutate

// outcomeMutators spoil a COF.
func outcomeMutators() []Mutator {
	cof := types("COF")
	return []Mutator{
		onLatest("X-COF-OUTCOME", "partly commissioned although every device is", cof, nil, set(text("Partial"), 0, "outcome")),
		onLatest("X-COF-OUTCOME", "failed although every device is commissioned", cof, nil, set(text("Failed"), 0, "outcome")),
		onLatest("X-COF-OUTCOME", "a device that failed although no step did", cof, nil, onLast(func(d *document, at []any) Change {
			d.change(text("Partial"), 0, "outcome")
			return d.change(text("Failed"), append(at, "outcome")...)
		})),
		onLatest("X-COF-OUTCOME", "a device that was not attempted, with steps", cof, nil, onLast(func(d *document, at []any) Change {
			d.change(text("Partial"), 0, "outcome")
			return d.change(text("NotAttempted"), append(at, "outcome")...)
		})),
		onLatest("X-COF-OUTCOME", "a meter whose last step failed", cof, nil, onLast(func(d *document, at []any) Change {
			d.change(text("Partial"), 0, "outcome")
			d.failLastStep(at)
			return d.change(text("Failed"), append(at, "outcome")...)
		})).good(),
		onLatest("X-COF-OUTCOME", "a meter that was not attempted, without steps", cof, nil, onLast(func(d *document, at []any) Change {
			d.change(text("Partial"), 0, "outcome")
			d.change(list1(), append(at, "steps")...)
			return d.change(text("NotAttempted"), append(at, "outcome")...)
		})).good(),
		onLatest("X-ALERT-SRV", "a credentials alert after a device was added", cof, nil, onAlert(text("N42"))),
		onLatest("X-ALERT-SRV", "an alert that Table 5.2 does not have", cof, nil, onAlert(text("N99"))),
		onLatest("X-ALERT-SRV", "an S1SP alert after a device was added", cof, nil, onAlert(text("N55"))).good(),
		onLatest("X-CHF-BY-DCC", "the CHF commissioned by a supplier", cof, nil, set(text("Supplier"), 0, "devices", 0, "commissioningParty")).together(),
		onLatest("X-CHF-BY-DCC", "a meter commissioned by a supplier", cof, nil, onLast(func(d *document, at []any) Change {
			return d.change(text("Supplier"), append(at, "commissioningParty")...)
		})).good(),
		onLatest("X-CHF-BY-DCC", "the CHF commissioned second", cof, nil, func(_ *Set, d *document) (Change, error) {
			devices := d.tree.records[0].get("devices").items
			devices[0], devices[1] = devices[1], devices[0]
			return Change{of: d, Pointer: d.pointer([]any{0, "devices", 0, "deviceID"}), Before: devices[1].get("deviceID").String(), After: devices[0].get("deviceID").String()}, nil
		}).together(),
	}
}

// onLast makes a change of the last device of the first installation, a meter.
func onLast(change func(d *document, at []any) Change) changer {
	return func(_ *Set, d *document) (Change, error) {
		last := len(d.tree.records[0].get("devices").items) - 1
		if steps := d.tree.records[0].at("devices", last, "steps"); steps == nil || len(steps.items) == 0 {
			return Change{}, notApplicable("the last device has no steps")
		}
		return change(d, []any{0, "devices", last}[:3:3]), nil
	}
}

// failLastStep has the last step of a device fail, without the alerts that a
// success raises.
func (d *document) failLastStep(at []any) {
	steps := d.tree.records[at[0].(int)].at(append(at[1:len(at):len(at)], "steps")...)
	last := steps.items[len(steps.items)-1]
	last.put("outcome", text("Failure"))
	last.put("alerts", list1())
}

// onAlert sets the code of the first alert of the last device.
func onAlert(code *node) changer {
	return onLast(func(d *document, at []any) Change {
		return d.change(code.clone(), append(at, "steps", 0, "alerts", 0, "code")...)
	})
}

// alertMutators spoil an alerts file.
func alertMutators() []Mutator {
	alerts := types("ALERTS")
	return []Mutator{
		onFirst("X-ALERT-SRV", "a credentials alert of a request that added a device, in an alerts file", alerts, firstIs("N16"), set(text("N42"), 0, "code")),
		onFirst("X-ALERT-SRV", "a device alert after credentials were updated", alerts, firstIs("N16"), set(text("6.21"), 0, "srv")),
		onFirst("X-ALERT-SRV", "an S1SP alert after any request", alerts, firstIs("N16"), set(text("N55"), 0, "code")).good(),
		onFirst("X-ALERT-REQUEST", "a whitelist alert on request", alerts, firstIs("N16"), func(_ *Set, d *document) (Change, error) {
			d.change(raw("true"), 0, "requested")
			return d.change(text("N24"), 0, "code"), nil
		}),
		onFirst("X-ALERT-REQUEST", "a device alert on request", alerts, firstIs("N16"), set(raw("true"), 0, "requested")).good(),
	}
}

func firstIs(code string) chooser {
	return func(t *tree) bool { return len(t.records) > 0 && t.records[0].get("code").value() == code }
}
