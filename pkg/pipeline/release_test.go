package pipeline_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"s1mig/pkg/exchange/fault"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/finding"
	"s1mig/pkg/party"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/pipeline/scenario"
	"s1mig/pkg/world"
)

// TestRelease runs random scenarios and looks into what participants are given:
// nothing that another supplier's is, and no type of file but those that 17.21
// and 17.22 grant.
//
//trace:shows 17.21, 17.21(c), 17.22, 17.22(d)
func TestRelease(t *testing.T) {
	w := w1(t)
	for seed := range uint64(16) {
		t.Run(itoa(int(seed)), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 17))
			environment := envelope.Environments()[r.IntN(2)]
			res, k := run(t, pipeline.Options{World: w, Scenario: randomScenario(w, r), Environment: environment})
			conserved(t, res)
			for _, supplier := range w.Suppliers() {
				checkOutbox(t, w, supplier.Name, k.files(t))
			}
		})
	}
}

// granted are the types that may lie in an outbox.
var granted = regexp.MustCompile(`^(MAF-OUTCOME|MCF|SCF|COF|ALERTS|MIGRATION-REPORT)_`)

func checkOutbox(t *testing.T, w *world.World, supplier string, files map[string]string) {
	t.Helper()
	looked := 0
	for name, text := range files {
		file, ok := strings.CutPrefix(name, "participants/"+supplier+"/outbox/")
		if !ok || strings.HasSuffix(file, ".receipt.json") {
			continue
		}
		looked++
		if !granted.MatchString(strings.TrimPrefix(file, "COPY-")) {
			t.Errorf("%s is none of the files granted to a participant", name)
		}
		for what, word := range foreign(w, supplier) {
			if strings.Contains(text, word) {
				t.Errorf("%s holds %s: %q", name, what, word)
			}
		}
	}
	if looked == 0 {
		t.Errorf("%s was given nothing", supplier)
	}
}

// foreign lists what a supplier must not see, by what it is.
func foreign(w *world.World, supplier string) map[string]string {
	words := map[string]string{}
	for _, o := range w.Suppliers() {
		if o.Name == supplier {
			continue
		}
		words["the name of "+o.Name] = o.Name
		for _, gas := range []bool{false, true} {
			for i, id := range w.SupplierCertificates(o.Name, gas) {
				words[fmt.Sprintf("certificate %d of %s, %v", i, o.Name, gas)] = string(id)
			}
		}
	}
	for _, o := range w.SMSOs() {
		r := w.Register(o.SMSO)
		for i := range r.Len() {
			foreignIn(words, r.At(i), supplier)
		}
	}
	return words
}

// foreignIn adds what is not the supplier's in one installation: the meters of
// others, a hub function that is not its fuel's, and all of a home in which it
// has nothing.
func foreignIn(words map[string]string, in *world.Installation, supplier string) {
	supplies := func(kind string) bool {
		for k := range in.Devices {
			if d := &in.Devices[k]; d.IsMeter() && d.Active && d.Supplier == supplier && (kind == "" || d.Type == kind) {
				return true
			}
		}
		return false
	}
	if !supplies("") {
		words["installation "+in.ID] = `"` + in.ID + `"`
	}
	for k := range in.Devices {
		d := &in.Devices[k]
		own := d.IsMeter() && d.Active && d.Supplier == supplier || d.Type == mcf.CHF && supplies("") || d.Type == mcf.GPF && supplies(mcf.GSME)
		if own {
			continue
		}
		words[d.Type+" of "+in.ID] = d.ID.String()
		if d.IsMeter() {
			words["the MPxN of the "+d.Type+" of "+in.ID] = d.MPxN.String()
		}
	}
}

// randomScenario lets a few things go wrong.
func randomScenario(w *world.World, r *rand.Rand) *scenario.Scenario {
	s := &scenario.Scenario{Name: "random"}
	c := &s.Script
	ids := []string{"I-A1", "I-A2", "I-A3", "I-E1", "I-M1", "I-M2"}
	pick := func() string { return ids[r.IntN(len(ids))] }
	device := func() party.DeviceOf {
		d := party.DeviceOf{Installation: pick(), Device: []string{mcf.ESME, mcf.GSME}[r.IntN(2)]}
		if d.Installation == "I-E1" {
			d.Device = mcf.ESME
		}
		return d
	}
	suppliers := map[string][]string{"I-A3": {"SUPA", "SUPB"}, "I-M2": {"SUPB"}}
	target := func() party.Withheld {
		id, orgs := pick(), []string{"SUPA"}
		if suppliers[id] != nil {
			orgs = suppliers[id]
		}
		return party.Withheld{Installation: id, Org: orgs[r.IntN(len(orgs))]}
	}
	if r.IntN(2) == 0 {
		code := finding.Code("MTAD-17.20" + string("abcdgh"[r.IntN(6)]))
		c.Inject = append(c.Inject, party.Injection{Withheld: target(), Codes: []finding.Code{code}})
	}
	if r.IntN(2) == 0 {
		c.Resubmit = append(c.Resubmit, target())
	}
	for range r.IntN(3) {
		c.FailChecks = append(c.FailChecks, party.FailCheck{DeviceOf: device(), Check: scf.Checks()[r.IntN(3)], Reason: "random"})
		c.FailSRVs = append(c.FailSRVs, party.FailSRV{DeviceOf: device(), SRV: []string{"8.11", "6.21", "6.15.1"}[r.IntN(3)]})
		c.MissingCredentials = append(c.MissingCredentials, device())
		c.S1SPAlerts = append(c.S1SPAlerts, party.S1SPAlert{DeviceOf: device(), After: "8.11"})
	}
	c.AlertRequests = append(c.AlertRequests, party.AlertRequest{DeviceOf: device(), Participant: w.Suppliers()[r.IntN(2)].Name, Code: "N55", InLab: true})
	types := []string{"MAF", "MCF", "MVF", "MGF", "MEF", "COF", "MAF-OUTCOME"}
	s.Files = append(s.Files, scenario.FileFault{Type: types[r.IntN(len(types))], Kind: fault.Kind(1 + r.IntN(5)), Times: 1})
	return s
}
