package party

import (
	"time"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/state"
	"s1mig/pkg/validate"
)

// Journal is what an onlooker writes down of a run: the parties tell it what
// they did and decided. No party reads it. A nil Journal writes nothing down.
type Journal struct {
	Sent     []Sent
	Judged   []Judged
	Notes    []Note
	Made     Ledger[Way] // authorisations that suppliers made, each of an installation
	AuthEnds []AuthorisationEnd
	InstEnds Ledger[End] // where installations ended
	Alerts   Alerts
	Checks   []CheckCount

	// Watch tells the time that has gone by, for the throughput of the stages.
	// Where nil, no time is measured.
	Watch func() time.Duration
}

// Sent is a file that was published.
type Sent struct {
	File, FileType, From, To string
	Tray                     Tray
	Digest, SHA256           string
	Parents                  []envelope.Parent
	Records, Bytes           int64
	Took                     time.Duration
}

// Judged is the verdict of the party that received a file.
type Judged struct {
	By, File string
	Tray     Tray // that the file lies in
	Verdict  *validate.File
	Took     time.Duration
}

// Note is something worth telling that has no state.
type Note struct{ By, About, Text string }

// Way is what the authorisations of a supplier for an SMSO have in common.
type Way struct{ Submitter, SMSO string }

// AuthorisationEnd is where one authorisation ended.
type AuthorisationEnd struct {
	ID, Submitter string
	State         state.State
	Reason        string
}

// End is how installations end: thousands in the same way.
type End struct {
	State  state.State
	Reason string
}

// CheckCount counts the outcomes of one check of 5.5 in one group.
type CheckCount struct {
	Group, Check, Outcome string
	Count                 int
}

func (j *Journal) lap() time.Duration {
	if j == nil || j.Watch == nil {
		return 0
	}
	return j.Watch()
}

// Take appends what another journal says to this one and empties the other.
func (j *Journal) Take(from *Journal) {
	move(&j.Sent, &from.Sent)
	move(&j.Judged, &from.Judged)
	move(&j.Notes, &from.Notes)
	j.Made.Take(&from.Made)
	move(&j.AuthEnds, &from.AuthEnds)
	j.InstEnds.Take(&from.InstEnds)
	j.Alerts.Take(&from.Alerts)
	move(&j.Checks, &from.Checks)
}

func move[T any](to, from *[]T) {
	if len(*to) == 0 {
		*to, *from = *from, nil
		return
	}
	*to = append(*to, *from...)
	*from = nil
}

func (j *Journal) sent(s Sent) {
	if j != nil {
		j.Sent = append(j.Sent, s)
	}
}

func (j *Journal) judged(by string, a *Arrival, v *validate.File, since time.Duration) {
	if j != nil {
		j.Judged = append(j.Judged, Judged{By: by, File: a.Name, Tray: a.Tray, Verdict: v, Took: j.lap() - since})
	}
}

func (j *Journal) note(by, about, text string) {
	if j != nil {
		j.Notes = append(j.Notes, Note{by, about, text})
	}
}

// Note writes down what has no state of its own.
func (d *Desk) Note(about, text string) { d.Journal.note(d.Self.Name, about, text) }

// Authorised writes down an authorisation that this party makes.
func (d *Desk) Authorised(id, smso, installation string) {
	if d.Journal == nil {
		return
	}
	d.Journal.Made.Add(Entry[Way]{id, installation, d.ways.Of(Way{d.Self.Name, smso})})
}

// EndInstallation writes down where an installation ended, and returns that.
func (d *Desk) EndInstallation(id string, s state.State, reason string) *End {
	end := d.ends.Of(End{s, reason})
	if d.Journal != nil {
		d.Journal.InstEnds.Add(Entry[End]{ID: id, Kind: end})
	}
	return end
}

// EndAuthorisation writes down where an authorisation ended.
func (d *Desk) EndAuthorisation(id, submitter string, s state.State, reason string) {
	if d.Journal != nil {
		d.Journal.AuthEnds = append(d.Journal.AuthEnds, AuthorisationEnd{id, submitter, s, reason})
	}
}
