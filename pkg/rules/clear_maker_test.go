package rules_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"unsafe"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/source"
)

// byPath places a value by what is asked for.
type byPath struct{}

func (byPath) At(path ...any) (source.Position, string) {
	return source.Position{}, fmt.Sprint(path...)
}

// maker makes authorisations, and is the register that they are judged by. The
// texts of a record are views of a buffer that the next record is written over;
// those of the register are its own, another string each time.
type maker struct {
	*world
	rng    *rand.Rand
	buffer [4096]byte
	used   int
	answer map[ident.MPxN]rule.MeterFacts // to the lines of the record
	gone   ident.MPxN                     // no entry, whatever answer says
	said   string                         // what was changed
}

func newMaker(seed uint64) *maker {
	w := newWorld()
	revoked, expired := w.certificates["5A0102"], w.certificates["5A0102"]
	revoked.Revoked, expired.NotAfter = true, expired.NotBefore.AddDate(0, 1, 0)
	w.certificates["5A0103"], w.certificates["5A0104"] = revoked, expired
	return &maker{world: w, rng: rand.New(rand.NewPCG(seed, 7))}
}

func (m *maker) facts() *rule.Facts {
	f := m.world.facts(t0)
	f.Register = m
	return f
}

// Meter implements rule.Register.
func (m *maker) Meter(_, _ string, number ident.MPxN) (rule.MeterFacts, bool) {
	f, ok := m.answer[number]
	return f, ok && number != m.gone
}

func pick[T any](m *maker, from ...T) T { return from[m.rng.IntN(len(from))] }

// next makes the next authorisation: a clean one, or one with one or two things
// changed.
func (m *maker) next() *maf.Authorisation {
	m.used, m.gone, m.answer, m.said = 0, 0, map[ident.MPxN]rule.MeterFacts{}, ""
	a := cleanAuthorisation()
	a.MigrationWeek = civil.MustDate(pick(m, "2022-06-13", "2022-06-20"))
	a.MigrateOn = a.MigrationWeek.AddDays(m.rng.IntN(4))
	like := a.Meters[0]
	a.Meters = []maf.Meter{m.electricity(like)}
	if m.rng.IntN(2) == 0 {
		a.Meters = append(a.Meters, m.gas(like))
	}
	for range pick(m, 0, 1, 1, 2) {
		m.change(a)
	}
	for i := range a.Meters {
		m.write(&a.Meters[i])
	}
	return a
}

func (m *maker) electricity(l maf.Meter) maf.Meter {
	l.MPxN = pick(m, mpxn("9900000000015"), mpxn("9900000000024"))
	l.SupplierCertificateIDs = pick(m, []ident.CertificateID{"Z9:5A0101", "Z9:5A0102"}, []ident.CertificateID{"Z9:5A0102"})
	operator := pick(m, "NETE", "NETE2")
	l.NetworkOperatorCertificateID = map[string]ident.CertificateID{"NETE": "Z9:4E0001", "NETE2": "Z9:4E0002"}[operator]
	m.register(l.MPxN, operator)
	return l
}

func (m *maker) gas(l maf.Meter) maf.Meter {
	l.MPxN = pick(m, mpxn("9999000104"), mpxn("9999000205"))
	l.SupplierCertificateIDs = []ident.CertificateID{"Z9:5A0201", "Z9:5A0202"}
	l.NetworkOperatorCertificateID = pick(m, ident.CertificateID("Z9:470001"), "470001")
	m.register(l.MPxN, "NETG")
	return l
}

func (m *maker) register(number ident.MPxN, operator string) {
	m.answer[number] = rule.MeterFacts{InstallationID: "I-1", GroupID: "EA", EPCLEntry: "EPCL-EA", Active: true, Supplier: rule.MatchYes,
		NetworkOperator: operator, ActiveMeters: 2, ActiveSuppliers: 1, SubmitterMeters: 1}
}

// change changes one thing of the record or of what the register says of it.
func (m *maker) change(a *maf.Authorisation) {
	if len(a.Meters) == 0 {
		return
	}
	i := m.rng.IntN(len(a.Meters))
	l := &a.Meters[i]
	switch what := m.rng.IntN(11); what {
	case 0:
		a.MigrationWeek = m.day()
	case 1:
		a.MigrateOn = m.day()
	case 2:
		a.SetBits(m.bits(a.Object.Bits()))
	case 3:
		a.CommissioningParty = string(pick(m, envelope.DCC, envelope.Supplier))
		a.Set(maf.Record.MustRef("commissioningParty"))
	case 4:
		m.renumber(l)
	case 5:
		l.SetBits(m.bits(l.Bits()))
	case 6:
		m.suppliers(l)
	case 7:
		l.NetworkOperatorCertificateID = m.certificate()
	case 8:
		m.gone = l.MPxN
	case 9:
		a.Meters = a.Meters[:i]
	default:
		m.registered(l)
	}
	m.said = fmt.Sprintf("%s changed to %+v with %+v", m.said, *a, m.answer)
}

func (m *maker) day() civil.Date {
	return civil.MustDate(pick(m, "2022-06-13", "2022-06-14", "2022-06-15", "2022-06-18", "2022-06-20", "2022-06-06", "2022-06-07", "2022-06-08", "2032-06-14")).AddDays(64 * m.rng.IntN(2))
}

// bits turns one presence bit round, or one of the malformed.
func (m *maker) bits(have, bad uint32) (uint32, uint32) {
	bit := uint32(1) << m.rng.IntN(5)
	if m.rng.IntN(2) == 0 {
		return have ^ bit, bad &^ bit
	}
	return have | bit, bad ^ bit
}

// renumber gives the line another MPxN, of which the register mostly says what it
// says of the first.
func (m *maker) renumber(l *maf.Meter) {
	before := l.MPxN
	l.MPxN = pick(m, mpxn("9900000000016"), mpxn("9999000105"), mpxn("7700000000011"), mpxn("9900000000015"), mpxn("9999000104"), 0)
	if f, ok := m.answer[before]; ok && m.rng.IntN(4) > 0 {
		m.answer[l.MPxN] = f
	}
}

func (m *maker) certificate() ident.CertificateID {
	return pick(m, ident.CertificateID("Z9:5A0101"), "Z9:5A0102", "5A0102", "Z9:5A0103", "Z9:5A0104", "Z9:5A0201", "Z9:5A0202", "Z9:5B0101", "Z9:FF",
		"Z9:4E0001", "Z9:4E0002", "Y9:4E0001", "Z9:4E0003", "Z9:4E0004", "Z9:470001", "N/A", "-", "", "   ",
		"Z9:00000000000000000000005A0101", "Z9:00000000000000000000004E0001", "Z9:00000000000000000000004E0002")
}

func (m *maker) suppliers(l *maf.Meter) {
	ids := append([]ident.CertificateID(nil), l.SupplierCertificateIDs...)
	switch m.rng.IntN(4) {
	case 0:
		ids = ids[:len(ids)-min(1, len(ids))]
	case 1:
		ids = nil
	case 2:
		ids = append(ids, m.certificate())
	default:
		if len(ids) > 0 {
			ids[m.rng.IntN(len(ids))] = m.certificate()
		}
	}
	l.SupplierCertificateIDs = ids
}

// registered changes one field of what the register says of the line, whichever
// fields there are.
func (m *maker) registered(l *maf.Meter) {
	f, ok := m.answer[l.MPxN]
	if !ok {
		return
	}
	v := reflect.ValueOf(&f).Elem()
	switch v := v.Field(m.rng.IntN(v.NumField())); v.Kind() {
	case reflect.String:
		v.SetString(pick(m, "", "NETE", "NETE2", "NETE3", "XETE2", "NETG", "I-2", "AA", "EPCL-AA", string(rule.MatchYes), string(rule.MatchNo), string(rule.MatchNone)))
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int:
		v.SetInt(int64(m.rng.IntN(3)))
	default:
		panic("a field of another kind")
	}
	m.answer[l.MPxN] = f
}

// write writes the texts of the line into the buffer.
func (m *maker) write(l *maf.Meter) {
	ids := make([]ident.CertificateID, len(l.SupplierCertificateIDs))
	for i, id := range l.SupplierCertificateIDs {
		ids[i] = ident.CertificateID(m.view(string(id)))
	}
	l.SupplierCertificateIDs = ids
	l.NetworkOperatorCertificateID = ident.CertificateID(m.view(string(l.NetworkOperatorCertificateID)))
	if f, ok := m.answer[l.MPxN]; ok {
		f.NetworkOperator, f.InstallationID = strings.Clone(f.NetworkOperator), strings.Clone(f.InstallationID)
		m.answer[l.MPxN] = f
	}
}

func (m *maker) view(s string) string {
	b := m.buffer[m.used:]
	m.used += copy(b, s)
	return unsafe.String(&b[0], len(s))
}
