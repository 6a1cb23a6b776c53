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
	Alerts         []party.Alert
	Files          []File
	Judged         []party.Judged // verdicts, by those who received the files
	Notes          []party.Note
	Checks         []party.CheckCount
	Stages         []Stage
}

// Installation is where one installation ended.
type Installation struct {
	ID, SMSO, Group string
	Combination     state.Combination
	State           state.State
	Reason          string
}

// Authorisation is where one authorisation ended.
type Authorisation struct {
	ID, Installation, Submitter, SMSO string
	State                             state.State
	Reason                            string
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
		Alerts: m.journal.Alerts, Judged: m.journal.Judged, Notes: m.journal.Notes, Checks: m.journal.Checks}
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
	ends, problems := installationEnds(j)
	res.Authorisations = authorisations(j, &problems)
	byInstallation := newChains(res.Authorisations)
	for _, o := range res.World.SMSOs() {
		register := res.World.Register(o.SMSO)
		in := new(world.Installation)
		for i := range register.Len() {
			register.Read(i, in)
			if in.Migrated {
				continue // not part of this migration
			}
			out := Installation{ID: in.ID, SMSO: in.SMSO, Group: in.Group}
			out.Combination, _ = in.Combination() // the world was checked when it was loaded
			auths := byInstallation.take(in.ID)
			var end party.End
			if at, ok := ends[in.ID]; ok {
				end = *j.InstEnds[at].End
			} else {
				end = res.derived(auths)
			}
			out.State, out.Reason = end.State, end.Reason
			res.Installations = append(res.Installations, out)
			res.inherit(auths, end)
		}
	}
	for id := range byInstallation.first {
		problems = append(problems, "authorisations of "+id+", which is in no register of the migration")
	}
	return res.conserve(problems)
}

// chains lists the authorisations of each installation, by their places.
type chains struct {
	first map[string]int32
	next  []int32 // the one after; -1 after the last
	list  []int   // of the last call of take
}

func newChains(list []Authorisation) *chains {
	c := &chains{first: make(map[string]int32, len(list)), next: make([]int32, len(list))}
	for i := len(list) - 1; i >= 0; i-- {
		after, ok := c.first[list[i].Installation]
		if !ok {
			after = -1
		}
		c.first[list[i].Installation], c.next[i] = int32(i), after
	}
	return c
}

// take takes the list of an installation out. It holds until the next call.
func (c *chains) take(id string) []int {
	c.list = c.list[:0]
	i, ok := c.first[id]
	if !ok {
		return nil
	}
	for ; i >= 0; i = c.next[i] {
		c.list = append(c.list, int(i))
	}
	delete(c.first, id)
	return c.list
}

// installationEnds finds where each installation ended, by its place in the
// journal.
func installationEnds(j *party.Journal) (map[string]int32, []string) {
	ends := make(map[string]int32, len(j.InstEnds))
	var problems []string
	for i := range j.InstEnds {
		e := &j.InstEnds[i]
		if at, ok := ends[e.ID]; ok {
			first := &j.InstEnds[at]
			if first.State != e.State && !(givenUp(first.State) && givenUp(e.State)) {
				problems = append(problems, fmt.Sprintf("installation %s ended twice: %s and %s", e.ID, first.State, e.State))
			}
			continue
		}
		ends[e.ID] = int32(i)
	}
	return ends, problems
}

// givenUp reports whether DCC or an SMSO ends an installation so when it has
// waited for the other in vain. Neither knows that the other has given up as
// well; the installation ended with the first of them.
func givenUp(s state.State) bool {
	return s == state.NotInMCF || s == state.MCFFailed || s == state.GroupFailed
}

type authKey struct{ id, submitter string }

// authorisations lists what suppliers made, with the ends that are their own;
// those that stand take the end of their installation.
func authorisations(j *party.Journal, problems *[]string) []Authorisation {
	list := make([]Authorisation, len(j.Made))
	index := map[authKey]int{}
	for i, m := range j.Made {
		list[i] = Authorisation{ID: m.ID, Installation: m.Installation, Submitter: m.Submitter, SMSO: m.SMSO}
		if len(j.AuthEnds) > 0 {
			index[authKey{m.ID, m.Submitter}] = i
		}
	}
	for _, e := range j.AuthEnds {
		i, ok := index[authKey{e.ID, e.Submitter}]
		switch {
		case !ok:
			*problems = append(*problems, "authorisation "+e.ID+" ended, and no supplier made it")
		case list[i].State != "" && list[i].State != e.State:
			*problems = append(*problems, fmt.Sprintf("authorisation %s ended twice: %s and %s", e.ID, list[i].State, e.State))
		default:
			list[i].State, list[i].Reason = e.State, e.Reason
		}
	}
	return list
}

// derived is the end of an installation that no party ended: it follows from its
// authorisations.
func (res *Result) derived(auths []int) party.End {
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
func (res *Result) inherit(auths []int, end party.End) {
	for _, i := range auths {
		if a := &res.Authorisations[i]; a.State == "" {
			a.State, a.Reason = end.State, end.Reason
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
