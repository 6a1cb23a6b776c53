package dcc

import (
	"strings"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/registerquery"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/party"
)

// questions are what DCC asks the register about the authorisations of a MAF, kept
// until it is answered.
type questions struct {
	list   []question
	ids    party.Texts
	meters []ident.MPxN // of all, one after the other
}

// question is what is asked about one authorisation, beside its id and its meters.
type question struct {
	week, on     civil.Date
	meters       uint16 // how many
	commissioner word
}

// asked is a record of a MAF as it was read at receipt.
type asked struct {
	question
	id     string
	meters []ident.MPxN
	ask    bool
}

func newAsked(m *maf.Authorisation, found []finding.Finding) asked {
	for _, f := range found {
		if f.Severity == finding.Error && strings.HasPrefix(string(f.Code), "S-") {
			return asked{} // nothing is forwarded of a record that is malformed
		}
	}
	q := asked{question{m.MigrationWeek, m.MigrateOn, uint16(len(m.Meters)), wordOf(m.CommissioningParty)},
		strings.Clone(m.AuthorisationID), make([]ident.MPxN, len(m.Meters)), true}
	for i := range m.Meters {
		q.meters[i] = m.Meters[i].MPxN
	}
	return q
}

func newQuestions(list []asked) *questions {
	n, meters := 0, 0
	for i := range list {
		if list[i].ask {
			n, meters = n+1, meters+len(list[i].meters)
		}
	}
	q := &questions{list: make([]question, 0, n), meters: make([]ident.MPxN, 0, meters)}
	for i := range list {
		if a := &list[i]; a.ask {
			q.list, q.meters = append(q.list, a.question), append(q.meters, a.meters...)
			q.ids.Add(a.id)
		}
	}
	q.ids.Clip()
	return q
}

// write writes the records of the register query.
func (q *questions) write(w *codec.Writer, submitter string) {
	record, meters := registerquery.Authorisation{Submitter: submitter}, q.meters
	for i := range q.list {
		of := &q.list[i]
		record.AuthorisationID, record.MigrationWeek, record.MigrateOn = q.ids.At(i), of.week, of.on
		record.CommissioningParty, record.Meters = of.commissioner.String(), record.Meters[:0]
		for _, m := range meters[:of.meters] {
			record.Meters = append(record.Meters, registerquery.Meter{MPxN: m})
		}
		meters = meters[of.meters:]
		w.Write(&record)
	}
}
