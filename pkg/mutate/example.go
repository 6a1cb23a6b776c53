package mutate

import (
	"encoding/json"
	"strings"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/rule"
	"s1mig/pkg/spec"
)

// Example returns a copy of the set in which the members of an example of the
// rule, such as {"migrateOn":"2022-06-20"}, stand in the place of those of the
// object that they fit best, in the first file of a type of the rule's. Words
// before and behind the object say more to readers; of them "received on" with a
// date and "without an" with a name are taken to the letter. ErrNotApplicable is returned for an example that
// is in words alone, or of more than one object.
func (s *Set) Example(r *rule.Rule, example string) (*Set, error) {
	fragment, err := fragmentOf(example)
	if err != nil {
		return nil, err
	}
	names := r.Types
	if len(names) == 0 {
		names = s.anyType()
	}
	for _, strict := range []bool{true, false} {
		if !strict && len(fragment.members) > 1 {
			break
		}
		for _, name := range names {
			c := s.clone()
			fit := fitting{fragment, hintsOf(example), strict}
			d := fit.document(c.documents(name))
			if d == nil {
				continue
			}
			object := fit.object(c.touch(d), d.fileType)
			object.fill(fragment)
			if _, name, ok := strings.Cut(example, " without an "); ok {
				object.remove(name)
			}
			c.until(name)
			if err := c.reseal(); err != nil {
				return nil, err
			}
			if at, ok := receivedOn(example); ok {
				c.receipt(d, at)
			}
			return c, nil
		}
	}
	return nil, notApplicable("no file of the set has an object that the example fits")
}

// hintsOf are the names of an installation or an SMSO in the words of an example.
func hintsOf(example string) (hints []string) {
	for _, word := range strings.FieldsFunc(example, func(r rune) bool { return strings.ContainsRune(" ,:", r) }) {
		if strings.HasPrefix(word, "I-") || strings.HasPrefix(word, "SMSO") {
			hints = append(hints, word)
		}
	}
	return hints
}

// fragmentOf takes the one object out of an example.
func fragmentOf(example string) (*node, error) {
	from := strings.Index(example, "{")
	if from < 0 {
		return nil, notApplicable("the example is in words")
	}
	d := json.NewDecoder(strings.NewReader(example[from:]))
	n, err := parseNext(d)
	if err != nil || strings.Contains(example[from+int(d.InputOffset()):], "{") {
		return nil, notApplicable("the example is no JSON object, or more than one")
	}
	return n, nil
}

// receivedOn finds the day on which an example says that its file was received:
// noon of it.
func receivedOn(example string) (time.Time, bool) {
	_, day, ok := strings.Cut(example, "received on ")
	if !ok || len(day) < 10 {
		return time.Time{}, false
	}
	d, ok := civil.ParseDate([]byte(day[:10]))
	return d.Midnight().Add(12 * time.Hour), ok
}

// fitting looks for the object that a fragment fits best.
type fitting struct {
	fragment *node
	hints    []string
	strict   bool // all names are names of the object's table; else a record will do
}

// hinted is what a hint counts: more than any members.
const hinted = 100

// document is the one of the best object, the earliest of several; nil where
// none has any.
func (f *fitting) document(all []*document) *document {
	var best *document
	most := -1
	for _, d := range all {
		t := d.mustParse()
		fit := f.score(t, d.fileType)
		for _, hint := range f.hints {
			if fit >= 0 && strings.Contains(string(d.data), hint) {
				fit += hinted
			}
		}
		if fit > most {
			best, most = d, fit
		}
	}
	return best
}

func (f *fitting) score(t *tree, of *envelope.Type) int {
	_, fit := f.best(t, of)
	return fit
}

func (f *fitting) object(t *tree, of *envelope.Type) *node {
	n, _ := f.best(t, of)
	return n
}

// best is the object of a file of whose members the most are as in the fragment.
func (f *fitting) best(t *tree, of *envelope.Type) (best *node, most int) {
	most = -1
	visit := func(n *node, table *spec.Table) {
		if fit := f.of(n, table); fit > most {
			best, most = n, fit
		}
	}
	for _, r := range t.records {
		eachObject(r, of.Record, visit)
		if !f.strict {
			return best, most
		}
	}
	eachObject(t.header, of.Header, visit)
	eachObject(t.trailer, envelope.TrailerTable, visit)
	return best, most
}

// eachObject calls visit with an object and all objects in it.
func eachObject(n *node, table *spec.Table, visit func(*node, *spec.Table)) {
	visit(n, table)
	for _, m := range n.members {
		f := table.Field(m.name)
		if f == nil || f.Table == nil {
			continue
		}
		if m.value.form == object {
			eachObject(m.value, f.Table, visit)
		}
		for _, item := range m.value.items {
			eachObject(item, f.Table, visit)
		}
	}
}

// of counts what an object and the fragment have in common; -1 where the table
// lacks one of its names.
func (f *fitting) of(n *node, table *spec.Table) int {
	fit := 0
	for _, m := range f.fragment.members {
		known := table.Field(m.name) != nil || table.Secrets != nil && table.Secrets.Field(m.name) != nil
		if !known && f.strict {
			return -1
		}
		if have := n.get(m.name); have != nil {
			fit++
			if have.String() == m.value.String() {
				fit++
			}
		}
	}
	return fit
}

// fill puts the members of a fragment into an object; one that stands twice in
// the fragment stands twice then.
func (n *node) fill(fragment *node) {
	seen := map[string]bool{}
	for _, m := range fragment.members {
		if seen[m.name] {
			n.members = append(n.members, member{m.name, m.value.clone()})
			continue
		}
		seen[m.name] = true
		n.put(m.name, m.value.clone())
	}
}
