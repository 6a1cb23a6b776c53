package report

// runPage is what the page shows of a run.
type runPage struct {
	Seed          uint64
	Funnels       []funnelPage
	States        []tally
	Installations []Installation
	More          int
	Alerts        []alertLine
	Matrix        matrix
	Participants  []participantPage
	Files         []exchangedPage
	MoreFiles     int
	Stages        []Stage
}

// participantPage is what one submitter authorised, and what came of it.
type participantPage struct {
	Name   string
	Sum    int64
	States []tally
}

type exchangedPage struct {
	Exchanged
	ID      string
	Parents []parentPage
}

type parentPage struct{ ID, Digest string }

// funnelPage is a bar chart, drawn in a space of 1000 units across.
type funnelPage struct {
	Name   string
	Height int
	Bars   []bar
}

type bar struct {
	step
	Y, TextY, Width int
}

// Units of the chart.
const (
	barPitch = 34
	barWidth = 560 // of the widest bar
)

func newRunPage(r *Run, most int) *runPage {
	p := &runPage{
		Seed: r.Seed, States: visibleTallies(tallies(r.States)),
		Alerts: r.alertLines(), Matrix: visibleMatrix(r.deliveries()), Stages: visibleStages(r.Stages),
		Participants: participants(r),
	}
	p.Funnels = []funnelPage{
		newFunnel("Authorisations", r.authorisationStates()),
		newFunnel("Installations", r.States),
	}
	for i := range each(r.Installations) {
		if len(p.Installations) == most {
			p.More++
			continue
		}
		p.Installations = append(p.Installations, Installation{
			Visible(i.InstallationID), Visible(i.Combination), Visible(i.State), Visible(i.Reason),
		})
	}
	p.addFiles(r, most)
	for i := range p.Alerts {
		p.Alerts[i].Code, p.Alerts[i].To = Visible(p.Alerts[i].Code), visibleTallies(p.Alerts[i].To)
	}
	return p
}

// addFiles lists the chain. A file that went to several parties has several
// rows, the first of which is what its children point at.
func (p *runPage) addFiles(r *Run, most int) {
	seen := map[string]bool{}
	for f := range each(r.Files) {
		if len(p.Files) == most {
			p.MoreFiles++
			continue
		}
		row := newExchangedPage(f)
		if seen[row.ID] {
			row.ID = ""
		}
		seen[row.ID] = true
		p.Files = append(p.Files, row)
	}
}

func newFunnel(name string, states map[string]int64) funnelPage {
	f := funnelPage{Name: name}
	steps := funnel("entered", states)
	widest := max(steps[0].Left, 1)
	for i, s := range steps {
		f.Bars = append(f.Bars, bar{
			step: s, Y: i * barPitch, TextY: i*barPitch + barPitch/2 + 2,
			Width: int(s.Left * barWidth / widest),
		})
	}
	f.Height = len(f.Bars) * barPitch
	return f
}

func newExchangedPage(f Exchanged) exchangedPage {
	out := exchangedPage{ID: anchor(f.Digest), Exchanged: Exchanged{
		File: Visible(f.File), FileType: Visible(f.FileType), From: Visible(f.From), To: Visible(f.To), Digest: Visible(f.Digest),
	}}
	for _, d := range f.Parents {
		out.Parents = append(out.Parents, parentPage{anchor(d), Visible(d)})
	}
	return out
}

func participants(r *Run) []participantPage {
	states := map[string]map[string]int64{}
	for a := range each(r.Authorisations) {
		if states[a.Submitter] == nil {
			states[a.Submitter] = map[string]int64{}
		}
		states[a.Submitter][a.State]++
	}
	var all []participantPage
	for _, name := range sortedKeys(states) {
		p := participantPage{Name: Visible(name), States: visibleTallies(tallies(states[name]))}
		for _, s := range p.States {
			p.Sum += s.N
		}
		all = append(all, p)
	}
	return all
}

func visibleTallies(all []tally) []tally {
	for i := range all {
		all[i].Name = Visible(all[i].Name)
	}
	return all
}

func visibleMatrix(m matrix) matrix {
	for i := range m.Types {
		m.Types[i] = Visible(m.Types[i])
	}
	for i := range m.Rows {
		m.Rows[i].Party = Visible(m.Rows[i].Party)
	}
	return m
}

func visibleStages(stages []Stage) []Stage {
	var out []Stage
	for _, s := range stages {
		s.Name = Visible(s.Name)
		out = append(out, s)
	}
	return out
}
