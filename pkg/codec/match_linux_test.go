package codec

import (
	"bytes"
	"math/rand/v2"
	"os"
	"syscall"
	"testing"

	"s1mig/pkg/source"
)

// guarded returns room that a page follows which nobody may look at.
func guarded(t *testing.T, size int) []byte {
	t.Helper()
	page := os.Getpagesize()
	room := (size + page - 1) / page * page
	all, err := syscall.Mmap(-1, 0, room+page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Munmap(all); err != nil {
			t.Error(err)
		}
	})
	if err := syscall.Mprotect(all[room:], syscall.PROT_NONE); err != nil {
		t.Fatal(err)
	}
	return all[:room]
}

// No look goes beyond the pad, wherever the data ends: this test would crash.
func TestReadsStayInside(t *testing.T) {
	room := guarded(t, 1<<16)
	for _, table := range tables() {
		rnd := rand.New(rand.NewPCG(47, 48))
		into := table.New()
		for k := range 6 {
			quick := programs(table)[k%3]
			v := table.New()
			fillRandom(rnd, table, table.Base(v))
			text := Append(nil, table, v)
			teach(quick, table, text)
			for n := range len(text) + 1 {
				buf := room[len(room)-n-pad:]
				clear(buf[copy(buf, text[:n]):])
				quick.object(inputOf(buf), 0, table.Base(into))
				p := &careful{}
				p.reset(buf, n, source.Start())
				p.object(0, table, quick, table.Base(into))
			}
		}
	}
}

// The same holds for rows.
func TestCutsStayInside(t *testing.T) {
	room, doc := guarded(t, 1<<16), csvDocument(32<<10)
	_, w := cutAll(t, doc, 4<<10)
	rows, most := doc[bytes.IndexByte(doc, '\n')+1:], 0
	for n := range 2 * maxRow {
		buf := room[len(room)-n-pad:]
		clear(buf[copy(buf, rows[:n]):])
		cut, _ := w.shapes.cut(inputOf(buf), 0, n, nil)
		most = max(most, len(cut))
		if last := bytes.LastIndexByte(buf[:max(n-2, 0)], '\n') + 1; last+40 < n {
			buf[last+40] = '!' // of it but for one cell
			w.shapes.cut(inputOf(buf), 0, n, nil)
		}
	}
	if most < 2 {
		t.Errorf("of the rows in %d bytes %d are of a known shape", 2*maxRow, most)
	}
}
