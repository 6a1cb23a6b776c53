package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"s1mig/pkg/report"
	"s1mig/pkg/state"
)

func newScenarioCommand(a *app) *cobra.Command {
	return newGroup("scenario", "Combinations that a migration can have", &cobra.Command{
		Use:   "list",
		Short: "List the six combinations of 5.2, with the world's installations of each",
		Args:  exactArgs(),
		RunE:  func(*cobra.Command, []string) error { return runScenarioList(a) },
	})
}

type combinationInfo struct {
	Combination   string   `json:"combination"`
	Doc           string   `json:"doc"`
	Installations []string `json:"installations"` // the first few
	Count         int      `json:"count"`
}

// combinationDocs says what each combination of 5.2 is.
var combinationDocs = map[state.Combination]string{
	state.A:  "Active Meters only, one Responsible Supplier, DCC commissions",
	state.B:  "Active Meters only, one Responsible Supplier, which commissions all but the CHF",
	state.C:  "Active Meters only, more than one Responsible Supplier, DCC commissions",
	state.D:  "Dormant Meters only, one or more Responsible Suppliers, DCC commissions",
	state.E1: "ESME active and GSME dormant, DCC commissions",
	state.E2: "GSME active and ESME dormant, DCC commissions",
}

func runScenarioList(a *app) error {
	outputs, err := a.outputs(report.Text, report.JSON)
	if err != nil {
		return err
	}
	infos, err := combinations(a)
	if err != nil {
		return err
	}
	return a.each(outputs, func(w io.Writer, f report.Format) error {
		if f == report.JSON {
			return writeIndented(w, infos)
		}
		for _, c := range infos {
			fmt.Fprintf(w, "%-11s  %s\n%11s  %d in this world", c.Combination, c.Doc, "", c.Count)
			if c.Count > 0 {
				fmt.Fprintf(w, ": %s", joined(c.Installations))
			}
			if c.Count > len(c.Installations) {
				fmt.Fprint(w, ", …")
			}
			fmt.Fprintln(w)
		}
		return nil
	})
}

func combinations(a *app) ([]combinationInfo, error) {
	w, err := a.loadWorld()
	if err != nil {
		return nil, err
	}
	infos := make([]combinationInfo, 0, len(combinationDocs))
	place := map[state.Combination]int{}
	for _, c := range state.AllCombinations() {
		place[c] = len(infos)
		infos = append(infos, combinationInfo{Combination: string(c), Doc: combinationDocs[c], Installations: []string{}})
	}
	for _, smso := range w.SMSOs() {
		for _, in := range w.Register(smso.SMSO).All() {
			c, err := in.Combination()
			if err != nil {
				continue // world check tells
			}
			info := &infos[place[c]]
			info.Count++
			if len(info.Installations) < 8 {
				info.Installations = append(info.Installations, in.ID)
			}
		}
	}
	return infos, nil
}
