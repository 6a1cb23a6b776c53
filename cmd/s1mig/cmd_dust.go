package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"s1mig/pkg/civil"
	"s1mig/pkg/report"
	"s1mig/pkg/rule"
	"s1mig/pkg/world"
)

type dustFlags struct{ group, on, rp, notice string }

func newDUSTCommand(a *app) *cobra.Command {
	var d dustFlags
	check := &cobra.Command{
		Use:   "check --group ID",
		Short: "Say whether Migration DUST is available for a GroupID (17.24) and when a notice has run (17.15)",
		Long: `Say whether Migration DUST is available for a GroupID on a day (17.24): until the
earlier of its date in Table 17.6 and the Requesting Party's RP Decommissioning
Date, that day included. With --notice, also the first day after 40 Working Days'
notice (17.15), and whether the group is still open then. Not available: exit 1.`,
		Example: "  s1mig dust check --group DA --on 2023-01-31\n  s1mig dust check --group DA --notice 2022-12-05",
		Args:    exactArgs(),
		RunE:    func(*cobra.Command, []string) error { return runDUSTCheck(a, d) },
	}
	f := check.Flags()
	f.StringVar(&d.group, "group", "", "`GroupID` of Table 17.6")
	f.StringVar(&d.on, "on", "", "`DATE` asked for (default: the day of the clock)")
	f.StringVar(&d.rp, "rp-date", "", "RP Decommissioning `DATE`, in place of the world's")
	f.StringVar(&d.notice, "notice", "", "`DATE` on which notice is given")
	return newGroup("dust", "Migration DUST: availability and notice", check)
}

// dustInfo is the answer.
type dustInfo struct {
	Group     string `json:"group"`
	On        string `json:"on"`
	LastDay   string `json:"lastDay"` // empty: open-ended
	Available bool   `json:"available"`
	Clause    string `json:"clause"`
	Notice    string `json:"notice,omitempty"`
	Earliest  string `json:"earliest,omitempty"` // first day after the notice
	InTime    *bool  `json:"inTime,omitempty"`   // the group is still open then
}

func runDUSTCheck(a *app, d dustFlags) error {
	outputs, err := a.outputs(report.Text, report.JSON)
	if err != nil {
		return err
	}
	w, err := a.loadFacts("")
	if err != nil {
		return err
	}
	info, err := a.dust(w, d)
	if err != nil {
		return err
	}
	err = a.each(outputs, func(w io.Writer, f report.Format) error {
		if f == report.JSON {
			return writeIndented(w, info)
		}
		info.text(w)
		return nil
	})
	if err == nil && !(info.Available && (info.InTime == nil || *info.InTime)) {
		err = ended(report.ExitFindings)
	}
	return err
}

func (a *app) dust(w *world.World, d dustFlags) (info dustInfo, err error) {
	if d.group == "" {
		return info, usagef("known: "+joined(groupNames(w)), "--group is missing")
	}
	g, ok := w.Group(d.group)
	if !ok {
		return info, unknown("GroupID", d.group, groupNames(w))
	}
	if d.rp != "" {
		if g.RPDecommissioning, err = parseDate("--rp-date", d.rp); err != nil {
			return info, err
		}
	}
	now, _ := a.now(w)
	on := civil.DateOf(now)
	if d.on != "" {
		if on, err = parseDate("--on", d.on); err != nil {
			return info, err
		}
	}
	info = dustInfo{Group: g.ID, On: on.String(), Available: g.DUSTAvailable(on), Clause: "17.24"}
	if last := g.LastDay(); !last.IsZero() {
		info.LastDay = last.String()
	}
	if d.notice == "" {
		return info, nil
	}
	return info, info.judgeNotice(g, d.notice)
}

func (i *dustInfo) judgeNotice(g rule.Group, notice string) error {
	given, err := parseDate("--notice", notice)
	if err != nil {
		return err
	}
	first, err := world.EarliestStart(given)
	if err != nil {
		return usagef("", "--notice: %s", err)
	}
	inTime := g.DUSTAvailable(first)
	i.Notice, i.Earliest, i.InTime, i.Clause = given.String(), first.String(), &inTime, "17.15, 17.24"
	return nil
}

func (i *dustInfo) text(w io.Writer) {
	last := "open-ended"
	if i.LastDay != "" {
		last = "last day " + i.LastDay
	}
	answer := "available"
	if !i.Available {
		answer = "not available"
	}
	fmt.Fprintf(w, "%s on %s: %s (17.24: %s)\n", i.Group, i.On, answer, last)
	if i.InTime == nil {
		return
	}
	fmt.Fprintf(w, "notice of %s has run on %s (17.15: 40 Working Days)", i.Notice, i.Earliest)
	if !*i.InTime {
		fmt.Fprint(w, ": 17.24 ends before notice runs")
	}
	fmt.Fprintln(w)
}

func groupNames(w *world.World) []string {
	var names []string
	for _, g := range w.Groups() {
		names = append(names, g.ID)
	}
	return names
}

// parseDate reads a date from a flag.
func parseDate(flag, text string) (civil.Date, error) {
	d, ok := civil.ParseDate([]byte(text))
	if !ok {
		return 0, usagef("write it like 2022-06-08", "%s is %q, expected a date", flag, text)
	}
	return d, nil
}
