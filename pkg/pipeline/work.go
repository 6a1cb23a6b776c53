package pipeline

import (
	"fmt"
	"slices"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/generate"
	"s1mig/pkg/participant"
	"s1mig/pkg/party"
	"s1mig/pkg/world"
)

// resubmitAfter is how long after the start a supplier sends an authorisation
// once more where a scenario has it do so.
const resubmitAfter = time.Hour

// plan decides what each supplier sends: one MAF for each SMSO at the start, of
// all its Active Meters there, and what a scenario adds, spoils or holds back.
func plan(o Options) (map[string]participant.Work, error) {
	s, err := special(o)
	if err != nil {
		return nil, err
	}
	work := map[string]participant.Work{}
	for _, org := range o.World.Suppliers() {
		for _, smso := range o.World.SMSOs() {
			work[org.Name] = appendMAF(work[org.Name], o.World, s, org.Name, smso.SMSO, false)
		}
		for _, smso := range o.World.SMSOs() {
			work[org.Name] = appendMAF(work[org.Name], o.World, s, org.Name, smso.SMSO, true)
		}
	}
	return work, nil
}

// appendMAF adds the supplier's MAF for an SMSO, if there is anything in it.
func appendMAF(work participant.Work, w *world.World, s map[string][]planned, org, smso string, again bool) participant.Work {
	each := func(yield func(*generate.Authorisation) bool) {
		register := w.Register(smso)
		for i := range register.Len() {
			in := register.At(i)
			if list, ok := s[in.ID]; ok {
				for k := range list {
					if a := &list[k]; a.Submitter == org && a.again == again && !yield(&a.Authorisation) {
						return
					}
				}
				continue
			}
			if again {
				continue
			}
			if a, ok := generate.AuthorisationOf(w, in, org); ok && !yield(&a) {
				return
			}
		}
	}
	empty := true
	each(func(*generate.Authorisation) bool { empty = false; return false })
	if empty {
		return work
	}
	m := participant.MAF{SMSO: smso, Each: func(yield func(*generate.Authorisation)) {
		each(func(a *generate.Authorisation) bool { yield(a); return true })
	}}
	if again {
		m.After = resubmitAfter
	}
	return append(work, m)
}

// planned is an authorisation that a scenario has something to do with.
type planned struct {
	generate.Authorisation
	again bool // sent later, in a MAF of its own
}

// special lists the authorisations of the installations that a scenario has
// something to do with; those of all others are made when they are sent.
func special(o Options) (map[string][]planned, error) {
	s := map[string][]planned{}
	script := &o.Scenario.Script
	for _, step := range []struct {
		targets []party.Withheld
		apply   func(i int, list []planned, k int) ([]planned, error)
	}{
		{targets(script.Redate, func(r party.Redated) party.Withheld { return r.Withheld }), func(i int, list []planned, k int) ([]planned, error) {
			list[k].MigrationWeek, list[k].MigrateOn = script.Redate[i].Week, script.Redate[i].On
			return list, nil
		}},
		{script.Resubmit, func(_ int, list []planned, k int) ([]planned, error) {
			again := list[k]
			again.again = true
			again.AuthorisationID += ".2"
			again.Meters = slices.Clone(again.Meters)
			return append(list, again), nil
		}},
		{targets(script.Inject, func(r party.Injection) party.Withheld { return r.Withheld }), func(i int, list []planned, k int) ([]planned, error) {
			letters, err := generate.ParseLetters(script.Inject[i].Codes)
			if err != nil {
				return nil, err
			}
			return list, generate.Inject(o.World, &list[k].Authorisation, letters, civil.DateOf(o.AsOf))
		}},
		{script.Withhold, func(_ int, list []planned, k int) ([]planned, error) {
			return slices.Delete(list, k, k+1), nil
		}},
	} {
		for i, t := range step.targets {
			if err := applyTo(o.World, s, t, func(list []planned, k int) ([]planned, error) { return step.apply(i, list, k) }); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

func targets[T any](list []T, of func(T) party.Withheld) []party.Withheld {
	out := make([]party.Withheld, len(list))
	for i := range list {
		out[i] = of(list[i])
	}
	return out
}

// applyTo changes the one authorisation that a target means. It must mean one.
func applyTo(w *world.World, s map[string][]planned, t party.Withheld, change func([]planned, int) ([]planned, error)) error {
	list, ok := s[t.Installation]
	if !ok {
		in := find(w, t.Installation)
		if in == nil {
			return fmt.Errorf("no installation %q in this world", t.Installation)
		}
		generate.Authorisations(w, in, func(a generate.Authorisation) { list = append(list, planned{Authorisation: a}) })
	}
	match := -1
	for k := range list {
		if t.Org != "" && list[k].Submitter != t.Org {
			continue
		}
		if match >= 0 {
			return fmt.Errorf("%s has more than one authorisation; name the supplier as well: %s/%s or %s/%s",
				t.Installation, t.Installation, list[match].Submitter, t.Installation, list[k].Submitter)
		}
		match = k
	}
	if match < 0 {
		return fmt.Errorf("%s has no authorisation%s to change (an installation of Dormant Meters alone has none, 17.18)", t.Installation, by(t.Org))
	}
	list, err := change(list, match)
	if err != nil {
		return fmt.Errorf("%s: %w", t.Installation, err)
	}
	s[t.Installation] = list
	return nil
}

func by(org string) string {
	if org == "" {
		return ""
	}
	return " by " + org
}

func find(w *world.World, id string) *world.Installation {
	for _, o := range w.SMSOs() {
		if in := w.Register(o.SMSO).ByID(id); in != nil {
			return in
		}
	}
	return nil
}
