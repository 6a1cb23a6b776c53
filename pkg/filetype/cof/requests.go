package cof

// The service requests of commissioning (Table 5.2, requirements B.5).
const (
	SRVHub      = "8.14.1" // Communications Hub Status Update - Install Success
	SRVAdd      = "8.11"   // Update HAN Device Log
	SRVHandover = "6.21"   // Request Handover Of DCC Controlled Device
	SRVSecure   = "6.15.1" // Update Security Credentials (KRP)
)

// The response codes of DUIS that a step may bear, among others.
const (
	CodeSuccess     = "I0" // of every request that succeeds
	CodeNotEligible = "E1" // a failed authorisation check: the sender may not submit the request
)

// The alerts of Table 5.2.
const (
	AlertAdded   = "N16" // device added to the Smart Metering Inventory
	AlertListed  = "N24" // CHF whitelist update
	AlertSecured = "N42" // security credentials updated on the device
	AlertS1SP    = "N55" // S1SP alert: of any request, or of none
)

// AlertsOf lists the codes of the alerts that a request raises when it succeeds,
// in their order (Table 5.2). One for the CHF raises none.
func AlertsOf(srv string) []string {
	switch srv {
	case SRVAdd:
		return added
	case SRVHandover, SRVSecure:
		return secured
	}
	return nil
}

var (
	added   = []string{AlertAdded, AlertListed}
	secured = []string{AlertSecured}
)
