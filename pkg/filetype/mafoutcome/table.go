package mafoutcome

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// MaxExceptions bounds the exceptions of one authorisation.
const MaxExceptions = 100

// Record describes an Authorisation.
var Record = spec.New("authorisation", "What became of one authorisation of the MAF.",
	spec.Def[Authorisation]{
		Name: "authorisationID", Lex: ident.RecordIDType, Required: true, Clause: "17.18",
		Doc: "The authorisation, as the MAF names it.",
		At:  func(a *Authorisation) any { return &a.AuthorisationID },
	},
	spec.Def[Authorisation]{
		Name: "installationID", Lex: ident.RecordIDType, Clause: "5.3(b)",
		Doc: "The installation that the SMSO's register gives for the meters; absent where it knows none.",
		At:  func(a *Authorisation) any { return &a.InstallationID },
	},
	spec.Def[Authorisation]{
		Name: "outcome", Enum: []string{Accepted, Rejected, Held, Superseded, Lapsed}, Required: true, Clause: "17.19, 17.20",
		Doc: "What became of the authorisation. Held: it waits for another party's authorisation. Lapsed: it waited until its week started.",
		At:  func(a *Authorisation) any { return &a.Outcome },
	},
	spec.Def[Authorisation]{
		Name: "commissioningParty", Enum: []string{string(envelope.DCC), string(envelope.Supplier)}, Clause: "5.2, 17.21, 17.22",
		Doc: "Who will submit the requests that commission the devices other than the CHF.",
		At:  func(a *Authorisation) any { return &a.CommissioningParty },
	},
	spec.Def[Authorisation]{
		Name: "waitingForOtherParty", Clause: "5.2(c)",
		Doc: "True: the installation waits for the authorisation of another Responsible Supplier, who is not named.",
		At:  func(a *Authorisation) any { return &a.WaitingForOtherParty },
	},
	spec.Def[Authorisation]{
		Name: "exceptions", Table: Exceptions, Max: MaxExceptions, Required: true, Clause: "17.20",
		Doc: "Everything found in the authorisation, by clause letter and then by line; empty where it is clean.",
		At:  func(a *Authorisation) any { return &a.Exceptions },
	},
)

// Exceptions describes an Exception.
var Exceptions = spec.New("exception", "One thing found in an authorisation.",
	spec.Def[Exception]{
		Name: "code", Lex: ident.CodeType, Required: true, Clause: "17.20(a) to (h)",
		Doc: "The code of the exception or of the rule.",
		At:  func(e *Exception) any { return &e.Code },
	},
	spec.Def[Exception]{
		Name: "line", Min: 1, Max: maf.MaxMeters, Clause: "17.20",
		Doc: "The meter line concerned, counted from 1; absent where the whole authorisation is.",
		At:  func(e *Exception) any { return &e.Line },
	},
	spec.Def[Exception]{
		Name: "mpxn", Lex: ident.MPxNType, Clause: "17.20(a), 17.20(f)",
		Doc: "The MPxN of that line.",
		At:  func(e *Exception) any { return &e.MPxN },
	},
	spec.Def[Exception]{
		Name: "subReason", Enum: []string{SupplierNone, SupplierMismatch}, Clause: "17.20(f)",
		Doc: "For 17.20(f): the register has no supplier for the MPxN, or another one.",
		At:  func(e *Exception) any { return &e.SubReason },
	},
	spec.Def[Exception]{
		Name: "detectedBy", Enum: []string{string(envelope.DCC), string(envelope.SMSO)}, Required: true, Clause: "17.19, 17.20",
		Doc: "Whose system found it: DCC on receipt, or the SMSO in its register.",
		At:  func(e *Exception) any { return &e.DetectedBy },
	},
	spec.Def[Exception]{
		Name: "severity", Enum: []string{SeverityError, SeverityWarning, SeverityInfo}, Required: true, Clause: "17.20",
		Doc: "Whether it rejects the authorisation (error) or is told for information.",
		At:  func(e *Exception) any { return &e.Severity },
	},
	spec.Def[Exception]{
		Name: "detail", Lex: ident.TextType, Required: true, Clause: "17.20",
		Doc: "What is wrong, in words.",
		At:  func(e *Exception) any { return &e.Detail },
	},
	spec.Def[Exception]{
		Name: "hint", Lex: ident.TextType, Clause: "17.23",
		Doc: "How to put it right.",
		At:  func(e *Exception) any { return &e.Hint },
	},
)
