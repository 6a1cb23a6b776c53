package generate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/world"
)

// Letters is a set of the eight exceptions of 17.20, by letter.
type Letters uint8

// The eight exceptions, one bit each: 17.20(a) is bit 0.
const (
	A Letters = 1 << iota
	B
	C
	D
	E
	F
	G
	H
)

const dates = B | C | D | E

// exceptionPrefix begins the code of each of the eight.
const exceptionPrefix = "MTAD-17.20"

// ParseLetters reads codes such as MTAD-17.20a, 17.20(a), or a alone.
func ParseLetters(codes []finding.Code) (Letters, error) {
	var set Letters
	for _, code := range codes {
		s := strings.ToLower(strings.TrimPrefix(string(code), exceptionPrefix))
		s = strings.Trim(strings.TrimPrefix(s, "17.20"), "()")
		if len(s) != 1 || s[0] < 'a' || s[0] > 'h' {
			return 0, fmt.Errorf("%q is none of the eight exceptions (known: MTAD-17.20a to MTAD-17.20h)", code)
		}
		set |= 1 << (s[0] - 'a')
	}
	return set, nil
}

// Codes lists the codes of the set in clause order.
func (l Letters) Codes() []finding.Code {
	var codes []finding.Code
	for i := range 8 {
		if l&(1<<i) != 0 {
			codes = append(codes, finding.Code(exceptionPrefix+string(rune('a'+i))))
		}
	}
	return codes
}

func (l Letters) String() string {
	var s []string
	for i := range 8 {
		if l&(1<<i) != 0 {
			s = append(s, string(rune('a'+i)))
		}
	}
	return "{" + strings.Join(s, ",") + "}"
}

// Possible returns an error that names possible sets where no authorisation can
// show exactly this one (A.4): e needs c or d, and a masks f and h.
func (l Letters) Possible() error {
	if l&A != 0 && l&(F|H) != 0 {
		return fmt.Errorf("%v cannot be shown: (a) masks (f) and (h), since an unregistered MPxN has no supplier and no network operator to compare with; possible: %v, %v", l, l&^(F|H), l&^A)
	}
	if l&E != 0 && l&(C|D) == 0 {
		return fmt.Errorf("%v cannot be shown: a Migrate On date in the past lies either in a week that has started or outside its week; possible: %v, %v", l, l|D, l|C)
	}
	return nil
}

// Inject changes a clean authorisation so that exactly the exceptions of the set
// are found in it on the day today. Line exceptions go to its first meter. For
// (f) the authorisation is handed to another supplier, which becomes its
// submitter and whose certificates it keeps out of.
func Inject(w *world.World, a *Authorisation, set Letters, today civil.Date) error {
	if err := set.Possible(); err != nil {
		return err
	}
	if set&dates != 0 {
		if err := injectDates(a, set&dates, today); err != nil {
			return err
		}
	}
	m := &a.Meters[0]
	gas := m.MPxN.IsMPRN()
	if set&A != 0 {
		m.MPxN = w.Absent(gas)
	}
	if set&F != 0 {
		other, ok := otherSupplier(w, a.Submitter)
		if !ok {
			return fmt.Errorf("(f) needs a second supplier, and this world has one only")
		}
		a.Submitter = other
	}
	if set&G != 0 {
		m.SupplierCertificateIDs = nil
		m.Set(supplierCertificates)
	}
	if set&H != 0 {
		other, ok := otherNetwork(w, m.NetworkOperatorCertificateID)
		if !ok {
			return fmt.Errorf("(h) needs a second network operator, and this world has one only")
		}
		m.NetworkOperatorCertificateID = other
	}
	return nil
}

var supplierCertificates = maf.Meters.MustRef("supplierCertificateIDs")

func otherSupplier(w *world.World, not string) (string, bool) {
	for _, o := range w.Suppliers() {
		if o.Name != not {
			return o.Name, true
		}
	}
	return "", false
}

func otherNetwork(w *world.World, not ident.CertificateID) (ident.CertificateID, bool) {
	for _, o := range w.Organisations() {
		id := w.NetworkCertificate(o.Name)
		if id != "" && !id.Equal(not) {
			return id, true
		}
	}
	return "", false
}

// searchDays is how far from the dates of the clean authorisation other dates
// are looked for.
const searchDays = 28

// injectDates finds the pair of dates nearest to the clean one that shows
// exactly the wanted date exceptions.
func injectDates(a *Authorisation, want Letters, today civil.Date) error {
	best, found := 0, false
	week, on := a.MigrationWeek, a.MigrateOn
	for dw := -searchDays; dw <= searchDays; dw++ {
		for dm := -searchDays; dm <= searchDays; dm++ {
			w, m := a.MigrationWeek.AddDays(dw), a.MigrateOn.AddDays(dm)
			if dateLetters(w, m, today) != want {
				continue
			}
			if d := abs(dw) + abs(dm); !found || d < best {
				best, found, week, on = d, true, w, m
			}
		}
	}
	if !found {
		return fmt.Errorf("no dates near %s show exactly %v on %s", a.MigrateOn, want, today)
	}
	a.MigrationWeek, a.MigrateOn = week, on
	return nil
}

// dateLetters are the date exceptions that hold (A.2), stated for the search
// alone: the rules judge, and a test holds the two against each other.
func dateLetters(week, on, today civil.Date) (l Letters) {
	if week.Weekday() != time.Monday {
		l |= B
	}
	if today >= week {
		l |= C
	}
	if on < week || on > week.AddDays(6) {
		l |= D
	}
	if on < today {
		l |= E
	}
	return l
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// Reachable lists all sets of exceptions that a one-line authorisation can show,
// the empty set included: 140 (A.4).
func Reachable() []Letters {
	var sets []Letters
	for l := range 256 {
		if set := Letters(l); set.Possible() == nil {
			sets = append(sets, set)
		}
	}
	slices.Sort(sets)
	return sets
}
