package report

import (
	"iter"
	"slices"

	"s1mig/pkg/state"
)

// Run is what a test migration did. Its lists are sequences, so that a run of
// any size is told without being held twice; each must give the same items in
// the same order whenever it is ranged over, and nil is the empty list.
type Run struct {
	Seed           uint64
	Installations  iter.Seq[Installation]
	Authorisations iter.Seq[Authorisation]
	States         map[string]int64 // of installations
	Alerts         iter.Seq[Alert]
	Stages         []Stage
	Files          iter.Seq[Exchanged]
}

// Installation is one installation and the terminal state it ended in.
type Installation struct {
	InstallationID string `json:"installationID"`
	Combination    string `json:"combination"` // of 5.2
	State          string `json:"state"`
	Reason         string `json:"reason"` // why it is not COMMISSIONED
}

// Authorisation is one authorisation and the terminal state it ended in.
type Authorisation struct {
	AuthorisationID string `json:"authorisationID"`
	InstallationID  string `json:"installationID"`
	Submitter       string `json:"submitter"`
	State           string `json:"state"`
}

// Alert is one alert that DCC raised (Table 5.2). Recipient is the participant
// that it was released to; one that was not stays with DCC.
type Alert struct {
	Code      string `json:"code"`
	SRV       string `json:"srv"`
	DeviceID  string `json:"deviceID"`
	Recipient string `json:"recipient"`
}

// Stage is what passed one step of the process.
type Stage struct {
	Name    string `json:"name"`
	Records int64  `json:"records"`
	Bytes   int64  `json:"bytes"`
}

// Exchanged is one file that one party sent to another.
type Exchanged struct {
	File     string   `json:"file"`
	FileType string   `json:"fileType"`
	From     string   `json:"from"`
	To       string   `json:"to"`
	Digest   string   `json:"digest"` // sha-256:…
	Parents  []string `json:"parents"`
}

// each ranges over a sequence that may be nil.
func each[T any](s iter.Seq[T]) iter.Seq[T] {
	if s == nil {
		return func(func(T) bool) {}
	}
	return s
}

// A step is one hop of the funnel: how many were left after it.
type step struct {
	Name string
	Left int64
	Lost []tally // states in which the others ended
}

// A tally is a number with its name.
type tally struct {
	Name string
	N    int64
}

// hops are the steps of the process with the states in which one ends there.
var hops = []struct {
	name string
	ends []state.State
}{
	{"authorised", []state.State{state.MAFRejected, state.Superseded, state.HeldLapsed, state.NoAuthorisation}},
	{"in an MCF", []state.State{state.NotInMCF}},
	{"passed by the MVF", []state.State{state.MCFFailed}},
	{"MGF matched, MEF opened", []state.State{state.GroupFailed}},
	{"passed by the S1SP checks", []state.State{state.S1SPFailed}},
	{"CHF commissioned", []state.State{state.CommissionFailed}},
	{"every meter commissioned", []state.State{state.Partial}},
}

// funnel follows numbers by terminal state through the process. The first step
// is what entered.
func funnel(entered string, states map[string]int64) []step {
	var left int64
	for _, n := range states {
		left += n
	}
	steps := []step{{Name: entered, Left: left}}
	for _, hop := range hops {
		s := step{Name: hop.name}
		for _, end := range hop.ends {
			if n := states[string(end)]; n > 0 {
				s.Lost = append(s.Lost, tally{Name: string(end), N: n})
				left -= n
			}
		}
		s.Left = left
		steps = append(steps, s)
	}
	return steps
}

// tallies orders counts by state: those of the process first, in its order,
// then any other by name.
func tallies(states map[string]int64) []tally {
	var all []tally
	known := state.Names()
	for _, name := range known {
		if n := states[name]; n > 0 {
			all = append(all, tally{name, n})
		}
	}
	for _, name := range sortedKeys(states) {
		if !slices.Contains(known, name) {
			all = append(all, tally{name, states[name]})
		}
	}
	return all
}

func (r *Run) authorisationStates() map[string]int64 {
	states := map[string]int64{}
	for a := range each(r.Authorisations) {
		states[a.State]++
	}
	return states
}
