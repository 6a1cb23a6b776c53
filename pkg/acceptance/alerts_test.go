package acceptance

import (
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/dcc"
	"s1mig/pkg/party"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/state"
)

// alertChecks are of 5.6(b), Table 5.2 and 17.7, and of the report by which
// dormant meters come in.
func alertChecks() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"5.6(b)":     testCommissioningSteps,
		"Table 5.2":  testAlertTable,
		"6.3(a)(iv)": testReadyReport,
		"17.7":       testAlertOnRequest,
	}
}

func testCommissioningSteps(t *testing.T) {
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, "")
	_, r := m.having(t, "COF", "SMSO1", "I-A1")
	for _, deviceType := range []string{"ESME", "GSME"} {
		raised := map[string][]string{}
		for _, s := range r.device(device(t, installation(t, w, "I-A1"), deviceType)).Steps {
			for _, a := range s.Alerts {
				raised[s.SRV] = append(raised[s.SRV], a.Code)
			}
		}
		credentials := append(raised["6.15.1"], raised["6.21"]...)
		if !slices.Equal(raised["8.11"], []string{"N16", "N24"}) || !slices.Equal(credentials, []string{"N42"}) {
			t.Errorf("%s: alerts by request %v, want 8.11 with N16 and N24, and 6.15.1 or 6.21 with N42", deviceType, raised)
		}
	}
}

// counts counts alerts by code.
func counts(list party.Alerts) map[string]int {
	n := map[string]int{}
	for a := range list.All() {
		n[a.Code]++
	}
	return n
}

func testAlertTable(t *testing.T) {
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, "")
	if n := counts(m.Alerts); len(n) != 3 || n["N16"] != 15 || n["N24"] != 15 || n["N42"] != 15 {
		t.Errorf("a clean run raises %v, want 15 each of N16, N24 and N42", n)
	}
	d, _ := m.having(t, "ALERTS", "DCC", "I-A1")
	wantCodes(t, judge(t, w, d.path, d.raw, t0))
	for _, c := range []struct{ code, srv, want string }{
		{"N42", "8.11", "X-ALERT-SRV"}, {"N16", "6.21", "X-ALERT-SRV"}, {"N24", "6.15.1", "X-ALERT-SRV"}, {"N99", "8.11", "X-ALERT-SRV"},
		{"N55", "8.11", ""}, {"N55", "6.21", ""}, {"N55", "12.2", ""}, {"N42", "6.15.1", ""}, {"N42", "6.21", ""},
	} {
		s := cut(t, d.raw)
		s.records = s.records[:1]
		s.replace(t, `"code":"N16","srv":"8.11"`, `"code":"`+c.code+`","srv":"`+c.srv+`"`)
		if got := codes(judge(t, w, d.path, s.sealed(t, w, "DCC"), t0)); got != c.want {
			t.Errorf("%s after %s: found %q, want %q", c.code, c.srv, got, c.want)
		}
	}
	m = run(t, pipeline.Options{World: w}, "s1spAlerts: [{installation: I-A1, device: ESME, after: '6.21'}]")
	if n := counts(m.Alerts); n["N55"] != 1 || n["N42"] != 15 {
		t.Errorf("with a scripted N55 a run raises %v", n)
	}
}

func testReadyReport(t *testing.T) {
	w := w1(t)
	m := run(t, pipeline.Options{World: w}, "notReady: [I-D2]")
	listed := map[string]bool{}
	for _, d := range m.sent(t, "READY-REPORT", "DCC") {
		wantCodes(t, judge(t, w, d.path, d.raw, t0))
		for _, r := range d.Records {
			listed[r.InstallationID] = true
		}
	}
	if !listed["I-D1"] || listed["I-D2"] || listed["I-A1"] {
		t.Errorf("on the report: %v; want I-D1, neither I-D2 nor I-A1", listed)
	}
	m.wantStates(t, map[string]state.State{"I-D2": state.NotInMCF})
	name, text := draft{fileType: "READY-REPORT", sender: "SMSO1", smso: "SMSO1", records: []string{
		`{"installationID":"I-A1","groupID":"AA","migrateOn":"2022-06-15","devices":[{"deviceID":"` +
			device(t, installation(t, w, "I-A1"), "ESME") + `","mpxn":"9900000000015","status":"Active"}]}`}}.made(t, w)
	wantCodes(t, judge(t, w, name, text, t0), "X-READY-ACTIVE")
}

func testAlertOnRequest(t *testing.T) {
	const dust = "migration-dust"
	device := party.DeviceOf{Installation: "I-A1", Device: "ESME"}
	for _, c := range []struct {
		request party.AlertRequest
		granted bool
	}{
		{party.AlertRequest{DeviceOf: device, Participant: "SUPA", Code: "N24", InLab: true}, false},
		{party.AlertRequest{DeviceOf: device, Participant: "SUPA", Code: "N42", InLab: true}, false},
		{party.AlertRequest{DeviceOf: device, Participant: "SUPA", Code: "N16"}, false},
		{party.AlertRequest{DeviceOf: device, Code: "N16", InLab: true}, false},
		{party.AlertRequest{DeviceOf: device, Participant: "SUPA", Code: "N16", InLab: true}, true},
		{party.AlertRequest{DeviceOf: device, Participant: "SUPA", Code: "N55", InLab: true}, true},
	} {
		err := dcc.RequestedAlert(dust, c.request)
		if (err == nil) != c.granted || err != nil && !strings.Contains(err.Error(), "17.7") {
			t.Errorf("%+v: %v; granted should be %v", c.request, err, c.granted)
		}
	}
	for script, want := range map[string]int{
		"alertRequests: [{installation: I-A1, device: ESME, participant: SUPA, code: N55, inLab: true}]":  1,
		"alertRequests: [{installation: I-A1, device: ESME, participant: SUPA, code: N24, inLab: true}]":  0,
		"alertRequests: [{installation: I-A1, device: ESME, participant: SUPA, code: N16, inLab: false}]": 0,
		"alertRequests: [{installation: I-A1, device: ESME, participant: SUPB, code: N55, inLab: true}]":  0,
		"": 0,
	} {
		m := run(t, pipeline.Options{Environment: dust}, script)
		got := 0
		for _, d := range m.sent(t, "ALERTS", "") {
			for _, r := range d.Records {
				if r.Requested || r.Code == "N55" {
					got++
				}
			}
		}
		if got != want {
			t.Errorf("%q: %d alerts on request, want %d", script, got, want)
		}
	}
}
