package pipeline_test

import (
	"testing"

	"s1mig/pkg/exchange/fault"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/pipeline/scenario"
)

// TestFaultsInOrder: on any number of cores a fault strikes the same files, also
// of those that are sent side by side.
func TestFaultsInOrder(t *testing.T) {
	w, s := w1(t), &scenario.Scenario{}
	for _, name := range []string{"MAF-OUTCOME", "COF", "ALERTS", "MIGRATION-REPORT"} {
		s.Files = append(s.Files, scenario.FileFault{Type: name, Kind: fault.Duplicate, Times: 2})
	}
	_, k := run(t, pipeline.Options{World: w, Scenario: s, Codec: small})
	want := k.files(t)
	for range 8 {
		o := small
		o.Workers = 4
		_, k := run(t, pipeline.Options{World: w, Scenario: s, Codec: o})
		same(t, "4 workers", k.files(t), want)
	}
}

// TestEveryFile loses, alters and cuts off one file of every type that a run
// exchanges: whatever it leads to, everything that entered is accounted for.
//
//trace:shows 5.3, 5.6(a), 17.19
//trace:covers * process format,exchange
func TestEveryFile(t *testing.T) {
	w := w1(t)
	whole, _ := run(t, pipeline.Options{World: w})
	types := map[string]bool{"NACK": true}
	for _, f := range whole.Files {
		types[f.FileType] = true
	}
	if len(types) < 16 {
		t.Fatalf("a run exchanges files of %d types only", len(types))
	}
	for name := range types {
		for _, kind := range []fault.Kind{fault.Drop, fault.Corrupt, fault.Truncate} {
			t.Run(name+" "+kind.String(), func(t *testing.T) {
				t.Parallel()
				s := &scenario.Scenario{Files: []scenario.FileFault{{Type: name, Kind: kind, Times: 1}}}
				if name == "NACK" { // there is none unless something else goes wrong
					s.Files = append(s.Files, scenario.FileFault{Type: "MVF", Kind: fault.Truncate, Times: 1})
				}
				res, _ := run(t, pipeline.Options{World: w, Scenario: s})
				conserved(t, res)
				for _, n := range res.Notes {
					if n.By == "scenario" {
						t.Errorf("the scenario missed: %s", n.Text)
					}
				}
			})
		}
	}
}
