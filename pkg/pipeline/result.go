package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"s1mig/pkg/filetype"
	"s1mig/pkg/party"
	"s1mig/pkg/state"
	"s1mig/pkg/world"
)

// Result is what became of a run.
type Result struct {
	World       *world.World
	Environment string
	Start, End  time.Time

	Installations  []Installation // in the order of the SMSOs and of their registers
	Authorisations []Authorisation
	States         []Count // of installations: every terminal state, in the order of the process
	Alerts         party.Alerts
	Files          []File
	Judged         []party.Judged // verdicts, by those who received the files
	Notes          []party.Note
	Checks         []party.CheckCount
	Stages         []Stage
}

// Installation is where one installation ended.
type Installation struct {
	ID string
	*Kind
	*party.End
}

// Kind is what many installations have in common.
type Kind struct {
	SMSO, Group string
	Combination state.Combination
}

// Authorisation is where one authorisation ended.
type Authorisation struct {
	ID, Installation string
	*party.Way
	*party.End
}

// Count is how many installations ended in a state.
type Count struct {
	State state.State
	N     int
}

// File is a file that was exchanged.
type File struct {
	party.Sent
	Path string // below the folder of the run
}

// Stage is all files of one type: how many records and bytes were made and
// judged, and how long that took. The times are zero where none were measured.
type Stage struct {
	Name           string
	Files          int
	Records, Bytes int64
	Made, Judged   time.Duration
}

func (m *Migration) result() (*Result, error) {
	res := &Result{World: m.World, Environment: m.Environment, Start: m.AsOf, End: m.now,
		Judged: m.journal.Judged, Notes: m.journal.Notes, Checks: m.journal.Checks}
	res.Alerts.Take(&m.journal.Alerts)
	for _, text := range slices.Concat(m.post.unused(), m.script.Unused()) {
		res.Notes = append(res.Notes, party.Note{By: "scenario", Text: text})
	}
	for _, s := range m.journal.Sent {
		to, _ := m.World.Organisation(s.To)
		res.Files = append(res.Files, File{s, TrayPath(to, s.Tray) + "/" + s.File})
	}
	if err := reconcile(res, m.journal); err != nil {
		return nil, err
	}
	res.Stages = stages(m.journal)
	return res, nil
}

// reconcile gives every authorisation and every installation its one terminal
// state (Part B, conservation rule).
func reconcile(res *Result, j *party.Journal) error {
	c, problems := newChains(res.World), []string(nil)
	c.end(&j.InstEnds, &problems)
	res.Authorisations = authorisations(j, &problems)
	c.link(res.Authorisations, &problems)
	res.Installations = make([]Installation, 0, c.entered())
	var kinds party.Shared[Kind]
	var ends party.Shared[party.End]
	for n, r := range c.registers {
		for i, in := range r.All() {
			at := c.first[n] + i
			auths, end := c.authorisations(at), c.ends[at]
			if in.Migrated { // not part of this migration
				if len(auths) > 0 {
					problems = append(problems, "authorisations of "+in.ID+", which has been migrated already")
				}
				continue
			}
			if end == nil {
				end = ends.Of(res.derived(auths))
			}
			combination, _ := in.Combination() // the world was checked when it was loaded
			kind := kinds.Of(Kind{in.SMSO, in.Group, combination})
			res.Installations = append(res.Installations, Installation{in.ID, kind, end})
			res.inherit(auths, end)
		}
	}
	return res.conserve(problems)
}

// givenUp reports whether DCC or an SMSO ends an installation so when it has
// waited for the other in vain. Neither knows that the other has given up as
// well; the installation ended with the first of them.
func givenUp(s state.State) bool {
	return s == state.NotInMCF || s == state.MCFFailed || s == state.GroupFailed
}

type authKey struct{ id, submitter string }

// authorisations lists what suppliers made, with the ends that are their own;
// those that stand take the end of their installation. The journal keeps nothing
// of it.
func authorisations(j *party.Journal, problems *[]string) []Authorisation {
	index := make(map[authKey]int, len(j.AuthEnds)) // of those that have an end of their own
	for _, e := range j.AuthEnds {
		index[authKey{e.ID, e.Submitter}] = -1
	}
	list, none := make([]Authorisation, 0, j.Made.Len()), &party.End{}
	for m := range j.Made.All() {
		if len(index) > 0 {
			key := authKey{m.ID, m.Kind.Submitter}
			if _, ended := index[key]; ended {
				index[key] = len(list)
			}
		}
		list = append(list, Authorisation{m.ID, m.Of, m.Kind, none})
	}
	j.Made = party.Ledger[party.Way]{}
	for _, e := range j.AuthEnds {
		i := index[authKey{e.ID, e.Submitter}]
		switch {
		case i < 0:
			*problems = append(*problems, "authorisation "+e.ID+" ended, and no supplier made it")
		case list[i].State != "" && list[i].State != e.State:
			*problems = append(*problems, fmt.Sprintf("authorisation %s ended twice: %s and %s", e.ID, list[i].State, e.State))
		default:
			list[i].End = &party.End{State: e.State, Reason: e.Reason}
		}
	}
	return list
}

// derived is the end of an installation that no party ended: it follows from its
// authorisations.
func (res *Result) derived(auths []int32) party.End {
	for _, s := range []state.State{state.HeldLapsed, state.NotInMCF, state.MAFRejected} {
		for _, i := range auths {
			if a := &res.Authorisations[i]; a.State == s {
				return party.End{State: s, Reason: a.Reason}
			}
		}
	}
	for _, i := range auths {
		if res.Authorisations[i].State == "" {
			return party.End{} // accepted, and then nothing: not accounted for
		}
	}
	return party.End{State: state.NoAuthorisation, Reason: "no authorisation of its Active Meters was received"}
}

// inherit gives the authorisations that still stand the end of their
// installation.
func (res *Result) inherit(auths []int32, end *party.End) {
	for _, i := range auths {
		if a := &res.Authorisations[i]; a.State == "" {
			a.End = end
		}
	}
}

// conserve counts the states, and fails where anything is not accounted for.
func (res *Result) conserve(problems []string) error {
	counts := map[state.State]int{}
	for i := range res.Installations {
		in := &res.Installations[i]
		if in.State == "" {
			problems = append(problems, "installation "+in.ID+" has no end")
		}
		counts[in.State]++
	}
	for i := range res.Authorisations {
		if a := &res.Authorisations[i]; a.State == "" {
			problems = append(problems, "authorisation "+a.ID+" has no end")
		}
	}
	sum := 0
	for _, s := range state.All() {
		res.States = append(res.States, Count{s, counts[s]})
		sum += counts[s]
	}
	if sum != len(res.Installations) {
		problems = append(problems, fmt.Sprintf("%d installations entered and %d ended", len(res.Installations), sum))
	}
	if len(problems) > 0 {
		slices.Sort(problems)
		more := ""
		if n := len(problems); n > 10 {
			problems, more = problems[:10], fmt.Sprintf("; and %d more", n-10)
		}
		return &UnaccountedError{strings.Join(problems, "; ") + more}
	}
	return nil
}

// UnaccountedError says that a run did not conserve what entered it.
type UnaccountedError struct{ Problems string }

func (e *UnaccountedError) Error() string { return "the run does not reconcile: " + e.Problems }

// State returns how many installations ended in that state.
func (res *Result) State(s state.State) int {
	for _, c := range res.States {
		if c.State == s {
			return c.N
		}
	}
	return 0
}

// stages sums what was sent and judged, by type, in the order of the registry.
func stages(j *party.Journal) []Stage {
	var list []Stage
	for _, t := range filetype.All() {
		s := Stage{Name: t.Name}
		for _, f := range j.Sent {
			if f.FileType == t.Name {
				s.Files++
				s.Records += f.Records
				s.Bytes += f.Bytes
				s.Made += f.Took
			}
		}
		for _, v := range j.Judged {
			if v.Verdict.FileType == t.Name {
				s.Judged += v.Took
			}
		}
		if s.Files > 0 {
			list = append(list, s)
		}
	}
	return list
}
