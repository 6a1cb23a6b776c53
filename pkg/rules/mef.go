package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// The rules of what an MEF holds sealed. Package validate finds them once the
// file's digest and signature hold and the key is at hand.
var (
	MEFOpen = &rule.Rule{
		Code: "X-MEF-OPEN", Name: "MEF_OPEN", Title: "A sealed value that cannot be opened",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"MEF"}, Clause: "5.3(e)", Integrity: true,
		Doc:   "The value was altered, or moved from another device, installation, group or file: its associated data binds it to all of them. Nothing of such a file is used. What was inside is not told.",
		Fix:   "Have the SMSO make the file again.",
		Needs: []rule.Fact{rule.NeedsKeys},
		Good:  "a value sealed for this device", Bad: "the value of another device", Since: "1",
	}
	MEFCredentials = &rule.Rule{
		Code: "X-MEF-CREDENTIALS", Name: "MEF_CREDENTIALS", Title: "A sealed value that holds no credentials",
		Severity: finding.Error, Scope: rule.Record, Types: []string{"MEF"}, Clause: "5.3(e)",
		Doc:   "The value opens, and what it holds is not an object of masterKey, installCode, authenticationKey and encryptionKey in lower-case hex. Nothing of it is shown, for any part may be a secret.",
		Fix:   "Have the SMSO make the file again.",
		Needs: []rule.Fact{rule.NeedsKeys},
		Good:  "four secrets in lower-case hex", Bad: "a masterKey of 15 octets", Since: "1",
	}
)
