package codec

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
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

// quotedCSV has quotation marks around cells of a document: around all of them, or
// around those of some columns.
func quotedCSV(doc []byte, columns ...int) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(doc) {
		cells := strings.Split(strings.TrimRight(string(line), "\r\n"), ",")
		for k, cell := range cells {
			if len(columns) == 0 || slices.Contains(columns, k) {
				cells[k] = `"` + cell + `"`
			}
		}
		fmt.Fprintf(&out, "%s\r\n", strings.Join(cells, ","))
	}
	return out.Bytes()
}

// spoiltCSV are documents of which every row has the same fault.
func spoiltCSV(doc []byte) map[string][]byte {
	spoil := func(old, other string) []byte {
		names, rows, _ := bytes.Cut(doc, newline)
		return slices.Concat(names, newline, bytes.ReplaceAll(rows, []byte(old), []byte(other)))
	}
	return map[string][]byte{
		"date":        spoil(",2022-06-", ",2022-16-"),
		"form of day": spoil(",2022-06-13,", ",13/06/2022,"),
		"no date":     spoil(",2022-06-13,", ",,"),
		"word":        spoil(",DCC,", ",XYZ,"),
		"no number":   spoil(",99", ",,"), // and a cell too many
		"number":      spoil(",99", ",X9"),
		"certificate": spoil("Z9:A", "Z9?A"),
		"space":       spoil("Z9:A00012", " Z9:A00012"),
		"id":          spoil("I-", "I "),
		"latin-1":     spoil("Z9:4E", "Z9\xe94E"),
		"control":     spoil("Z9:4E", "Z9\x014E"),
		"two":         spoil("-13,", "-32,?"),
	}
}

// TestCSVRowsAreShaped checks that nearly all rows of a file as suppliers write
// them, or as a spreadsheet does, are read by their shapes, and those with a fault.
func TestCSVRowsAreShaped(t *testing.T) {
	good := csvDocument(1 << 20)
	docs := spoiltCSV(good)
	delete(docs, "no number")
	docs["plain"], docs["quoted"], docs["quoted texts"] = good, quotedCSV(good), quotedCSV(good, 0, 5, 6)
	for k, name := range strings.Split(string(good[:bytes.IndexByte(good, '\r')]), ",") {
		if k > 0 { // without that of the id each row is a record
			docs["not known: "+name] = bytes.Replace(good, []byte(name), []byte("Notes"), 1)
		}
	}
	docs["two carriage returns"] = bytes.ReplaceAll(good, newline, []byte("\r\n"))
	docs["quoted dates"], docs["quoted and spoilt"] = quotedCSV(good, 2), quotedCSV(docs["two"])
	for name, doc := range docs {
		rows, _ := cutAll(t, doc, 16<<10)
		if shaped := shapedOf(rows); shaped < len(rows)*95/100 {
			t.Errorf("%s: %d of %d rows are of a known shape", name, shaped, len(rows))
		}
	}
}

// spoiltAnywhere is a document of which one of so many rows has a wrong byte in some cell.
func spoiltAnywhere(rnd *rand.Rand, doc []byte, one int) (out []byte) {
	for line := range bytes.Lines(doc) {
		line = bytes.Clone(line)
		if at := rnd.IntN(len(line) - 2); len(out) > 0 && bytes.IndexByte([]byte(`,"`), line[at]) < 0 && rnd.IntN(one) == 0 {
			line[at] = "!/:;<=>?@[]^_`{|}~ Aaz0"[rnd.IntN(23)]
		}
		out = append(out, line...)
	}
	return out
}

// TestCSVRowsButForOneCellAreShaped checks that nearly all rows are read by shapes where
// many have a fault, but each another one.
func TestCSVRowsButForOneCellAreShaped(t *testing.T) {
	rnd := rand.New(rand.NewPCG(34, 35))
	for _, one := range []int{1, 2, 10} {
		for name, doc := range map[string][]byte{"plain": csvDocument(1 << 20), "quoted": quotedCSV(csvDocument(1 << 20))} {
			rows, _ := cutAll(t, spoiltAnywhere(rnd, doc, one), 16<<10)
			if shaped := shapedOf(rows); shaped < len(rows)*90/100 {
				t.Errorf("%s, one row of %d: %d of %d rows are of a known shape", name, one, shaped, len(rows))
			}
		}
	}
}

// TestCSVRareShapesAreGivenUp checks that rows which all differ from each other do not
// take the place of the shapes of those that do not.
func TestCSVRareShapesAreGivenUp(t *testing.T) {
	rnd := rand.New(rand.NewPCG(28, 29))
	var doc []byte
	odd := 0
	for line := range bytes.Lines(csvDocument(1 << 20)) {
		if len(doc) > 0 && rnd.IntN(10) == 0 {
			odd++
			line[rnd.IntN(len(line)-2)] = byte('G' + rnd.IntN(20))
		}
		doc = append(doc, line...)
	}
	rows, _ := cutAll(t, doc, 16<<10)
	if shaped := shapedOf(rows); shaped < (len(rows)-odd)*95/100 {
		t.Errorf("%d of %d rows are of a known shape", shaped, len(rows)-odd)
	}
}

// Reading rows that have a fault allocates nothing for a record, once it has been
// seen what there is, whether they are of known shapes or not.
func TestCSVAllocatesNothingForARecordWithAFault(t *testing.T) {
	good := csvDocument(1 << 17)
	docs := spoiltCSV(good)
	docs["cells"] = bytes.ReplaceAll(good, []byte(",Z9:4E"), []byte(" Z9:4E"))
	docs["quotation mark"] = bytes.ReplaceAll(good, []byte("Z9:4E"), []byte(`Z9:"4E`))
	docs["behind one"] = bytes.ReplaceAll(good, []byte("\nI"), []byte("\n\"I\"-"))
	docs["quoted"], docs["conflict"] = quotedCSV(docs["date"]), conflictingCSV(1000)
	docs["some cell"] = spoiltAnywhere(rand.New(rand.NewPCG(36, 37)), good, 1)
	for name, doc := range docs {
		for _, shaped := range []bool{true, false} {
			f, err := OpenCSV(bytes.NewReader(doc), nil, Options{Workers: 1})
			if err != nil {
				t.Fatal(err)
			}
			v := &visit{File: f, newWorker: func() Worker { return idleWorker{} }}
			l, s := &csvLayout{reader: f.csv}, v.newSlot()
			s.wanted = unwanted
			s.csv = newCSVWorker(f.csv.judge.csvTable, s)
			text := doc[bytes.IndexByte(doc, '\n')+1:]
			records := 0
			read := func() {
				b := &block{buf: padded(text), n: len(text), pos: f.win.at, chain: chain{in: make(chan csvCount, 1), out: make(chan csvCount, 1)}}
				b.in <- csvCount{rows: 1, ok: true}
				if !shaped {
					s.csv.quick.shapes.wait = math.MaxInt
				}
				if l.parse(b, s); b.read != len(text) {
					t.Fatalf("%s: given up", name)
				}
				records = b.records
			}
			for range 5 {
				read()
			}
			if n := testing.AllocsPerRun(5, read); n > 20 || records < 900 {
				t.Errorf("%s, shaped %v: %v allocations for %d records", name, shaped, n, records)
			}
		}
	}
}

// conflictingCSV is authorisations of two rows each, which do not say the same.
func conflictingCSV(n int) []byte {
	doc := []byte("AuthorisationID,MigrationWeek,MigrateOn,CommissioningParty,MPxN,SupplierCertificateIDs,NetworkOperatorCertificateID\n")
	for i := range n {
		doc = fmt.Appendf(doc, "A-%d,2022-06-13,2022-06-15,DCC,9900000000015,,\nA-%d,2022-06-13,2022-06-16,,9999000104,,\n", i, i)
	}
	return doc
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
