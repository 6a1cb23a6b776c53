package rules_test

import (
	"testing"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
)

// numbered is a register that gives each meter its MPxN's last three bits as its
// number.
type numbered struct{ fixed }

func (n numbered) Open(smso, submitter string) rule.Cursor {
	return &numberedCursor{Cursor: rule.Open(n.fixed, smso, submitter)}
}

type numberedCursor struct {
	rule.Cursor
	last ident.MPxN
}

func (c *numberedCursor) Meter(m ident.MPxN, room *rule.MeterFacts) (*rule.MeterFacts, string, bool) {
	c.last = m
	return c.Cursor.Meter(m, room)
}

func (c *numberedCursor) Place() uint32 { return uint32(c.last & 7) }

// TestPlace checks that the number of each line's meter is told, and 0 where the
// register was not asked or the record has no such line.
func TestPlace(t *testing.T) {
	facts := cleanFacts()
	facts.Register = numbered{}
	judge := rules.NewJudge(rules.NewInput(rules.Input{Facts: facts, Type: mafType, Header: mafHeader()}))
	a := cleanAuthorisation()
	a.Meters = append(a.Meters, a.Meters[0], a.Meters[0])
	a.Meters[1].MPxN++
	a.Meters[2].SetBits(0, 0)
	first := uint32(a.Meters[0].MPxN & 7)
	for _, c := range []struct {
		meters []maf.Meter
		want   [4]uint32
	}{{a.Meters, [4]uint32{first, first + 1, 0, 0}}, {a.Meters[1:2], [4]uint32{first + 1, 0, 0, 0}}, {nil, [4]uint32{}}} {
		a.Meters = c.meters
		judge.Record(a, nowhere{})
		for i, want := range c.want {
			if got := judge.Place(i); got != want {
				t.Errorf("of %d lines line %d has the place %d, want %d", len(c.meters), i, got, want)
			}
		}
	}
}
