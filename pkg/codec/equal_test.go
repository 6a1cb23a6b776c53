package codec_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
)

// way is one way of reading the same bytes.
type way struct {
	name string
	opt  codec.Options
	wrap func(io.Reader) io.Reader
}

func plain(r io.Reader) io.Reader { return r }

// ways has every number of workers and every size of block, and readers that
// give little at a time. The first is the one that all others must agree with:
// one worker, and blocks so small that all is read singly.
func ways(maxRecord int) []way {
	all := []way{{"singly", codec.Options{Workers: 1, BlockSize: 64}, plain}}
	for workers := 1; workers <= 4; workers++ {
		for _, size := range []int{64, 100, 700, 4096, 1 << 19} {
			all = append(all, way{fmt.Sprintf("%d workers, blocks of %d", workers, size), codec.Options{Workers: workers, BlockSize: size}, plain})
		}
	}
	for _, size := range []int{64, 4096} {
		opt := codec.Options{Workers: 2, BlockSize: size}
		all = append(all, way{"one byte at a time", opt, iotest.OneByteReader}, way{"half", opt, iotest.HalfReader}, way{"error with data", opt, iotest.DataErrReader})
	}
	for i := range all {
		all[i].opt.MaxRecord = maxRecord
	}
	return all
}

func (w way) read(doc string) seen { return read(w.wrap(strings.NewReader(doc)), w.opt) }

// agree wants all ways to tell the same of the document.
func agree(t *testing.T, doc string, maxRecord int) {
	t.Helper()
	all := ways(maxRecord)
	want := all[0].read(doc)
	for _, w := range all[1:] {
		got := w.read(doc)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(codec.Result{}, seen{}, envelope.Trailer{}), cmpopts.IgnoreTypes(envelope.Trailer{}.Object)); diff != "" {
			t.Fatalf("%s: (-singly +%s)\n%.4000s\nof %.3000q", w.name, w.name, diff, doc)
		}
	}
}

// sampleLarge is a record that is larger than the sample's header.
var sampleLarge = strings.Replace(sampleFirst, `"Z9:5A0102"`, strings.Repeat(`"Z9:5A0102000000000000000000000000",`, 12)+`"Z9:5A0102"`, 1)

// long is a canonical file of n small records.
func long(n int) string {
	var b strings.Builder
	b.WriteString(sampleHead)
	for i := range n {
		if i > 0 {
			b.WriteString(",\n")
		}
		line := sampleSecond
		if i%7 == 3 {
			line = sampleLarge
		}
		b.WriteString(strings.Replace(line, `"A-`, fmt.Sprintf(`"A-%d-`, i), 1))
	}
	b.WriteString(strings.Replace(sampleTail, `"recordCount":2`, fmt.Sprintf(`"recordCount":%d`, n), 1))
	return seal(b.String())
}

// scraps are what mutations put in: everything that has a meaning to a reader.
var scraps = []string{"{", "}", "[", "]", ",", ":", `"`, "\\", "\n", "\r\n", "\t", " ", "\x00", "\xff", "é", `\u00e9`, `\ud800`, "01", "1e9", "null",
	`"trailer":`, "},\n{", "\n]", ",\n", "\n\n", "\n{", `{"a":1}`, "]\n}", "/*", "\n],\n", `,"mpxn":"1"`,
	",,", "}{", "} x", "} ,,\n{", "}\n{", "},\n5,\n{"}

// mutate spoils the document in a few places.
func mutate(rnd *rand.Rand, doc string) string {
	b := []byte(doc)
	for range 1 + rnd.IntN(4) {
		i := rnd.IntN(len(b))
		switch rnd.IntN(6) {
		case 0:
			b[i] ^= 1 << rnd.IntN(8)
		case 1:
			n := min(len(b)-i, 1+rnd.IntN(1+rnd.IntN(300)))
			b = append(b[:i:i], b[i+n:]...)
		case 2, 3:
			b = []byte(string(b[:i]) + scraps[rnd.IntN(len(scraps))] + string(b[i:]))
		case 4:
			k := rnd.IntN(len(b))
			b[i], b[k] = b[k], b[i]
		case 5: // a line end where one may stand, or where one may not
			if k := strings.IndexAny(string(b[i:]), ",:{}[]"); k >= 0 {
				b = []byte(string(b[:i+k+1]) + "\n" + string(b[i+k+1:]))
			}
		}
		if len(b) == 0 {
			return ""
		}
	}
	return string(b)
}

// Neither workers, nor blocks, nor how the input comes in change what is told
// of a file, however broken.
func TestAllWaysAgree(t *testing.T) {
	agree(t, sample(), 0)
	agree(t, long(300), 0)
	rnd := rand.New(rand.NewPCG(10, 11))
	base := []string{sample(), long(90), long(200), strings.ReplaceAll(long(100), "\n", "\r\n"), strings.ReplaceAll(long(150), "\n", ""), pretty(long(150), "  "), pretty(long(150), ""), spaced(long(150))}
	for _, doc := range base {
		agree(t, doc, 0)
	}
	rounds := 160
	if testing.Short() {
		rounds = 16
	}
	for i := range rounds {
		agree(t, mutate(rnd, base[i%len(base)]), []int{0, 0, 600, 450}[i%4])
	}
}

// scattered is a document in which one of so many lines of records has a wrong byte
// somewhere, of those given.
func scattered(rnd *rand.Rand, doc string, one int, bytes string) string {
	lines := strings.SplitAfter(doc, "\n")
	for k := 2; k < len(lines)-2; k++ {
		line := lines[k]
		if at := rnd.IntN(len(line) - 1); rnd.IntN(one) == 0 {
			lines[k] = line[:at] + string(bytes[rnd.IntN(len(bytes))]) + line[at+1:]
		}
	}
	return strings.Join(lines, "")
}

// All ways tell the same of files in which many records have a wrong byte, each at a place
// of its own.
func TestAllWaysAgreeOnScatteredFaults(t *testing.T) {
	rnd := rand.New(rand.NewPCG(57, 58))
	rounds := 40
	if testing.Short() {
		rounds = 4
	}
	for i := range rounds {
		doc := long(300)
		agree(t, scattered(rnd, doc, 1+i%3, []string{"!0Az ", "!0Az\"\\{}[],: \x00\x80"}[i%2]), 0)
	}
}

// pretty is the document as many programs write it for people.
func pretty(doc, indent string) string {
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(doc), "", indent); err != nil {
		panic(err)
	}
	return seal(out.String())
}

// spaced is the document on one line with a space behind each comma and colon
// that is not in a string, as Python writes it.
func spaced(doc string) string {
	parts := strings.Split(strings.ReplaceAll(doc, "\n", ""), `"`)
	for i := 0; i < len(parts); i += 2 {
		parts[i] = strings.ReplaceAll(strings.ReplaceAll(parts[i], ",", ", "), ":", ": ")
	}
	return seal(strings.Join(parts, `"`))
}

// A record of exactly the largest size is taken in, and one of a byte more is
// not, however it comes in.
func TestLargestRecord(t *testing.T) {
	for _, extra := range []int{-1, 0, 1, 2, 65} {
		doc := long(100)
		limit := len(sampleLarge) + extra + len("10-") // the index that long puts in
		agree(t, doc, limit)
		agree(t, strings.ReplaceAll(doc, "\n", ""), limit)
		s := way{"", codec.Options{Workers: 2, MaxRecord: limit}, plain}.read(doc)
		if tooLarge := len(s.Found) > 0; tooLarge != (extra < 0) || tooLarge && s.findings[0].Code != finding.RecordSize {
			t.Errorf("at most %d bytes: %s %q", limit, s.Err, s.Found)
		}
	}
}
