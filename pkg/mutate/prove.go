package mutate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"s1mig/pkg/finding"
	"s1mig/pkg/rules"
)

// Process shows a rule that no file can show by itself: parties find it while
// they process files. It is a migration in which one thing goes otherwise.
type Process struct {
	Code finding.Code
	Name string
	Good bool
	// Run runs the migration and returns what its parties say of it.
	Run func(ctx context.Context) ([]finding.Code, error)
}

// attempt runs the migration.
func (p Process) attempt(ctx context.Context) Attempt {
	a := Attempt{Mutator: Mutator{Code: p.Code, Name: p.Name, Good: p.Good}, On: "a migration of its own", Change: Change{File: "the migration", Before: "clean", After: p.Name}}
	a.Found, a.Err = p.Run(ctx)
	return a
}

// Attempt is one mutator applied to one clean set.
type Attempt struct {
	Mutator Mutator
	On      string // the environment of the set
	Change  Change
	Found   []finding.Code
	Err     error
}

// Exact reports whether exactly what was expected was found.
func (a *Attempt) Exact() bool {
	return a.Err == nil && slices.Equal(a.Found, a.Mutator.Expects())
}

// String says what was expected and what was found.
func (a *Attempt) String() string {
	s := fmt.Sprintf("%s, %s, on %s: expected %v, found %v", a.Mutator.Code, a.Mutator.Name, a.On, a.Mutator.Expects(), a.Found)
	if a.Err != nil {
		s += ": " + a.Err.Error()
	}
	return s + "; changed " + a.Change.String()
}

// Proof is what the mutators show of the rules.
type Proof struct {
	Rules     int            // of the catalogue
	Proven    int            // of which a mutator that makes the fault was applied
	Processes int            // of these, those that no file shows: a migration does
	Without   []finding.Code // the others
	Attempts  []Attempt
	Idle      []Mutator // that applied to none of the sets
	Exact     int       // attempts with exactly the expected result
	Good      int       // attempts on the good side of a boundary
}

// OK reports whether every rule is shown, every mutator was applied, and every
// attempt had exactly the expected result.
func (p *Proof) OK() bool {
	return p.Rules == p.Proven && p.Exact == len(p.Attempts) && len(p.Idle) == 0
}

// Prove applies every mutator to every clean set that it applies to and judges
// what comes of it, and runs the processes. A set in which something is found is
// no clean one, which is an error; so is a fault of the world.
func Prove(ctx context.Context, clean []*Set, processes []Process) (*Proof, error) {
	for _, s := range clean {
		if err := s.mustBeClean(ctx); err != nil {
			return nil, err
		}
	}
	p := &Proof{Rules: len(rules.All())}
	shown := map[finding.Code]bool{}
	for _, m := range All() {
		idle := true
		for _, s := range clean {
			a, err := m.attempt(ctx, s)
			if err != nil {
				return nil, err
			}
			if a == nil {
				continue
			}
			idle = false
			p.take(*a, shown)
		}
		if idle {
			p.Idle = append(p.Idle, m)
		}
	}
	files := len(shown)
	for _, process := range processes {
		p.take(process.attempt(ctx), shown)
	}
	p.Processes = len(shown) - files
	p.count(shown)
	return p, ctx.Err()
}

func (s *Set) mustBeClean(ctx context.Context) error {
	found, err := s.Found(ctx)
	if err == nil && len(found) > 0 {
		err = fmt.Errorf("the set is not clean to begin with: %v", found)
	}
	return err
}

// attempt applies the mutator to a set; nil where it does not apply.
func (m *Mutator) attempt(ctx context.Context, s *Set) (*Attempt, error) {
	a := &Attempt{Mutator: *m, On: s.Environment}
	changed, change, err := m.ApplyTo(s)
	switch {
	case errors.Is(err, ErrNotApplicable):
		return nil, nil
	case err != nil:
		a.Err = err
		return a, nil
	}
	a.Change = change
	a.Found, a.Err = changed.Found(ctx)
	return a, ctx.Err()
}

func (p *Proof) take(a Attempt, shown map[finding.Code]bool) {
	p.Attempts = append(p.Attempts, a)
	if a.Exact() {
		p.Exact++
	}
	if a.Mutator.Good {
		p.Good++
	} else {
		shown[a.Mutator.Code] = true
	}
}

func (p *Proof) count(shown map[finding.Code]bool) {
	for _, r := range rules.All() {
		if shown[r.Code] {
			p.Proven++
		} else {
			p.Without = append(p.Without, r.Code)
		}
	}
}

// Print writes the proof: the four numbers, the masks, what is found together
// because it cannot be otherwise, and every attempt that did not come out as
// expected.
func (p *Proof) Print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "rules                                %4d\n", p.Rules)
	fmt.Fprintf(&b, "rules with a mutator                 %4d  (%d of them of a whole migration, since no file shows them)\n", p.Proven, p.Processes)
	fmt.Fprintf(&b, "mutants tried                        %4d  (%d of them on the good side of a boundary)\n", len(p.Attempts), p.Good)
	fmt.Fprintf(&b, "mutants with exactly the expected    %4d\n", p.Exact)
	for _, code := range p.Without {
		fmt.Fprintf(&b, "no mutator: %s\n", code)
	}
	for _, m := range p.Idle {
		fmt.Fprintf(&b, "applies nowhere: %s, %s\n", m.Code, m.Name)
	}
	for i := range p.Attempts {
		if a := &p.Attempts[i]; !a.Exact() {
			fmt.Fprintf(&b, "not as expected: %s\n", a)
		}
	}
	printMasks(&b)
	printTogether(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// printMasks lists the masks of the catalogue.
func printMasks(b *strings.Builder) {
	b.WriteString("\nmasks: where the first is found, the others are not reported of the same value\n")
	for _, r := range rules.All() {
		if len(r.Masks) > 0 {
			fmt.Fprintf(b, "  %s masks %s\n", r.Code, join(r.Masks))
		}
	}
}

// printTogether lists the codes that mutators bring beside their own.
func printTogether(b *strings.Builder) {
	b.WriteString("\nfound together: the first cannot be shown by itself, or is a boundary of another\n")
	seen := map[string]bool{}
	for _, m := range All() {
		if line := fmt.Sprintf("  %s, %s: %s\n", m.Code, m.Name, join(m.Also)); len(m.Also) > 0 && !seen[line] {
			seen[line] = true
			b.WriteString(line)
		}
	}
}

func join(codes []finding.Code) string {
	var all []string
	for _, c := range codes {
		all = append(all, string(c))
	}
	return strings.Join(all, ", ")
}
