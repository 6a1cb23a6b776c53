package trace

// Document is the trace as JSON.
type Document struct {
	Requirements []RequirementJSON `json:"requirements"`
	Heads        []HeadJSON        `json:"heads"`
	Cells        []CellJSON        `json:"cells"`
	Slices       []SliceJSON       `json:"slices"`
	Checks       []Checks          `json:"checks"`
	Untested     UntestedJSON      `json:"untested"`
	Unknown      []Unknown         `json:"unknown"`
	Full         bool              `json:"full"` // nothing is untested or unknown
}

// RequirementJSON is a requirement and the names of what shows it.
type RequirementJSON struct {
	ID        string   `json:"id"`
	Tier      Tier     `json:"tier"`
	Head      string   `json:"head"`
	TMAD      string   `json:"tmad"`
	Status    Status   `json:"status"`
	Why       string   `json:"why"`
	Statement string   `json:"statement"`
	Shown     bool     `json:"shown"`
	Rules     []string `json:"rules"`
	Fixtures  []string `json:"fixtures"`
	Scenarios []string `json:"scenarios"`
	Tests     []string `json:"tests"`
}

// HeadJSON is a head of 3.1 and the requirements that hang from it.
type HeadJSON struct {
	Head         string   `json:"head"`
	Title        string   `json:"title"`
	Requirements []string `json:"requirements"`
}

// CellJSON is a cell of the matrix of 5.3 and 5.6, over all combinations, groups
// and systems.
type CellJSON struct {
	Cell
	Count
	Tests []string `json:"tests"`
}

// SliceJSON counts the cells of one combination and group: of the matrix, and of
// the part that each system has in it.
type SliceJSON struct {
	Combination string           `json:"combination"`
	Group       string           `json:"groupID"`
	Matrix      Count            `json:"matrix"`
	Systems     map[string]Count `json:"systems"`
}

// UntestedJSON lists what is untested.
type UntestedJSON struct {
	Requirements []string `json:"requirements"`
	Cells        []Gap    `json:"cells"`
	Checks       []string `json:"checks"`
}

// JSON returns the trace in the form of its JSON.
func (t *Trace) JSON() Document {
	d := Document{
		Requirements: RowsJSON(t.Rows), Heads: t.HeadsJSON(), Checks: append([]Checks{}, t.Coverage.Checks...),
		Untested: UntestedJSON{Requirements: []string{}, Cells: append([]Gap{}, t.Matrix.Gaps()...), Checks: append([]string{}, t.UncheckedGroups()...)},
		Unknown:  append([]Unknown{}, t.Unknown...), Full: t.Full(),
	}
	for _, r := range t.Untested() {
		d.Untested.Requirements = append(d.Untested.Requirements, r.ID)
	}
	for _, c := range Cells() {
		d.Cells = append(d.Cells, CellJSON{c, t.Matrix.CountCell(c), t.Matrix.Tests(c)})
	}
	for _, combination := range Combinations() {
		for _, group := range Groups() {
			s := SliceJSON{combination, group, t.Matrix.CountMatrix(combination, group), map[string]Count{}}
			for _, system := range Systems() {
				s.Systems[system] = t.Matrix.CountSlice(combination, group, system)
			}
			d.Slices = append(d.Slices, s)
		}
	}
	return d
}

// RowsJSON returns requirements in the form of their JSON.
func RowsJSON(rows []Row) []RequirementJSON {
	list := []RequirementJSON{}
	for _, r := range rows {
		list = append(list, RequirementJSON{
			ID: r.ID, Tier: r.Tier, Head: r.Head, TMAD: r.TMAD, Status: r.Status, Why: r.Why, Statement: r.Statement, Shown: r.Shown(),
			Rules: r.Names(Rule), Fixtures: r.Names(Fixture), Scenarios: r.Names(Scenario), Tests: r.Names(Test),
		})
	}
	return list
}

// HeadsJSON returns the ten heads of 3.1 in the form of their JSON.
func (t *Trace) HeadsJSON() []HeadJSON {
	var list []HeadJSON
	for _, h := range Heads() {
		head := HeadJSON{"3.1(" + h.Letter + ")", h.Title, []string{}}
		for _, r := range t.UnderHead(h.Letter) {
			head.Requirements = append(head.Requirements, r.ID)
		}
		list = append(list, head)
	}
	return list
}
