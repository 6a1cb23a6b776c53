package rules

import (
	"s1mig/pkg/filetype/alerts"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// AlertSRV says that an alert cannot have been raised by the request it names.
var AlertSRV = &rule.Rule{
	Code: "X-ALERT-SRV", Name: "ALERT_SRV", Title: "An alert that its service request does not raise",
	Severity: finding.Error, Scope: rule.Field, Types: []string{"COF", "ALERTS"}, Clause: "Table 5.2",
	Doc:  "N16 and N24 follow 8.11; N42 follows 6.15.1 or 6.21; N55 may follow any request. Table 5.2 has no other alert.",
	Fix:  "Name the request that raised the alert.",
	Good: `{"code":"N42","srv":"6.21"}`, Bad: `{"code":"N42","srv":"8.11"}`, Since: "1",
}

// An AlertKind is a row of Table 5.2. The document names N16 and N55 differently
// in 17.7, so they are told apart by code.
type AlertKind struct {
	Code string
	Name string
	SRVs []string // those that raise it; nil means any
}

// AlertTable returns Table 5.2. The slice is the caller's.
func AlertTable() []AlertKind {
	return []AlertKind{
		{"N16", "device added to the Smart Metering Inventory", []string{"8.11"}},
		{"N24", "CHF whitelist update", []string{"8.11"}},
		{"N42", "security credentials updated on the device", []string{"6.15.1", "6.21"}},
		{"N55", "S1SP alert", nil},
	}
}

// alertFault says what is wrong with an alert after that request, or nothing.
func alertFault(code, srv string) string {
	switch code {
	case "N16", "N24":
		if srv == "8.11" {
			return ""
		}
	case "N42":
		if srv == "6.15.1" || srv == "6.21" {
			return ""
		}
	case "N55":
		return ""
	default:
		return "the alert " + code + " is not in Table 5.2"
	}
	return "the alert " + code + " does not follow the request " + srv
}

const alertHint = "N16 and N24 follow 8.11, N42 follows 6.15.1 or 6.21, N55 any request"

var (
	alertCode = alerts.Record.MustRef("code")
	alertSRV  = alerts.Record.MustRef("srv")
)

// alert applies the rules of an alerts file to one record.
func (j *Judge) alert(a *alerts.Alert) {
	if a.OK(alertCode) && a.OK(alertSRV) {
		if why := alertFault(a.Code, a.SRV); why != "" {
			j.report(AlertSRV, why, alertHint, "code")
		}
	}
	j.alertRequest(a)
}
