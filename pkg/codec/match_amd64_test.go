package codec

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"s1mig/pkg/spec"
)

// portably does something as on a machine without AVX2.
func portably(do func()) {
	before := useAVX2
	useAVX2 = false
	defer func() { useAVX2 = before }()
	do()
}

// sameWithout reads the texts with and without AVX2 and wants the same to be
// accepted, and to be learned of it, whether an order is expected, none, or one of many.
func sameWithout(t *testing.T, table *spec.Table, texts ...[]byte) {
	t.Helper()
	with, without := programs(table), programs(table)
	for k := range with {
		sameBy(t, with[k], without[k], texts)
	}
}

func sameBy(t *testing.T, with, without *program, texts [][]byte) {
	t.Helper()
	table := with.table
	for _, text := range texts {
		a, b := table.New(), table.New()
		n := with.object(inputOf(padded(text)), 0, table.Base(a))
		var m int
		portably(func() { m = without.object(inputOf(padded(text)), 0, table.Base(b)) })
		if n != m {
			t.Fatalf("%q: %d bytes are read with AVX2, %d without", text, n, m)
		}
		if diff := sameValue(t, a, b); n >= 0 && diff != "" {
			t.Fatalf("%q: (-with +without)\n%s", text, diff)
		}
		sameProgram(t, with, without)
	}
}

// sameProgram wants two programs to have learned the same.
func sameProgram(t *testing.T, a, b *program) {
	t.Helper()
	x, y := a.matcher, b.matcher
	x.shapes, y.shapes = nil, nil
	if x != y {
		t.Fatalf("%s: with AVX2 %+v\nwithout %+v", a.table.Name, x, y)
	}
	if !bytes.Equal(bytesOfShapes(a.made), bytesOfShapes(b.made)) {
		t.Fatalf("%s: with AVX2 %+v\nwithout %+v", a.table.Name, a.made, b.made)
	}
	if m, n := a.arrangements, b.arrangements; m != nil && (m.slots != n.slots || m.wait != n.wait || m.astray != n.astray || !slices.Equal(m.known, n.known)) {
		t.Fatalf("%s: with AVX2 %+v\nwithout %+v", a.table.Name, m, n)
	}
	for i := range a.fields {
		if a.fields[i].sub != nil {
			sameProgram(t, a.fields[i].sub, b.fields[i].sub)
		}
	}
}

func bytesOfShapes(s []shape) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(sizeofShape))
}

// A machine without AVX2 reads and learns the same.
func TestPortableIsTheSame(t *testing.T) {
	if !useAVX2 {
		t.Log("this machine has no AVX2: what is compared is the same")
	}
	for _, table := range tables() {
		rnd := rand.New(rand.NewPCG(43, 44))
		for range spoilt() {
			v := table.New()
			fillRandom(rnd, table, table.Base(v))
			text := Append(nil, table, v)
			texts := [][]byte{text, text, text}
			for range 20 {
				texts = append(texts, resemble(rnd, text), scramble(rnd, nil, text), spread(rnd, text))
			}
			sameWithout(t, table, texts...)
		}
	}
}

// A machine without AVX2 cuts the same rows, in blocks of any size.
func TestPortableCutsTheSame(t *testing.T) {
	rnd := rand.New(rand.NewPCG(49, 50))
	for range 4 {
		doc := csvDocument(64 << 10)
		head := bytes.IndexByte(doc, '\n') + 1
		for range rnd.IntN(40) {
			doc[head+rnd.IntN(len(doc)-head)] = []byte{'\n', '\r', '"', ',', ' ', '0', 'z', 0xff}[rnd.IntN(8)]
		}
		size := 300 + rnd.IntN(4000)
		with, _ := cutAll(t, doc, size)
		var without []csvRowAt
		portably(func() { without, _ = cutAll(t, doc, size) })
		if !slices.Equal(with, without) {
			t.Fatalf("blocks of %d: %d and %d rows are cut, or others", size, len(with), len(without))
		}
		if len(with) == 0 || shapedOf(with) < len(with)/2 {
			t.Errorf("of %d rows %d are of a known shape", len(with), shapedOf(with))
		}
	}
}

// spread puts white space between the parts of a record.
func spread(rnd *rand.Rand, text []byte) []byte {
	space := []byte([]string{" ", "\n", "\r\n\t", "\n        ", "\n                                        "}[rnd.IntN(5)])
	return bytes.ReplaceAll(bytes.ReplaceAll(text, []byte(`,"`), append(append([]byte(","), space...), '"')), []byte(`":`), []byte(`": `))
}

// FuzzPortable holds what is done with AVX2 to what is done without.
func FuzzPortable(f *testing.F) {
	all := tables()
	addPairs(f, all, 45)
	f.Fuzz(func(t *testing.T, which uint8, before, text []byte) {
		sameWithout(t, all[int(which)%len(all)], before, before, before, text, before, text)
	})
}
