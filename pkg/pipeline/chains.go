package pipeline

import (
	"fmt"

	"s1mig/pkg/party"
	"s1mig/pkg/world"
)

// chains tells of each installation of all registers, by its place, where it
// ended and what its authorisations are.
type chains struct {
	registers []*world.Register
	first     []int        // where each register begins
	ends      []*party.End // nil where no party ended it
	heads     []int32      // its first authorisation, and one
	next      []int32      // of an authorisation, the next of the installation, and one
	list      []int32      // of the last call of authorisations
}

func newChains(w *world.World) *chains {
	c, n := &chains{}, 0
	for _, o := range w.SMSOs() {
		r := w.Register(o.SMSO)
		c.registers, c.first = append(c.registers, r), append(c.first, n)
		n += r.Len()
	}
	c.ends, c.heads = make([]*party.End, n), make([]int32, n)
	return c
}

// entered is how many installations there are.
func (c *chains) entered() int { return len(c.ends) }

// place finds an installation.
func (c *chains) place(id string) (int, bool) {
	for n, r := range c.registers {
		if i, ok := r.Find(id); ok {
			return c.first[n] + i, true
		}
	}
	return 0, false
}

// end notes where each installation ended.
func (c *chains) end(list *party.Ledger[party.End], problems *[]string) {
	for e := range list.All() {
		at, ok := c.place(e.ID)
		if !ok {
			continue // it never was one of the migration
		}
		first := c.ends[at]
		if first == nil {
			c.ends[at] = e.Kind
		} else if again := e.Kind.State; first.State != again && !(givenUp(first.State) && givenUp(again)) {
			*problems = append(*problems, fmt.Sprintf("installation %s ended twice: %s and %s", e.ID, first.State, again))
		}
	}
	*list = party.Ledger[party.End]{}
}

// link notes the authorisations of each installation.
func (c *chains) link(list []Authorisation, problems *[]string) {
	c.next = make([]int32, len(list))
	lost := map[string]bool{}
	for i := len(list) - 1; i >= 0; i-- {
		at, ok := c.place(list[i].Installation)
		if !ok {
			lost[list[i].Installation] = true
			continue
		}
		c.next[i], c.heads[at] = c.heads[at], int32(i+1)
	}
	for id := range lost { // sorted when they are told
		*problems = append(*problems, "authorisations of "+id+", which is in no register of the migration")
	}
}

// authorisations lists those of an installation. The list holds until the next
// call.
func (c *chains) authorisations(at int) []int32 {
	c.list = c.list[:0]
	for i := c.heads[at]; i > 0; i = c.next[i-1] {
		c.list = append(c.list, i-1)
	}
	return c.list
}
