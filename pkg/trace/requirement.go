package trace

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed requirements.tsv
var requirementsText string

// Tier says how much a requirement matters to this program.
type Tier string

// The tiers.
const (
	Core      Tier = "C" // file sets, exceptions, pipeline
	Secondary Tier = "S" // phases, gates, reports
	Record    Tier = "R" // to be kept in mind or on a checklist
	Scope     Tier = "O" // what is left out; to be refused or labelled
)

// Tiers lists the tiers, core first.
func Tiers() []Tier { return []Tier{Core, Secondary, Record, Scope} }

// String is the name of the tier in words.
func (t Tier) String() string {
	switch t {
	case Core:
		return "core"
	case Secondary:
		return "secondary"
	case Record:
		return "record only"
	case Scope:
		return "scope"
	}
	return fmt.Sprintf("tier %q", string(t))
}

// Status is how far a requirement is.
type Status string

// The statuses.
const (
	Covered Status = "covered" // something shows it
	Planned Status = "planned" // not all of it is there yet
	Out     Status = "out"     // out of scope
)

// Requirement is a clause that says something of its own, or a requirement that
// comes from elsewhere.
type Requirement struct {
	ID        string // as it is cited: 5.3(b), Table 5.2, 9.3 #2A, DC-4
	Tier      Tier
	Head      string // letter of 3.1; "" where it is no clause of the document
	TMAD      string // clause of the TMAD that it refers to; "" where none
	Status    Status
	Why       string // it is planned or out of scope; "" where it is covered
	Statement string // what it says, in our words
}

// Head is one of the ten heads of 3.1.
type Head struct{ Letter, Title string }

// Heads lists the ten heads of 3.1.
func Heads() []Head {
	return []Head{
		{"a", "test activities"}, {"b", "Migration DUST services"}, {"c", "environments"}, {"d", "who may take part"},
		{"e", "entry criteria of phases"}, {"f", "entry criteria of Migration DUST"}, {"g", "exit criteria"},
		{"h", "roles of DCC"}, {"i", "evidence for the Panel"}, {"j", "reporting"},
	}
}

// Slips lists what the document cites wrongly, and how it is read.
func Slips() []Slip {
	return []Slip{
		{"17.20", "says that the MAF is provided under 17.19; it is 17.18"},
		{"4.4", "\"ECPL\" in 4.4(b) and 10.4 is the EPCL"},
		{"15.3", "says that clause 14 has the Completion Report made; it is clause 10"},
		{"8.3", "definitions cite the Depth and Breadth document as 8.2(e), 8.3 and 6.3: it is one document, drafted under 8.2(e) and final under 8.3"},
		{"Table 17.6", "belongs to 17.24, not 17.6; its row of DA, \"Not specified 31 January 2023\", is a flattened change: 31 January 2023"},
		{"Table 15.5", "belongs to 15.1; so do Table 14.4 to 14.2 and Table 9.3 to 9.2"},
	}
}

// Slip is a slip of the document and its reading.
type Slip struct{ ID, Text string }

// Requirements returns all of them, in the order of the document.
func Requirements() []Requirement {
	list, err := parseRequirements(requirementsText)
	if err != nil {
		panic("trace: " + err.Error()) // the text is part of the program
	}
	return list
}

func parseRequirements(text string) ([]Requirement, error) {
	rows, err := rowsOf("requirements.tsv", text, 7)
	if err != nil {
		return nil, err
	}
	var list []Requirement
	for _, c := range rows {
		r := Requirement{ID: c[0], Tier: Tier(c[1]), Head: strings.TrimPrefix(c[2], "-"), TMAD: c[3], Status: Status(c[4]), Why: c[5], Statement: c[6]}
		if problem := r.problem(); problem != "" {
			return nil, fmt.Errorf("requirements.tsv: %s: %s", r.ID, problem)
		}
		if slices.ContainsFunc(list, func(other Requirement) bool { return other.ID == r.ID }) {
			return nil, fmt.Errorf("requirements.tsv: %s stands twice", r.ID)
		}
		list = append(list, r)
	}
	return list, nil
}

// problem says what is wrong with a row.
func (r *Requirement) problem() string {
	switch {
	case r.ID == "" || r.Statement == "":
		return "an id and a statement are needed"
	case !slices.Contains(Tiers(), r.Tier):
		return fmt.Sprintf("tier is %q, expected C, S, R or O", string(r.Tier))
	case r.Head == "" && !strings.HasPrefix(r.ID, "DC-"):
		return "a clause hangs from a head of 3.1"
	case r.Head != "" && !slices.ContainsFunc(Heads(), func(h Head) bool { return h.Letter == r.Head }):
		return fmt.Sprintf("head is %q, expected a to j", r.Head)
	case !slices.Contains([]Status{Covered, Planned, Out}, r.Status):
		return fmt.Sprintf("status is %q, expected covered, planned or out", string(r.Status))
	case (r.Status == Covered) != (r.Why == ""):
		return "a reason is needed where it is planned or out of scope, and there alone"
	}
	return ""
}
