package report_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/report"
	"s1mig/pkg/source"
	"s1mig/pkg/state"
	"s1mig/pkg/validate"
	"s1mig/pkg/world"
)

func TestFromValidate(t *testing.T) {
	valid := true
	v := &validate.Report{
		Files: []*validate.File{
			{
				Name: "a.json", FileType: "MAF", SHA256: "ab", Records: 3, Valid: &valid, Outcome: validate.PartlyRejected,
				Rejected: []string{"A-1"}, NotEvaluated: []validate.NotEvaluated{{Code: "X-EPCL", Because: "no EPCL"}},
				Findings: []finding.Finding{{
					Code: "MTAD-17.20a", Severity: finding.Error, Name: "N", Clause: "17.20(a)", Message: "m", Hint: "h", Record: "A-1",
					Pos: source.Position{Line: 3, Column: 4, Offset: 5}, Path: "/p", DetectedBy: "SMSO",
				}},
				ByCode:     map[finding.Code]int64{"MTAD-17.20a": 7},
				BySeverity: map[finding.Severity]int64{finding.Error: 7}, Truncated: true,
			},
			{Name: "b.json", Err: errors.New("cannot")},
		},
		Skipped: []validate.Skipped{{Name: "c.txt", Because: "no JSON"}},
	}
	r := &report.Report{}
	r.FromValidate(v, func(err error) string { return "it " + err.Error() + " be read" })
	r.SetClock(time.Date(2022, 6, 8, 9, 0, 0, 0, time.UTC), "receipt")
	r.Judge()
	want := &report.Report{
		AsOf: "2022-06-08T09:00:00Z", AsOfSource: "receipt", Exit: 3,
		Files: []report.File{{
			File: "a.json", FileType: "MAF", SHA256: "ab", Records: 3, Valid: &valid, Outcome: "partly-rejected", Rejected: []string{"A-1"},
			NotEvaluated: []report.NotEvaluated{{Code: "X-EPCL", Because: "no EPCL"}},
			Findings: []report.Finding{{
				Code: "MTAD-17.20a", Name: "N", Severity: "error", Clause: "17.20(a)", Message: "m", Hint: "h", Record: "A-1",
				Place: &report.Place{Line: 3, Column: 4, Offset: 5}, Path: "/p", DetectedBy: "SMSO",
			}},
			ByCode: map[string]int64{"MTAD-17.20a": 7}, BySeverity: report.Counts{Error: 7},
		}},
		Unread:  []report.Note{{File: "b.json", Because: "it cannot be read"}},
		Skipped: []report.Note{{File: "c.txt", Because: "no JSON"}},
		Summary: report.Summary{
			Files: 1, Records: 3, Findings: report.Counts{Error: 7},
			ByCode: map[string]int64{"MTAD-17.20a": 7}, Truncated: true,
		},
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestFromResult(t *testing.T) {
	w, err := world.W1(1)
	if err != nil {
		t.Fatal(err)
	}
	twice := func(outcome validate.Outcome) party.Judged {
		return party.Judged{By: "DCC", File: "MAF_1.json", Verdict: &validate.File{Name: "MAF_1.json", FileType: "MAF", Outcome: outcome}}
	}
	res := &pipeline.Result{
		World:         w,
		Installations: []pipeline.Installation{{ID: "I-A1", Kind: &pipeline.Kind{Combination: state.A}, End: &party.End{State: state.MCFFailed, Reason: "r"}}},
		Authorisations: []pipeline.Authorisation{{ID: "A-1", Installation: "I-A1", Way: &party.Way{Submitter: "SUPA"},
			End: &party.End{State: state.MCFFailed}}},
		States: []pipeline.Count{{State: state.MAFRejected, N: 0}, {State: state.MCFFailed, N: 1}},
		Files: []pipeline.File{{Path: "dcc/inbox/MAF_1.json", Sent: party.Sent{
			FileType: "MAF", From: "SUPA", To: "DCC", Digest: "sha-256:ab", Parents: []envelope.Parent{{File: "f", Digest: "sha-256:cd"}},
		}}},
		Judged: []party.Judged{
			twice(validate.Undetermined), twice(validate.Rejected),
			{By: "SUPA", File: "ACK_1.json", Verdict: &validate.File{FileType: "ACK"}},
		},
		Stages: []pipeline.Stage{{Name: "MAF", Files: 1, Records: 2, Bytes: 3, Made: 4}},
	}
	res.Alerts.Add(party.Alert{AlertKind: &party.AlertKind{Code: "N16", SRV: "8.11", Recipient: "SUPA", Released: true}, Device: ident.EUI64(0x90b3d51f30000001)})
	res.Alerts.Add(party.Alert{AlertKind: &party.AlertKind{Code: "N16", SRV: "8.11", Recipient: "SUPB"}, Device: ident.EUI64(0x90b3d51f30000002)})

	run, files := report.FromResult(res, 9)
	r := &report.Report{Run: run}
	r.Judge()
	got := compact(t, []byte(render(t, report.JSON, r, report.Options{})))
	want := `"run":{"seed":9,"installations":[{"installationID":"I-A1","combination":"5.2(a)","state":"MCF_FAILED","reason":"r"}],` +
		`"authorisations":[{"authorisationID":"A-1","installationID":"I-A1","submitter":"SUPA","state":"MCF_FAILED"}],"states":{"MCF_FAILED":1},` +
		`"alerts":[{"code":"N16","srv":"8.11","deviceID":"90-B3-D5-1F-30-00-00-01","recipient":"SUPA"},{"code":"N16","srv":"8.11","deviceID":"90-B3-D5-1F-30-00-00-02","recipient":"DCC"}],` +
		`"stages":[{"name":"MAF","records":2,"bytes":3}],` +
		`"files":[{"file":"dcc/inbox/MAF_1.json","fileType":"MAF","from":"SUPA","to":"DCC","digest":"sha-256:ab","parents":["sha-256:cd"]}]}`
	if !strings.Contains(got, want) {
		t.Errorf("got %s\nwant in it %s", got, want)
	}
	if len(files) != 2 || files[0].File != "dcc/inbox/MAF_1.json" || files[0].Outcome != "rejected" || files[1].File != "participants/SUPA/acks/ACK_1.json" {
		t.Errorf("files %+v", files)
	}
}
