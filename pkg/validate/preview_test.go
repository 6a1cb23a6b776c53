package validate

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// expecting is a register, and a cursor of it, that notes what it was told to
// expect.
type expecting struct {
	oneRegister
	mu  *sync.Mutex
	all *[]ident.MPxN

	calm bool // it has no use for that
}

// Open implements rule.Opener.
func (e expecting) Open(smso, submitter string) rule.Cursor {
	return expectingCursor{e, rule.Open(e.oneRegister, smso, submitter)}
}

type expectingCursor struct {
	expecting
	rule.Cursor
}

// Scattered implements rule.Cursor.
func (e expectingCursor) Scattered() bool { return !e.calm }

// Expect implements rule.Cursor.
func (e expectingCursor) Expect(meters []ident.MPxN) {
	e.mu.Lock()
	defer e.mu.Unlock()
	*e.all = append(*e.all, meters...)
}

// Meter implements rule.Cursor.
func (e expectingCursor) Meter(m ident.MPxN, room *rule.MeterFacts) (*rule.MeterFacts, string, bool) {
	return e.Cursor.Meter(m, room)
}

// TestPreview: the register is told of the MPxNs of a canonical file before it is
// asked for them, whatever else has the letters of the name.
func TestPreview(t *testing.T) {
	k := newKit(t)
	var want []ident.MPxN
	records := make([]string, 300) // more than the reader reads singly to begin with
	for i := range records {
		m := ident.MPANWithCheck(uint64(990000000000 + i))
		records[i], want = authorisation(fmt.Sprintf("x-mpxn-%04d", i), m.String()), append(want, m)
	}
	m := k.make(t, draft{Type: "MAF", Records: records})
	told := expecting{mu: new(sync.Mutex), all: new([]ident.MPxN)}
	opt := k.options()
	opt.Facts.Register, opt.Facts.Certificates = told, twoHolders{}
	opt.Codec = codec.Options{Workers: 1}
	f, err := Reader(context.Background(), m.name, bytes.NewReader(m.text), opt)
	if err != nil || f.Records != int64(len(records)) || f.RejectedTotal != 0 {
		t.Fatal(f, err)
	}
	at := 0
	for _, m := range *told.all { // in order; the records read singly, and one that a preview ends in, may be missing
		n := slices.Index(want[at:], m)
		if n < 0 {
			t.Fatalf("told of %v, which does not follow", m)
		}
		at += n + 1
	}
	if len(*told.all) < len(want)/2 {
		t.Errorf("told of %d MPxNs of %d", len(*told.all), len(want))
	}
}

// TestPreviewOfRows: of a CSV the fifth cell of each row is looked at.
func TestPreviewOfRows(t *testing.T) {
	told := expecting{mu: new(sync.Mutex), all: new([]ident.MPxN)}
	w := &worker{preview: preview{register: told.Open("", ""), csv: true}}
	w.Preview([]byte("A-1,2022-06-13,2022-06-15,,9900000000015,Z9:5A0101 Z9:5A0102,Z9:4E0001\nA-2,\"2,3\n\nA-3,,,,9900000000024,,\nA-4,,,,99000"))
	if got := fmt.Sprint(*told.all); got != "[9900000000015]" && got != "[9900000000015 9900000000024]" {
		t.Errorf("told of %s", got)
	}
	for _, text := range []string{"", ",", ",,,,", ",,,,,\n", "\n", "a\nb", "A-1,,,,9900000000015"} {
		w.Preview([]byte(text))
	}
}

// TestPreviewOfRowsBehindPart: where the MPxN stood in a row cut short, or in one of
// other cells, none has to stand in the next.
func TestPreviewOfRowsBehindPart(t *testing.T) {
	for _, part := range []string{"A-1,2022-06-13", "A-1,", "A-1,,,,9900000000015", "\n", "A-1,2022-06-13,2022-06-15,Supplier,9900000000015,,\n"} {
		told := expecting{mu: new(sync.Mutex), all: new([]ident.MPxN)}
		w := &worker{preview: preview{register: told.Open("", ""), csv: true}}
		w.Preview([]byte(part))
		*told.all = nil
		w.Preview([]byte("A-2,2022-06-13,2022-06-15,,9900000000024,,\nA-3,2022-06-13,2022-06-15,DCC,9900000000033,,\n"))
		if got := fmt.Sprint(*told.all); got != "[9900000000024 9900000000033]" {
			t.Errorf("behind %q it is told of %s", part, got)
		}
	}
}

// TestPreviewInOrder: nothing is looked for that the register has no use for.
func TestPreviewInOrder(t *testing.T) {
	told := expecting{mu: new(sync.Mutex), all: new([]ident.MPxN), calm: true}
	w := &worker{preview: preview{register: told.Open("", "")}}
	w.Preview([]byte(`"mpxn":"9900000000015"`))
	if len(*told.all) > 0 {
		t.Errorf("told of %v", *told.all)
	}
}

// TestPreviewOfAnything: a preview takes any text.
func TestPreviewOfAnything(t *testing.T) {
	for _, text := range []string{"", "x", `"mpxn":"`, `"mpxn":"990000000001`, `"mpxn":""`, `"mpxn":"9900000000015"`, `xn":"9900000000015"`, `xxxx"mpxn":"9900000000015`, `"mpxn":"99000000000150"`} {
		told := expecting{mu: new(sync.Mutex), all: new([]ident.MPxN)}
		w := &worker{preview: preview{register: told.Open("", "")}}
		w.Preview([]byte(text))
		if got, want := len(*told.all), map[bool]int{true: 1}[text == `"mpxn":"9900000000015"`]; got != want {
			t.Errorf("%s: told of %d, want %d", text, got, want)
		}
	}
}
