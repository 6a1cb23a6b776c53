package pipeline

import (
	"fmt"
	"slices"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/maf"
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
func plan(o Options, script *party.Script) (map[string]participant.Work, error) {
	s, err := special(o, script)
	if err != nil {
		return nil, err
	}
	work := map[string]participant.Work{}
	for _, again := range []bool{false, true} {
		for _, smso := range o.World.SMSOs() {
			lists := concerned(o.World.Register(smso.SMSO), s, again)
			for _, org := range o.World.Suppliers() {
				if list := lists[org.Name]; len(list) > 0 {
					work[org.Name] = append(work[org.Name], planMAF(o.World, s, org.Name, smso.SMSO, list, again))
				}
			}
		}
	}
	return work, nil
}

// concerned lists, for each supplier, the installations of a register that it
// has an authorisation of, to be sent at first or again, by their place.
func concerned(register *world.Register, s map[string][]planned, again bool) map[string][]int32 {
	lists := map[string][]int32{}
	add := func(org string, i int) {
		if list := lists[org]; len(list) == 0 || list[len(list)-1] != int32(i) {
			lists[org] = append(list, int32(i))
		}
	}
	for i, in := range register.All() {
		list, ok := s[in.ID]
		for k := range list {
			if list[k].again == again {
				add(list[k].Submitter, i)
			}
		}
		for k := range in.Devices {
			if d := &in.Devices[k]; !ok && !again && !in.Migrated && d.IsMeter() && d.Active {
				add(d.Supplier, i)
			}
		}
	}
	return lists
}

// planMAF is the supplier's MAF for an SMSO, of the installations listed.
func planMAF(w *world.World, s map[string][]planned, org, smso string, list []int32, again bool) participant.MAF {
	m := participant.MAF{SMSO: smso, Each: func(yield func(*generate.Authorisation)) {
		for _, in := range w.Register(smso).Selected(list) {
			if special, ok := s[in.ID]; ok {
				for k := range special {
					if a := &special[k]; a.Submitter == org && a.again == again {
						yield(&a.Authorisation)
					}
				}
				continue
			}
			if a, ok := generate.AuthorisationOf(w, in, org); ok {
				yield(&a)
			}
		}
	}}
	if again {
		m.After = resubmitAfter
	}
	return m
}

// planned is an authorisation that a scenario has something to do with.
type planned struct {
	generate.Authorisation
	again bool // sent later, in a MAF of its own
}

// change is what a scenario does to one authorisation: the k-th of the list of
// its installation.
type change struct {
	target party.Withheld
	apply  func(list []planned, k int) ([]planned, error)
}

// special lists the authorisations of the installations that a scenario has
// something to do with; those of all others are made when they are sent.
func special(o Options, script *party.Script) (map[string][]planned, error) {
	s := map[string][]planned{}
	for _, c := range slices.Concat(resubmissions(script), omissions(o.World, script), spoilt(o, script), withheld(script)) {
		if err := applyTo(o.World, s, c); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// resubmissions come first: what is sent once more is not spoilt.
func resubmissions(script *party.Script) (list []change) {
	for _, t := range script.Resubmit {
		list = append(list, change{t, func(list []planned, k int) ([]planned, error) {
			again := list[k]
			again.again = true
			again.AuthorisationID += ".2"
			again.Meters = slices.Clone(again.Meters)
			return append(list, again), nil
		}})
	}
	return list
}

// omissions leave a meter out of the authorisation of its supplier.
func omissions(w *world.World, script *party.Script) (list []change) {
	for _, o := range script.Omit {
		in := find(w, o.Installation)
		if o.From != maf.Type.Name || in == nil {
			continue
		}
		for k := range in.Devices {
			d := &in.Devices[k]
			if d.Type != o.Device || !d.IsMeter() || !script.Omits(maf.Type.Name, in.ID, d.Type) {
				continue
			}
			list = append(list, change{party.Withheld{Installation: in.ID, Org: d.Supplier}, func(list []planned, k int) ([]planned, error) {
				list[k].Meters = slices.DeleteFunc(list[k].Meters, func(m maf.Meter) bool { return m.MPxN == d.MPxN })
				return list, nil
			}})
		}
	}
	return list
}

func spoilt(o Options, script *party.Script) (list []change) {
	for _, r := range script.Redate {
		list = append(list, change{r.Withheld, func(list []planned, k int) ([]planned, error) {
			list[k].MigrationWeek, list[k].MigrateOn = r.Week, r.On
			return list, nil
		}})
	}
	for _, in := range script.Inject {
		list = append(list, change{in.Withheld, func(list []planned, k int) ([]planned, error) {
			letters, err := generate.ParseLetters(in.Codes)
			if err != nil {
				return nil, err
			}
			return list, generate.Inject(o.World, &list[k].Authorisation, letters, civil.DateOf(o.AsOf))
		}})
	}
	return list
}

func withheld(script *party.Script) (list []change) {
	for _, t := range script.Withhold {
		list = append(list, change{t, func(list []planned, k int) ([]planned, error) { return slices.Delete(list, k, k+1), nil }})
	}
	return list
}

// applyTo changes the one authorisation that a change means. It must mean one.
func applyTo(w *world.World, s map[string][]planned, c change) error {
	t := c.target
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
		if list[k].again || t.Org != "" && list[k].Submitter != t.Org {
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
	list, err := c.apply(list, match)
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
