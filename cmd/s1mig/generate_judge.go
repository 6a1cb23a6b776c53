package main

import (
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/generate"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
	where "s1mig/pkg/source"
	"s1mig/pkg/world"
)

// judge is what DCC finds in the files of a migration, as the stub DCC finds it:
// by the rules, the clock of the receipt and what the SMSO's register answers.
func judge(w *world.World) generate.Judge {
	return func(t *envelope.Type, h *envelope.Header) (string, func() func(any) []envelope.Reason) {
		facts := *w.DCCFacts()
		if t == maf.Type {
			facts.Register = w.SMSOFacts(h.SMSO).Register
		}
		facts.Clock = &rule.Clock{Now: h.CreatedAt.Time(), Source: "receipt"}
		in := rules.NewInput(rules.Input{Facts: &facts, Type: t, Header: h, Audience: rules.ForDCC})
		found := in.JudgeHeader(rules.HeaderChecks{FileName: filetype.FileName(h), Environment: h.Environment}, nowhere{})
		if why := reasons(found); len(why) > 0 {
			return why[0].Code + ": " + why[0].Detail, nil
		}
		if !signable(w, h) {
			return "its sender's certificate is not in force when it is made", nil
		}
		return "", func() func(any) []envelope.Reason {
			judge := rules.NewJudge(in)
			return func(v any) []envelope.Reason { return reasons(judge.Record(v, nowhere{})) }
		}
	}
}

// reasons are the errors among findings, as a party puts them into a file.
func reasons(found []finding.Finding) (why []envelope.Reason) {
	for _, f := range found {
		if f.Severity == finding.Error {
			why = append(why, party.Reason(f))
		}
	}
	return why
}

// signable reports whether the sender's certificate is in force when the file is
// made.
func signable(w *world.World, h *envelope.Header) bool {
	id, ok := signer(w, h.Sender)
	if !ok {
		return false
	}
	cert, err := w.Directory().Lookup(id)
	at := h.CreatedAt.Time()
	return err == nil && !at.Before(cert.NotBefore) && !at.After(cert.NotAfter) && !w.Directory().Status(cert).Revoked
}

func signer(w *world.World, sender ident.EUI64) (ident.CertificateID, bool) {
	org, _ := w.ByEUI(sender)
	id, _, ok := w.SigningKey(org.Name)
	return id, ok
}

// nowhere is the place of what has not been written yet.
type nowhere struct{}

// At implements rules.Place.
func (nowhere) At(...any) (where.Position, string) { return where.Position{}, "" }
