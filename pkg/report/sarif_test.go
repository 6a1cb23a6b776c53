package report_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"s1mig/pkg/report"
)

type sarifLog struct {
	Version string
	Runs    []struct {
		Tool struct {
			Driver struct {
				Name  string
				Rules []struct {
					ID         string
					Help       struct{ Text string }
					Properties struct {
						Clause string
						Tags   []string
					}
				}
			}
		}
		Results []struct {
			RuleID    string
			RuleIndex int
			Level     string
			Message   struct{ Text string }
			Locations []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI string }
					Region           *struct{ StartLine, StartColumn int }
				}
			}
		}
		Properties struct {
			Totals         report.Counts
			ResultsOmitted int64
		}
	}
}

// TestSARIF checks what SARIF 2.1.0 demands of a log and what code scanning
// services limit.
func TestSARIF(t *testing.T) {
	r := &report.Report{Files: []report.File{{File: "dir with space/ä.json"}}}
	const n = 25_001
	for i := range n {
		r.Files[0].Findings = append(r.Files[0].Findings, report.Finding{
			Code: []string{"MTAD-17.20a", "X-OTHER"}[i%2], Severity: "error", Message: fmt.Sprint(i),
			Place: &report.Place{Line: i + 1, Column: 2, Offset: int64(i)},
		})
	}
	r.Judge()
	rules := catalogue()
	rules[0].Types = make([]string, 20)
	var log sarifLog
	if err := json.Unmarshal([]byte(render(t, report.SARIF, r, report.Options{Rules: rules})), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 {
		t.Fatalf("version %q, %d runs", log.Version, len(log.Runs))
	}
	run := log.Runs[0]
	if len(run.Results) != 25_000 || run.Properties.ResultsOmitted != 1 || run.Properties.Totals.Error != n {
		t.Errorf("%d results, %d omitted, %d errors; want 25000, 1, %d",
			len(run.Results), run.Properties.ResultsOmitted, run.Properties.Totals.Error, n)
	}
	for i, res := range run.Results {
		if got := run.Tool.Driver.Rules[res.RuleIndex].ID; got != res.RuleID {
			t.Fatalf("result %d: ruleIndex leads to %s, want %s", i, got, res.RuleID)
		}
		loc := res.Locations[0].PhysicalLocation
		if loc.ArtifactLocation.URI != "dir%20with%20space/%C3%A4.json" || loc.Region.StartLine != i+1 || loc.Region.StartColumn != 2 {
			t.Fatalf("result %d: %+v %+v", i, loc.ArtifactLocation, loc.Region)
		}
	}
	for _, got := range run.Tool.Driver.Rules {
		if len(got.Properties.Tags) > 10 {
			t.Errorf("%s: %d tags", got.ID, len(got.Properties.Tags))
		}
	}
	if first := run.Tool.Driver.Rules[0]; first.Properties.Clause != "17.20(a)" || first.Help.Text == "" {
		t.Errorf("rule without clause or help: %+v", first)
	}
}
