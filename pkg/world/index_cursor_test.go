package world

import (
	"math/rand/v2"
	"slices"
	"testing"

	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// sequences are orders in which a file may ask for meters, some of them absent.
func sequences(meters []ident.MPxN) map[string][]ident.MPxN {
	chance := rand.New(rand.NewPCG(7, 8))
	out := map[string][]ident.MPxN{"in order": meters}
	out["reverse"] = slices.Clone(meters)
	slices.Reverse(out["reverse"])
	out["random"] = slices.Clone(meters)
	chance.Shuffle(len(meters), func(i, j int) { r := out["random"]; r[i], r[j] = r[j], r[i] })
	for i, m := range meters {
		out["absent between"] = append(out["absent between"], m, m^1<<40, m+1)
		out["each twice"] = append(out["each twice"], m, m)
		out["some twice"] = append(out["some twice"], m, meters[i/3])
		if i%7 == 0 {
			out["one in 7"] = append(out["one in 7"], m)
		}
		if i%150 == 0 {
			out["one in 150"] = append(out["one in 150"], m)
		}
		if chance.IntN(40) == 0 { // stretches in order, from anywhere
			from := chance.IntN(len(meters))
			out["stretches"] = append(out["stretches"], meters[from:min(len(meters), from+chance.IntN(300))]...)
		}
	}
	out["absent alone"] = []ident.MPxN{0, 1, meters[0] ^ 1<<41, meters[0] ^ 1<<42, meters[0] ^ 1<<43}
	return out
}

// expectations are what a cursor may be told to expect of a block: the truth, and
// anything else.
func expectations(block, all []ident.MPxN, chance *rand.Rand) [][]ident.MPxN {
	some := slices.DeleteFunc(slices.Clone(block), func(ident.MPxN) bool { return chance.IntN(4) == 0 })
	wrong := slices.Clone(block)
	chance.Shuffle(len(wrong), func(i, j int) { wrong[i], wrong[j] = wrong[j], wrong[i] })
	return [][]ident.MPxN{block, some, wrong, all[:min(len(all), 20)], {0, block[0] + 1, block[0]}, nil}
}

// sameCursors asks cursors of two worlds for the meters of the first in many
// orders, told beforehand what to expect and not.
func sameCursors(t *testing.T, full, facts *World, submitters ...string) {
	t.Helper()
	var meters []ident.MPxN
	for _, o := range full.SMSOs() {
		for _, in := range full.Register(o.Name).All() {
			for k := range in.Devices {
				if d := &in.Devices[k]; d.IsMeter() {
					meters = append(meters, d.MPxN)
				}
			}
		}
	}
	if len(meters) == 0 {
		meters = []ident.MPxN{full.Absent(false)}
	}
	for name, order := range sequences(meters) {
		for _, o := range full.SMSOs() {
			for _, submitter := range submitters {
				for how := range len(expectations(order, order, rand.New(rand.NewPCG(1, 1)))) + 1 {
					t.Logf("%s, %s, %s, expectations %d", name, o.Name, submitter, how)
					sameAnswers(t, full.Facts().Register, rule.Open(facts.Facts().Register, o.Name, submitter), o.Name, submitter, order, meters, how-1)
				}
			}
		}
	}
}

// sameAnswers asks for the meters block by block.
func sameAnswers(t *testing.T, register rule.Register, cursor rule.Cursor, smso, submitter string, order, all []ident.MPxN, how int) {
	t.Helper()
	chance := rand.New(rand.NewPCG(5, uint64(len(order))))
	for len(order) > 0 {
		n := min(len(order), 1+chance.IntN(200))
		if how >= 0 {
			cursor.Expect(expectations(order[:n], all, chance)[how])
		}
		for _, m := range order[:n] {
			room := rule.MeterFacts{InstallationID: "left over", SubmitterMeters: 77}
			held, installation, ok := cursor.Meter(m, &room)
			got := *held
			got.InstallationID = installation
			want, known := register.Meter(smso, submitter, m)
			if ok != known || got != want {
				t.Fatalf("%v:\ngot  %+v, %v\nwant %+v, %v", m, got, ok, want, known)
			}
		}
		order = order[n:]
	}
}

// TestCursorOfLargeRegister asks for more meters than a cursor looks ahead, of
// several SMSOs.
func TestCursorOfLargeRegister(t *testing.T) {
	dir := synthetic(t, 600)
	full, err := Load(dir, 1)
	if err != nil {
		t.Fatal(err)
	}
	sameCursors(t, full, loadFacts(t, dir, false, false, false), "SUP01")
}

// TestCursorForgets asks for more classes of meters than a cursor keeps.
func TestCursorForgets(t *testing.T) {
	w, err := W1Facts(1)
	if err != nil {
		t.Fatal(err)
	}
	other := slices.IndexFunc(w.groups, func(g rule.Group) bool { return g.SMSO != w.groups[0].SMSO })
	b, batch := newIndexBuilder(newLoader(nil, "", 1), false), &indexBatch{ids: []byte("I")}
	var meters []ident.MPxN
	for i := range 3 * mostAnswers {
		meters = append(meters, ident.MPANWithCheck(990000000000+uint64(i)))
		c := meterClass{active: uint8(i), dormant: uint8(i >> 8), supplier: 1, suppliers: [2]uint16{1, 2}}
		if i%3 == 0 {
			c.group = uint16(other)
		}
		batch.meters = append(batch.meters, classedMeter{key: keyOf(meters[i]), idLength: 1, class: c})
	}
	if err := b.add(batch); err != nil {
		t.Fatal(err)
	}
	body, err := b.finish()
	if err != nil {
		t.Fatal(err)
	}
	with := *w
	with.index, _ = newIndex(body, b.size)
	if !with.fits(with.index) || b.size.Classes != 3*mostAnswers {
		t.Fatal(b.size)
	}
	register, smso := indexFacts{&with}, with.groups[0].SMSO
	for name, order := range sequences(meters) {
		t.Log(name)
		sameAnswers(t, register, register.Open(smso, "SUPA"), smso, "SUPA", order, meters, -1)
	}
	cursor := register.Open(smso, "SUPA")
	shown, _, _ := cursor.Meter(meters[1], &rule.MeterFacts{})
	before := *shown
	for _, m := range meters {
		_, _, _ = cursor.Meter(m, &rule.MeterFacts{})
	}
	if *shown != before || before.ActiveMeters != 1 {
		t.Errorf("an answer has become another: %+v", shown)
	}
	for i, m := range meters {
		f, ok := register.Meter(smso, "SUPA", m)
		if ok != (i%3 != 0) || ok && (f.ActiveMeters != i&0xff || f.DormantMeters != i>>8 || f.InstallationID != "I") {
			t.Fatalf("%v: %+v, %v", m, f, ok)
		}
	}
}

// TestInOrder takes the hash table away: a cursor that knows the order, and how
// far apart the submitter's meters stand, does without.
func TestInOrder(t *testing.T) {
	for _, step := range []int{1, 2, 7, 20, longestReach} {
		w := loadFacts(t, synthetic(t, 600), false, false, false)
		x := w.index
		c := &indexCursor{w: w, last: -1, reach: 1}
		for at := 0; at < int(x.size.Meters); at += step {
			if at == 2*step {
				x.slots.text = make([]byte, len(x.slots.text))
			}
			if got, ok := c.find(x, x.key(at)); !ok || got != at {
				t.Fatalf("each %dth meter: that at %d is found at %d, %v", step, at, got, ok)
			}
		}
	}
}

// TestScattered wants a cursor to want to hear of a file in no order, and not of
// one in the order of the register, however thinly the submitter's meters stand
// in it.
func TestScattered(t *testing.T) {
	w := loadFacts(t, synthetic(t, 3000), false, false, false)
	var meters []ident.MPxN
	for at := range int(w.index.size.Meters) {
		meters = append(meters, w.index.key(at).mpxn())
	}
	for name, want := range map[string]bool{"in order": false, "one in 7": false, "one in 150": true, "random": true, "reverse": true,
		"each twice": false, "stretches": false, "absent alone": true} {
		cursor, facts := w.Facts().Register.(rule.Opener).Open("SMSO1", "SUP01"), rule.MeterFacts{}
		if !cursor.Scattered() {
			t.Error("a cursor that was not asked yet knows the order")
		}
		for _, m := range sequences(meters)[name] {
			_, _, _ = cursor.Meter(m, &facts)
		}
		if got := cursor.Scattered(); got != want {
			t.Errorf("%s: scattered is %v, want %v", name, got, want)
		}
	}
}

// TestCursorMakesNoGarbage counts allocations when a cursor has been used once.
func TestCursorMakesNoGarbage(t *testing.T) {
	w, err := W1Facts(1)
	if err != nil {
		t.Fatal(err)
	}
	meters := []ident.MPxN{mpxn(t, "9900000000033"), mpxn(t, "9900000000015")}
	cursor, facts := rule.Open(w.Facts().Register, "SMSO2", "SUPA"), rule.MeterFacts{}
	if n := testing.AllocsPerRun(100, func() {
		cursor.Expect(meters)
		_, _, _ = cursor.Meter(meters[0], &facts)
		_, _, _ = cursor.Meter(meters[1], &facts)
		_ = cursor.Scattered()
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
