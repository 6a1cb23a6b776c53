package validate

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
)

// long makes a set of n installations in which the outcomes of one in ten are
// missing and those of the rest stand in another order.
func (k *kit) long(t testing.TB, n int) map[string][]byte {
	t.Helper()
	var meters, installations, outcomes []string
	for i := range n {
		m := ident.MPANWithCheck(uint64(990000000000 + i)).String()
		meters = append(meters, authorisation(fmt.Sprintf("A-%06d", i), m))
		in := common(fmt.Sprintf("I-A%06d", i), "AA", ident.EUI64(0x90B3D51F30020000+2*uint64(i)).String(), ident.EUI64(0x90B3D51F30020001+2*uint64(i)).String(), "Active")
		installations = append(installations, strings.NewReplacer("9900000000015", m, `"A-1"`, fmt.Sprintf("\"A-%06d\"", i)).Replace(in))
		if i%10 != 3 {
			outcomes = append([]string{fmt.Sprintf(`{"installationID":"I-A%06d","outcome":"Pass","reasons":[]}`, i)}, outcomes...)
		}
	}
	maf := k.make(t, draft{Type: "MAF", Records: meters})
	mcf := k.make(t, draft{Type: "MCF", At: "2022-06-14T23:00:01Z", Parents: []made{maf}, Records: installations})
	mvf := k.make(t, draft{Type: "MVF", At: "2022-06-14T23:00:02Z", Parents: []made{mcf}, Records: outcomes,
		Change: func(h *envelope.Header) { h.MCFOutcome = "Accepted" }})
	return map[string][]byte{"maf.json": maf.text, "mcf.json": mcf.text, "mvf.json": mvf.text, "copy/mcf.json": mcf.text}
}

// TestLedgerOnDisk checks that a set whose ledgers are in a temporary file is
// judged as one whose ledgers are in memory, and that the file is removed.
func TestLedgerOnDisk(t *testing.T) {
	k := newKit(t)
	const n = 2000
	files := k.long(t, n)
	t.Setenv("TMPDIR", t.TempDir())
	var reports []*Report
	for _, budget := range []int{0, 100 << 10, 1} {
		opt := k.options()
		opt.ledgers = &ledgers{budget: budget}
		r, err := Memory(t.Context(), files, true, opt)
		if err != nil {
			t.Fatal(err)
		}
		if spilled := opt.ledgers.size > 0; spilled != (budget > 0) {
			t.Errorf("budget %d: %d bytes in the file", budget, opt.ledgers.size)
		}
		reports = append(reports, r)
	}
	for _, other := range reports[1:] {
		if diff := cmp.Diff(reports[0], other, ofVerdict()); diff != "" {
			t.Errorf("(-memory +file):\n%s", diff)
		}
	}
	mvf := reports[0].Files[3]
	if got := mvf.ByCode["X-LOST"]; got != n/10 || len(mvf.Findings) != n/10 {
		t.Errorf("%d of %s lost, want %d: %v", got, mvf.Name, n/10, mvf.ByCode)
	}
	if want := "installation I-A000013 of copy/mcf.json (line 16) is not in this file"; mvf.Findings[1].Message != want {
		t.Errorf("second finding %q, want %q", mvf.Findings[1].Message, want)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("%d files left: %v", len(left), err)
	}
}

// TestLedgerFault checks that a temporary file that cannot be made, or is gone
// when it is read, is told as an error and not as findings.
func TestLedgerFault(t *testing.T) {
	k := newKit(t)
	t.Setenv("TMPDIR", t.TempDir()+"/none")
	opt := k.options()
	opt.ledgers = &ledgers{budget: 1}
	r, err := Memory(t.Context(), k.long(t, 10), true, opt)
	if err != nil || r.Files[0].Err == nil {
		t.Errorf("errors %v and %v", err, r.Files[0].Err)
	}
	broken := &ledgers{budget: 1, file: gone(t)}
	l := broken.open()
	l.pages = []page{{at: 0, size: 5, records: 1}}
	for range l.all() {
		t.Error("a record of a page that cannot be read")
	}
	newIndex(l).find([]byte("I-A1"))
	if err := broken.close(); err == nil {
		t.Error("no error")
	}
}

// gone is a file that is open no more.
func gone(t *testing.T) *os.File {
	f, err := os.CreateTemp(t.TempDir(), "")
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// ofVerdict compares what a report says.
func ofVerdict() cmp.Option {
	return cmp.Options{cmpopts.IgnoreUnexported(File{}, envelope.Header{}), cmpopts.IgnoreFields(File{}, "Type", "Header", "Spent")}
}

// TestScribe checks that what a ledger says of records is what was noted, for
// every type and for values at their bounds.
func TestScribe(t *testing.T) {
	all := &ledgers{}
	for _, n := range []int{0, 1, 3000} {
		var s scribe
		for i := range n {
			r := &codec.Record{Index: i + 7}
			r.Pos.Line, r.Pos.Column, r.Pos.Offset = 3+2*i, 1+i, int64(i)*1000
			s.begin(r, fmt.Sprint("I-", i), strings.Repeat("g", i%200), i%2 == 0, []string{"A", strings.Repeat("B", i%300)}[:i%3], 2)
			s.device(device{id: ident.EUI64(i), mpxn: ident.MPxN(i / 2), flags: isHub}, strings.Repeat("S", i%2))
			s.device(device{flags: isMeter}, "")
		}
		l := all.open()
		if err := l.add(s.end()); err != nil {
			t.Fatal(err)
		}
		if i := readBack(t, l); i != n || l.records != n || l.items != 2*n {
			t.Errorf("%d records of %d, the ledger counts %d and %d items", i, n, l.records, l.items)
		}
	}
}

func readBack(t *testing.T, l *ledger) (n int) {
	x := newIndex(l)
	for in := range l.all() {
		i := n
		n++
		if string(in.id) != fmt.Sprint("I-", i) || len(in.text) != i%200 || in.passed != (i%2 == 0) || len(in.auths) != i%3 {
			t.Fatalf("%d reads as %+v", i, in)
		}
		if in.index != i+7 || in.pos.Line != 3+2*i || in.pos.Column != 1+i || in.pos.Offset != int64(i)*1000 {
			t.Fatalf("%d stands at %d %+v", i, in.index, in.pos)
		}
		if i%3 == 2 && len(in.auths[1]) != i%300 {
			t.Fatalf("%d has authorisations %q", i, in.auths)
		}
		d := in.devices[0]
		if d.id != ident.EUI64(i) || d.mpxn != ident.MPxN(i/2) || d.flags&isHub == 0 || len(d.supplier) != i%2 || in.devices[1].flags&isMeter == 0 {
			t.Fatalf("%d has devices %+v", i, in.devices)
		}
		if found := x.find(in.id); found == nil || !bytes.Equal(found.id, in.id) || found.place != in.place {
			t.Fatalf("%d is found as %+v", i, found)
		}
	}
	return n
}

// TestIndexRepeats checks which of several records of one id counts, and what is
// seen of them.
func TestIndexRepeats(t *testing.T) {
	var s scribe
	for i, id := range []string{"A", "B", "A", "", "C", "B"} {
		s.begin(&codec.Record{Index: i}, id, "", false, nil, 0)
	}
	l := (&ledgers{}).open()
	if err := l.add(s.end()); err != nil {
		t.Fatal(err)
	}
	first, last := newIndex(l), newLastIndex(l)
	for id, want := range map[string][2]int{"A": {0, 2}, "B": {1, 5}, "C": {4, 4}, "": {3, 3}} {
		if a, b := first.find([]byte(id)).index, last.find([]byte(id)).index; a != want[0] || b != want[1] {
			t.Errorf("%q: %d and %d, want %v", id, a, b, want)
		}
	}
	first.see([]byte("A"))
	first.see([]byte("A"))
	var missed []int
	for in := range l.all() {
		if first.missed(in) {
			missed = append(missed, in.index)
		}
	}
	if fmt.Sprint(missed) != "[1 3 4]" || first.n != 4 || first.seen != 1 || first.see([]byte("D")) != nil {
		t.Errorf("missed %v, %d of %d seen", missed, first.seen, first.n)
	}
}

// TestCopiesShareALedger checks that the ledger of a file that lies in two
// folders is kept once.
func TestCopiesShareALedger(t *testing.T) {
	k := newKit(t)
	opt := k.options()
	opt.ledgers = &ledgers{}
	r, err := Memory(context.Background(), k.long(t, 50), true, opt)
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, f := range r.Files[1:] {
		for _, p := range f.ledger.pages {
			held += p.size
		}
	}
	if r.Files[0].ledger != r.Files[2].ledger || held != opt.ledgers.held {
		t.Errorf("%d bytes held, %d of distinct files", opt.ledgers.held, held)
	}
}

// TestRepeatedDevices checks that a device that stands twice in the file before is
// at home where it stands last, although its own installation has it too.
func TestRepeatedDevices(t *testing.T) {
	var s scribe
	for i, ids := range [][]ident.EUI64{{1, 2}, {3, 2}, {4}} {
		s.begin(&codec.Record{Index: i}, string(rune('A'+i)), "", false, nil, len(ids))
		for _, id := range ids {
			s.device(device{id: id}, "")
		}
	}
	l := (&ledgers{}).open()
	if err := l.add(s.end()); err != nil {
		t.Fatal(err)
	}
	var found strays
	found.addRepeated(l)
	found.find(l, l)
	if home := found.home(2); len(found.of) != 1 || home == nil || string(home.id) != "B" || !found.moved(2) {
		t.Errorf("%v, device 2 is in %+v", found.of, home)
	}
}
