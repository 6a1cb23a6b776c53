package rules_test

import (
	"reflect"
	"testing"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/rules"
)

// TestRemembering judges long sequences of authorisations, most of them clean and
// the others a little different from a clean one, by one judge for all and by a
// new one for each: what a judge remembers must never change what it finds.
func TestRemembering(t *testing.T) {
	for name, set := range remembering() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMaker(uint64(len(name)))
			in := rules.Input{Facts: m.facts(), Type: mafType, Header: mafHeader()}
			set(&in)
			full := rules.NewInput(in)
			one, clean := rules.NewJudge(full), 0
			for i := range 3000 {
				a := m.next()
				fresh := rules.NewJudge(full)
				want, got := fresh.Record(a, byPath{}), one.Record(a, byPath{})
				if len(want) == 0 {
					clean++
				}
				if len(want)+len(got) > 0 && !reflect.DeepEqual(want, got) {
					t.Fatalf("record %d, %s:\ngot  %v\nwant %v", i, m.said, said(got), said(want))
				}
			}
			if clean < 150 || clean > 2700 {
				t.Errorf("of 3000 authorisations %d are clean", clean)
			}
		})
	}
}

// remembering are the inputs of TestRemembering.
func remembering() map[string]func(*rules.Input) {
	off := func(codes ...string) func(*rules.Input) {
		return func(in *rules.Input) {
			var overrides []string
			for _, c := range codes {
				overrides = append(overrides, c+"=off")
			}
			in.Profile, _ = rules.ParseProfile("", overrides)
		}
	}
	return map[string]func(*rules.Input){
		"all":                 func(*rules.Input) {},
		"first only":          func(in *rules.Input) { in.FirstOnly = true },
		"receipt":             func(in *rules.Input) { in.Stage = rules.Receipt },
		"answered":            func(in *rules.Input) { in.Stage = rules.Answered },
		"dates off":           off("MTAD-17.20b", "MTAD-17.20c", "MTAD-17.20d", "MTAD-17.20e"),
		"lines off":           off("MTAD-17.20a", "MTAD-17.20f", "MTAD-17.20g", "MTAD-17.20h"),
		"no clock":            func(in *rules.Input) { in.Facts.Clock = nil },
		"no register":         func(in *rules.Input) { in.Facts.Register = nil },
		"no certificates":     func(in *rules.Input) { in.Facts.Certificates = nil },
		"no organisations":    func(in *rules.Input) { in.Facts.Organisations = nil },
		"for DCC":             func(in *rules.Input) { in.Audience = rules.ForDCC },
		"migration dust":      func(in *rules.Input) { in.Header = dustHeader() },
		"no data for testing": func(in *rules.Input) { in.Header.TestData = false },
	}
}

func dustHeader() *envelope.Header {
	h := mafHeader()
	h.Environment = envelope.MigrationDUST
	h.Set(maf.Type.Header.MustRef("environment"))
	return h
}

// TestRememberingBrief checks that findings told in brief, since enough of them
// are kept, are findings all the same.
func TestRememberingBrief(t *testing.T) {
	m := newMaker(8)
	full := rules.NewInput(rules.Input{Facts: m.facts(), Type: mafType, Header: mafHeader()})
	one := rules.NewJudge(full)
	one.Wanted = func(finding.Code) bool { return false }
	for i := range 3000 {
		a := m.next()
		fresh := rules.NewJudge(full)
		fresh.Wanted = one.Wanted
		if want, got := codes(fresh.Record(a, byPath{})), codes(one.Record(a, byPath{})); got != want {
			t.Fatalf("record %d, %s:\ngot  %s\nwant %s", i, m.said, got, want)
		}
	}
}
