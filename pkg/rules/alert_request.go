package rules

import (
	"s1mig/pkg/filetype/alerts"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// AlertRequest says that an alert was generated which nobody may ask for.
var AlertRequest = &rule.Rule{
	Code: "X-ALERT-REQUEST", Name: "ALERT_REQUEST", Title: "An alert generated on request that is neither N16 nor N55",
	Severity: finding.Error, Scope: rule.Record, Types: []string{"ALERTS"}, Clause: "17.7",
	Doc:  "In Migration DUST, DCC generates N16 and N55 alone on a participant's request, for devices in a DCC physical lab. The alerts that commissioning raises are another matter.",
	Fix:  "Refuse the request.",
	Good: `{"code":"N55","requested":true}`, Bad: `{"code":"N24","requested":true}`, Since: "1",
}

var alertRequested = alerts.Record.MustRef("requested")

func (j *Judge) alertRequest(a *alerts.Alert) {
	if a.OK(alertRequested) && a.Requested && a.OK(alertCode) && a.Code != "N16" && a.Code != "N55" {
		j.tell(AlertRequest, func() (string, string) {
			return "the alert " + a.Code + " was generated on request", "only N16 and N55 are generated on request"
		}, "code")
	}
}
