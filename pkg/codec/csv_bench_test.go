package codec

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"
)

// csvDocument is the row of names and about as many bytes of rows, as a supplier
// writes them: one authorisation in three has two meters.
func csvDocument(size int) []byte {
	rnd := rand.New(rand.NewPCG(7, 8))
	out := []byte("AuthorisationID,MigrationWeek,MigrateOn,CommissioningParty,MPxN,SupplierCertificateIDs,NetworkOperatorCertificateID\r\n")
	for i := 0; len(out) < size; i++ {
		head := fmt.Sprintf("I-%08d.SUP01,2022-06-13,2022-06-%d,%s,", i, 13+rnd.IntN(5), []string{"", "DCC"}[rnd.IntN(2)])
		out = fmt.Appendf(out, "%s99%011d,Z9:A00011 Z9:A00012,Z9:4E%04X\r\n", head, i, rnd.IntN(20))
		if rnd.IntN(3) == 0 {
			out = fmt.Appendf(out, "%s99%08d,Z9:A00011 Z9:A00012,Z9:4E%04X\r\n", head, i, rnd.IntN(20))
		}
	}
	return out
}

// idle is a worker that does nothing.
type idleWorker struct{}

func (idleWorker) Record(*Record) {}
func (idleWorker) End() any       { return nil }

// BenchmarkCSV reports how many times as fast as others the reading of a CSV is,
// its hash included. What is compared takes turns; parse is the work of one worker
// without the hash.
func BenchmarkCSV(b *testing.B) {
	doc, buf := csvDocument(2<<20), make([]byte, defaultBlock+pad)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			var whole, parse, hash, std []time.Duration
			for b.Loop() {
				for range 2 * pairedRounds {
					whole = append(whole, timed(func() { visitCSV(b, doc, workers) }))
					parse = append(parse, timed(func() { parseCSV(b, doc, buf) }))
					hash = append(hash, timed(func() { sha256.Sum256(doc) }))
					std = append(std, timed(func() { readStandardCSV(b, doc) }))
				}
			}
			own := fastest(whole)
			b.ReportMetric(float64(len(doc))/own.Seconds()/1e6, "MB/s")
			b.ReportMetric(fastest(hash).Seconds()/own.Seconds(), "x-sha256")
			b.ReportMetric(fastest(hash).Seconds()/fastest(parse).Seconds(), "parse-x-sha256")
			b.ReportMetric(fastest(std).Seconds()/own.Seconds(), "x-encoding/csv")
		})
	}
}

func visitCSV(b *testing.B, doc []byte, workers int) {
	f, err := OpenCSV(bytes.NewReader(doc), nil, Options{Workers: workers})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := f.Visit(context.Background(), func() Worker { return idleWorker{} }, func(any) error { return nil }); err != nil {
		b.Fatal(err)
	}
}

// parseCSV reads the rows as one block after the other, by way of buf, on one
// goroutine.
func parseCSV(b *testing.B, doc, buf []byte) {
	f, err := OpenCSV(bytes.NewReader(doc), nil, Options{Workers: 1})
	if err != nil {
		b.Fatal(err)
	}
	v := &visit{File: f, newWorker: func() Worker { return idleWorker{} }}
	l, s := &csvLayout{reader: f.csv}, v.newSlot()
	l.lines.csvTable = f.csv.judge.csvTable
	in := csvCount{rows: 1, ok: true}
	rest := doc[bytes.IndexByte(doc, '\n')+1:]
	for len(rest) > 0 {
		n := copy(buf[:defaultBlock], rest)
		if n < len(rest) {
			n = l.cut(buf[:n])
		}
		clear(buf[n : n+pad])
		blk := &block{buf: buf, n: n, pos: f.win.at, chain: chain{in: make(chan csvCount, 1), out: make(chan csvCount, 1)}}
		blk.in <- in
		if l.parse(blk, s); blk.read != n {
			b.Fatal("given up")
		}
		in, rest = <-blk.out, rest[n:]
	}
}

func readStandardCSV(b *testing.B, doc []byte) {
	r := csv.NewReader(bytes.NewReader(doc))
	r.ReuseRecord = true
	for {
		if _, err := r.Read(); err == io.EOF {
			return
		} else if err != nil {
			b.Fatal(err)
		}
	}
}

// Reading a CSV of plain rows allocates nothing for a record.
func TestCSVAllocatesNothingForARecord(t *testing.T) {
	doc := csvDocument(4 << 20)
	var before, behind runtime.MemStats
	runtime.ReadMemStats(&before)
	f, err := OpenCSV(bytes.NewReader(doc), nil, Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	r, err := f.Visit(context.Background(), func() Worker { return idleWorker{} }, func(any) error { return nil })
	runtime.ReadMemStats(&behind)
	if n := behind.Mallocs - before.Mallocs; err != nil || n > 2000 || r.Records < 20_000 {
		t.Errorf("%d allocations for %d records, %v", n, r.Records, err)
	}
}
