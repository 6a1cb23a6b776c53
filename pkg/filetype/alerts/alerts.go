// Package alerts defines the alerts file: the DCC alerts of Table 5.2 that
// commissioning raised (17.21(b), 17.22(c)), and the N16 and N55 that DCC
// generates on a participant's request (17.7). DCC makes and signs it; the
// Responsible Supplier of the device reads it. The layout is simulator-defined,
// format version 1.0: in the real service alerts are messages.
//
//	{"alertID":"ALERT-000001","code":"N16","srv":"8.11","deviceID":"90-B3-D5-1F-30-01-00-00",
//	 "installationID":"I-E1","at":"2022-06-15T10:00:01Z","recipient":"SUPA"}
//
// The package may import spec, ident, civil and envelope.
package alerts

import (
	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// Alert is one record: one alert.
type Alert struct {
	spec.Object
	AlertID        string
	Code           string
	SRV            string
	DeviceID       ident.EUI64
	InstallationID string
	At             civil.Instant
	Recipient      string
	Requested      bool
	Detail         string
}

// Type is the alerts file.
var Type = &envelope.Type{
	Name:   "ALERTS",
	Long:   "Alerts",
	Clause: "Table 5.2, 5.6(b), 17.7, 17.21(b), 17.22(c)",
	Doc: "Lists the alerts that commissioning raised or that a participant asked for. " +
		"Made by DCC; read by the Responsible Supplier of each device.",
	Records:   "alerts",
	Header:    envelope.HeaderTable("ALERTS", envelope.HeaderOptions{Slice: true}),
	Record:    Record,
	Producers: []envelope.Kind{envelope.DCC},
}

// Record describes an Alert.
var Record = spec.New("alert", "One alert.",
	spec.Def[Alert]{
		Name: "alertID", Lex: ident.RecordIDType, Required: true, Clause: "Table 5.2",
		Doc: "DCC's reference for the alert.",
		At:  func(a *Alert) any { return &a.AlertID },
	},
	spec.Def[Alert]{
		Name: "code", Lex: ident.AlertCodeType, Required: true, Clause: "Table 5.2, 17.7",
		Doc: "The code of the alert: N16 device added to the Smart Metering Inventory, N24 CHF whitelist update, N42 security credentials updated on the device, N55 S1SP alert.",
		At:  func(a *Alert) any { return &a.Code },
	},
	spec.Def[Alert]{
		Name: "srv", Lex: ident.SRVType, Required: true, Clause: "Table 5.2",
		Doc: "The service request variant that raised it. A rule judges whether the code may follow it.",
		At:  func(a *Alert) any { return &a.SRV },
	},
	spec.Def[Alert]{
		Name: "deviceID", Lex: ident.EUI64Type, Required: true, Clause: "Table 5.2",
		Doc: "The device that the alert is about.",
		At:  func(a *Alert) any { return &a.DeviceID },
	},
	spec.Def[Alert]{
		Name: "installationID", Lex: ident.RecordIDType, Required: true, Clause: "5.6(b)",
		Doc: "The installation that the device belongs to.",
		At:  func(a *Alert) any { return &a.InstallationID },
	},
	spec.Def[Alert]{
		Name: "at", Lex: ident.InstantType, Required: true, Clause: "5.6(b)",
		Doc: "When the alert was raised, in UTC.",
		At:  func(a *Alert) any { return &a.At },
	},
	spec.Def[Alert]{
		Name: "recipient", Lex: ident.OrganisationType, Clause: "17.21(b), 17.22(c)",
		Doc: "The Responsible Supplier that the alert goes to; absent where it stays with DCC.",
		At:  func(a *Alert) any { return &a.Recipient },
	},
	spec.Def[Alert]{
		Name: "requested", Clause: "17.7",
		Doc: "True: generated on a participant's request, for a device in a DCC physical lab.",
		At:  func(a *Alert) any { return &a.Requested },
	},
	spec.Def[Alert]{
		Name: "detail", Lex: ident.TextType, Clause: "Table 5.2",
		Doc: "What the alert says, in words.",
		At:  func(a *Alert) any { return &a.Detail },
	},
)
