package codec

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

// cutAll cuts and reads a document block by block, and returns its rows, each placed
// in its block.
func cutAll(t *testing.T, doc []byte, size int) (rows []csvRowAt, w *csvWorker) {
	t.Helper()
	f, err := OpenCSV(bytes.NewReader(doc), nil, Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	v := &visit{File: f, newWorker: func() Worker { return idleWorker{} }}
	s := v.newSlot()
	s.csv = newCSVWorker(f.csv.judge.csvTable, s)
	l := &csvLayout{reader: f.csv}
	in := csvCount{rows: 1, ok: true}
	for rest := doc[bytes.IndexByte(doc, '\n')+1:]; len(rest) > 0; {
		n := bytes.LastIndexByte(rest[:min(size, len(rest))], '\n') + 1
		if n == 0 {
			break
		}
		b := &block{buf: append(bytes.Clone(rest[:n]), make([]byte, pad)...), n: n, pos: f.win.at, chain: chain{in: make(chan csvCount, 1), out: make(chan csvCount, 1)}}
		b.in <- in
		l.parse(b, s)
		in, rest = <-b.out, rest[n:]
		rows = append(rows, s.csv.rows...)
	}
	return rows, s.csv
}

// shapedOf is how many of the rows are of a known shape.
func shapedOf(rows []csvRowAt) (n int) {
	for _, r := range rows {
		if r.shape > 0 {
			n++
		}
	}
	return n
}

// TestCSVRowsAreShaped checks that nearly all rows of a file as suppliers write
// them are read by their shapes.
func TestCSVRowsAreShaped(t *testing.T) {
	rows, _ := cutAll(t, csvDocument(1<<20), 16<<10)
	if shaped := shapedOf(rows); shaped < len(rows)*95/100 {
		t.Errorf("%d of %d rows are of a known shape", shaped, len(rows))
	}
}

// TestCSVShapesBounded checks that few shapes are kept of a file in which each row
// has another, and that they are given up.
func TestCSVShapesBounded(t *testing.T) {
	rnd := rand.New(rand.NewPCG(26, 27))
	doc := []byte("AuthorisationID,MigrationWeek,MigrateOn,CommissioningParty,MPxN,SupplierCertificateIDs,NetworkOperatorCertificateID\n")
	for i := range 20_000 {
		id := make([]byte, 1+rnd.IntN(30))
		for k := range id {
			id[k] = byte('A' + rnd.IntN(26))
		}
		doc = fmt.Appendf(doc, "%s%d,2022-06-13,2022-06-15,DCC,9900000000015,Z9:A00011,Z9:4E0001\n", id, i)
	}
	rows, w := cutAll(t, doc, 16<<10)
	if s := w.quick.shapes; len(s.known) > maxRowShapes || len(s.learned) > maxRowShapes || shapedOf(rows) > len(rows)/4 {
		t.Errorf("%d and %d shapes are kept, of %d of %d rows", len(s.known), len(s.learned), shapedOf(rows), len(rows))
	}
}
