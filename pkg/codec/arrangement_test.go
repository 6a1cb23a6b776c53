package codec

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/spec"
)

// inEveryOrder is some of the MAF's records, each with the fields of its objects in an
// order of its own.
func inEveryOrder(size int) (lines [][]byte) {
	text := pairedLines(authorisationLine)[:size]
	for line := range bytes.Lines(scrambled(text[:bytes.LastIndexByte(text, '\n')+1])) {
		lines = append(lines, bytes.TrimSpace(line))
	}
	return lines
}

// arrangedParts is of how many parts a program knows an object to be; 0 if it does not.
func arrangedParts(g *program, text []byte) int {
	if g.arranged == nil || g.list != nil && g.list.sub.arranged == nil {
		return 0
	}
	var items *arrangements
	if g.list != nil {
		items = g.list.sub.arranged
	}
	return arranged(g.arranged, items, inputOf(padded(text)).from(1), &g.arranged.found[0], maxParts)
}

// Nearly all objects with few fields are looked up, once their orders have been seen.
func TestArrangementsAreKnown(t *testing.T) {
	quick, into := newProgram(maf.Record), maf.Record.New()
	if !worthArranging {
		arranging(quick)
	}
	known, all := 0, 0
	for k, line := range inEveryOrder(1 << 20) {
		if k > 1000 && quick.arranged != nil && quick.list.sub.arranged != nil {
			all++
			if n := arrangedParts(quick, line); n > 0 {
				known++
				if meters := bytes.Count(line, []byte(`"mpxn"`)); n != meters+2 {
					t.Fatalf("%d parts of %d meters: %s", n, meters, line)
				}
			}
		}
		if n := quick.object(inputOf(padded(line)), 0, maf.Record.Base(into)); n != len(line) {
			t.Fatalf("refused: %s", line)
		}
	}
	if all < 1000 || known < all*9/10 {
		t.Errorf("%d of %d objects are of known arrangements", known, all)
	}
}

// An object that differs in one place from those of known arrangements is read as it is
// by the careful parser, wherever that is.
func TestArrangementsTellObjectsApart(t *testing.T) {
	lines := inEveryOrder(1 << 20)
	quick, used := arranging(newProgram(maf.Record)), maf.Record.New()
	for _, line := range lines {
		quick.object(inputOf(padded(line)), 0, maf.Record.Base(used))
	}
	others := []string{"", `"`, `\`, ",", "{", "}", "[", "]", ":", " ", "\n", "0", "9", "A", "a", "z", "~", "|", "\x00", "\x80", "\xff", `","`, "},{", "}, {", "}],", "[ {"}
	known := 0
	most := 20
	if testing.Short() {
		most = 3
	}
	for _, line := range lines {
		if known == most {
			break
		}
		if arrangedParts(quick, line) == 0 {
			continue
		}
		known++
		for at := range line {
			for _, other := range others {
				quick.arrangements.astray, quick.list.sub.arrangements.astray = 0, 0 // nor are they given up
				text := slices.Concat(line[:at], []byte(other), line[at+1:])
				compareWith(t, quick, maf.Record, text, used)
			}
		}
	}
	if known < most {
		t.Errorf("%d objects are of known arrangements", known)
	}
}

// What stands between the parts, or in two of them, is not passed over.
func TestArrangementsAndWhatIsBetween(t *testing.T) {
	meter := `{"mpxn":"9900000000015","supplierCertificateIDs":["Z9:5A0101"],"networkOperatorCertificateID":"Z9:4E0001"}`
	other := `{"networkOperatorCertificateID":"Z9:4E0001","mpxn":"9900000000023","supplierCertificateIDs":["Z9:5A0101"]}`
	head, tail := `{"authorisationID":"A-1","meters":[`, `],"migrateOn":"2022-06-14","migrationWeek":"2022-06-13"}`
	whole := `{"migrateOn":"2022-06-14","authorisationID":"A-1","migrationWeek":"2022-06-13","meters":[`
	quick, used := arranging(newProgram(maf.Record)), maf.Record.New()
	for range 3 {
		for _, text := range []string{head + meter + tail, head + other + tail, whole + meter + `]}`} {
			quick.object(inputOf(padded([]byte(text))), 0, maf.Record.Base(used))
		}
	}
	many := func(n int) string { return strings.Repeat(meter+",", n-1) + other }
	for text, parts := range map[string]int{
		head + meter + tail:                                     3,
		head + meter + "," + other + tail:                       4,
		whole + other + `]}`:                                    3,
		head + many(maf.MaxMeters+1) + tail:                     maf.MaxMeters + 3, // which is too many
		head + many(maxParts-2) + tail:                          maxParts,
		head + many(maxParts-1) + tail:                          0,
		head + tail:                                             0,
		head + "[" + meter + tail:                               0,
		head + meter + ", " + other + tail:                      0,
		head + meter + "," + tail:                               0,
		head + " " + meter + tail:                               0,
		head + meter + " " + tail:                               0,
		head + meter + "},{" + other + tail:                     0,
		head + meter[:len(meter)-1] + tail:                      0,
		head + meter + `]`:                                      0,
		head + meter + `]}`:                                     3, // fields are missing
		whole + meter + tail:                                    3, // fields stand twice
		head + meter + tail + "x":                               3, // which is not for it to say
		head + meter + strings.Replace(tail, "4", "", 1):        0,
		head + meter + strings.Replace(tail, "06-1", "16-1", 1): 3,
	} {
		if n := arrangedParts(quick, []byte(text)); n != parts {
			t.Errorf("%d parts, want %d: %s", n, parts, text)
		}
		compareWith(t, quick, maf.Record, []byte(text), used)
	}
}

// Arrangements are given up where nearly every object is of another, and are looked for
// again later.
func TestArrangementsGivenUp(t *testing.T) {
	rnd := rand.New(rand.NewPCG(53, 54))
	quick, into := arranging(newProgram(maf.Meters)), maf.Meters.New()
	read := func(network string) {
		parts := []string{`"mpxn":"9900000000015"`, `"supplierCertificateIDs":["Z9:5A0101"]`, `"networkOperatorCertificateID":"` + network + `"`}
		rnd.Shuffle(len(parts), func(i, k int) { parts[i], parts[k] = parts[k], parts[i] })
		text := []byte("{" + strings.Join(parts, ",") + "}")
		if n := quick.object(inputOf(padded(text)), 0, maf.Meters.Base(into)); n != len(text) {
			t.Fatalf("refused: %s", text)
		}
		if a := quick.arrangements; len(a.known) > 1+maxArrangements {
			t.Fatalf("%d arrangements are known", len(a.known))
		}
	}
	for range 10_000 {
		read([]string{"Z9:4E0001", "N/A"}[rnd.IntN(2)])
	}
	if quick.arranged == nil {
		t.Error("given up though most are known")
	}
	for range 10_000 {
		quick.arrangements.slots, quick.arrangements.known = [1 << slotBits]uint8{}, quick.arrangements.known[:1] // as if each was of another
		read("Z9:4E0001")
	}
	if quick.arranged != nil {
		t.Error("looked up though none is known")
	}
	if quick.arrange(); quick.arranged != nil {
		t.Error("looked up soon after that was of no use")
	}
	quick.objects += 16 * rest
	if quick.arrange(); worthArranging && quick.arranged == nil {
		t.Error("never looked up again")
	}
}

// The slot of a text is told by the quotation marks before the first brace.
func TestSlots(t *testing.T) {
	rnd := rand.New(rand.NewPCG(51, 52))
	for range 20_000 {
		text := make([]byte, arrangedSize)
		for k := range text {
			text[k] = "\"\"abz{}|~\x7f\x80\xfb\xff\x00!#"[rnd.IntN(15)]
			if rnd.IntN(4) > 0 {
				text[k] = byte(rnd.Uint32())
			}
			if k < rnd.IntN(2*arrangedSize) && '{' <= text[k] && text[k] < 0x80 {
				text[k] = 'x'
			}
		}
		first := slices.IndexFunc(text, func(c byte) bool { return '{' <= c && c < 0x80 })
		if first < 0 {
			first = len(text)
		}
		marks := bytes.Repeat([]byte{'x'}, arrangedSize) // the same, but for what does not count
		for k, c := range text[:first] {
			if c == '"' {
				marks[k] = c
			}
		}
		slot, brace := slotOf(inputOf(padded(text)))
		want, none := slotOf(inputOf(padded(marks)))
		if brace != first || slot != want || none != arrangedSize {
			t.Fatalf("%q: slot %d, brace at %d; want %d, %d", text, slot, brace, want, first)
		}
	}
}

// Only objects of few fields are looked up, and lists of such.
func TestWhichObjectsAreArranged(t *testing.T) {
	for table, want := range map[*spec.Table]bool{
		maf.Record: true, maf.Meters: true, mcf.Record: false, mcf.Devices: false,
		scf.Type.Record: false, // whose lists have lists
	} {
		if got := arranging(newProgram(table)).arranged != nil; got != want {
			t.Errorf("%s: arranged %v, want %v", table.Name, got, want)
		}
	}
}
