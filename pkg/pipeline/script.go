package pipeline

import (
	"fmt"
	"slices"

	"s1mig/pkg/party"
	"s1mig/pkg/pipeline/scenario"
	"s1mig/pkg/world"
)

// checkScenario says what a scenario names that the world does not have: a
// misspelt installation would otherwise be a failure that never happens. The
// authorisations that it names are looked for when they are made.
func checkScenario(w *world.World, s *scenario.Scenario) error {
	for _, d := range devices(&s.Script) {
		in := find(w, d.Installation)
		if in == nil {
			return fmt.Errorf("no installation %q in this world", d.Installation)
		}
		if d.Device != "" && !slices.ContainsFunc(in.Devices, func(own world.Device) bool { return own.Type == d.Device }) {
			return fmt.Errorf("installation %s has no %s", d.Installation, d.Device)
		}
	}
	for _, name := range organisations(s) {
		if _, ok := w.Organisation(name); name != "" && !ok {
			return fmt.Errorf("no organisation %q in this world", name)
		}
	}
	for _, f := range s.Files {
		if _, ok := w.Group(f.Group); f.Group != "" && !ok {
			return fmt.Errorf("no GroupID %q in this world", f.Group)
		}
		if f.SMSO != "" && !slices.ContainsFunc(w.SMSOs(), func(o world.Organisation) bool { return o.SMSO == f.SMSO }) {
			return fmt.Errorf("no SMSO %q in this world", f.SMSO)
		}
	}
	return nil
}

// devices lists the devices that a script names, and the installations, with no
// device.
func devices(s *party.Script) (list []party.DeviceOf) {
	list = append(list, s.MissingCredentials...)
	for _, c := range s.FailChecks {
		list = append(list, c.DeviceOf)
	}
	for _, c := range s.FailSRVs {
		list = append(list, c.DeviceOf)
	}
	for _, c := range s.S1SPAlerts {
		list = append(list, c.DeviceOf)
	}
	for _, c := range s.AlertRequests {
		list = append(list, c.DeviceOf)
	}
	for _, c := range s.SupplierChanges {
		list = append(list, c.DeviceOf)
	}
	for _, c := range s.Omit {
		list = append(list, c.DeviceOf)
	}
	for _, id := range slices.Concat(s.NotReady, s.NoResult) {
		list = append(list, party.DeviceOf{Installation: id})
	}
	return list
}

// organisations lists those that a scenario names.
func organisations(s *scenario.Scenario) (names []string) {
	for _, c := range s.Script.SupplierChanges {
		names = append(names, c.To)
	}
	for _, r := range s.Script.AlertRequests {
		names = append(names, r.Participant)
	}
	for _, f := range s.Files {
		names = append(names, f.To)
	}
	return names
}
