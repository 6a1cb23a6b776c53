package validate

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"s1mig/pkg/codec"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// placing is a register whose cursors know places of those meters whose number, less
// the check digit, leaves less than placed by 4.
type placing struct {
	oneRegister
	placed int
}

// Open implements rule.Opener.
func (p placing) Open(smso, submitter string) rule.Cursor {
	return &placingCursor{Cursor: rule.Open(p.oneRegister, smso, submitter), placed: p.placed}
}

type placingCursor struct {
	rule.Cursor
	placed int
	last   ident.MPxN
}

// Meter implements rule.Cursor.
func (p *placingCursor) Meter(m ident.MPxN, room *rule.MeterFacts) (*rule.MeterFacts, string, bool) {
	p.last = m
	return p.Cursor.Meter(m, room)
}

// Place implements rule.Cursor.
func (p *placingCursor) Place() uint32 {
	if number := uint64(p.last) & (1<<56 - 1) / 10 % 1_000_000; int(number%4) < p.placed {
		return uint32(number) + 1
	}
	return 0
}

// entry is an authorisation of one meter, by the numbers of both.
type entry struct{ id, meter int }

// mpxn is an MPAN that is no other's.
func (e entry) mpxn() string { return ident.MPANWithCheck(990000000000 + uint64(e.meter)).String() }

// repetitions are files in which things stand more than once: in "far" the ids are of
// one form and far apart. Neighbours have not the same id: the rows of a CSV would be
// one record.
func repetitions() map[string][]entry {
	rnd := rand.New(rand.NewPCG(3, 4))
	const n = 2_000
	once, some, twice, all := make([]entry, n), make([]entry, n), make([]entry, 2*n), make([]entry, n)
	for i := range n {
		once[i] = entry{i, i}
		some[i] = entry{rnd.IntN(10*n)*2 + i%2, rnd.IntN(10 * n)}
		twice[i], twice[n+i] = once[i], once[i]
		all[i] = entry{i % 2, 7}
	}
	ends := slices.Clone(once)
	ends[n-1].id, ends[n-2].meter = 0, 1
	few := slices.Clone(once)
	for range 3 {
		few[rnd.IntN(n)].id, few[rnd.IntN(n)].meter = rnd.IntN(n), rnd.IntN(n)
	}
	far := make([]entry, n)
	for i := range far {
		far[i] = entry{rnd.IntN(5_000)*2*97 + i%2, rnd.IntN(900_000)}
	}
	return map[string][]entry{"once": once, "some": some, "twice": twice, "all": all, "ends": ends, "few": few, "far": append(far, far[:n/2]...)}
}

// duplicatesOf is what is to be said of the entries, by counting them in maps.
func duplicatesOf(all []entry, csv bool, limit int) (want File) {
	ids, meters, parts := map[int]int{}, map[int]int{}, map[int]int{}
	for _, e := range all {
		ids[e.id]++
		meters[e.meter]++
	}
	want.ByCode = map[finding.Code]int64{}
	for i, e := range all {
		rejected := false
		tell := func(code finding.Code, path string) {
			rejected = true
			if want.ByCode[code]++; want.ByCode[code] > int64(limit) {
				want.Truncated = true
				return
			}
			want.Findings = append(want.Findings, finding.Finding{Code: code, Record: idText(e.id), Path: path})
		}
		parts[e.id]++
		switch {
		case csv && parts[e.id] > 1:
			tell(finding.CSVSplit, fmt.Sprintf("/%d/AuthorisationID", i+2))
		case !csv && ids[e.id] > 1:
			tell("X-DUPLICATE", fmt.Sprintf("/authorisations/%d/authorisationID", i))
		}
		switch {
		case meters[e.meter] < 2:
		case csv:
			tell("X-DUPLICATE", fmt.Sprintf("/%d/MPxN", i+2))
		default:
			tell("X-DUPLICATE", fmt.Sprintf("/authorisations/%d/meters/0/mpxn", i))
		}
		if !rejected {
			continue
		}
		if want.RejectedTotal++; want.RejectedTotal > int64(limit) {
			want.Truncated = true
			continue
		}
		want.Rejected = append(want.Rejected, idText(e.id))
	}
	return want
}

// idText has the ids of one form, but for a few.
func idText(id int) string {
	if id%97 == 96 {
		return fmt.Sprintf("B-%d", id)
	}
	return fmt.Sprintf("A-%07d", id)
}

// TestDuplicatesAgainstMaps compares all that is said of what stands more than once with what
// counting in maps says: however many of the meters have a place in the register, in
// JSON and in CSV, and whether or not all of it is kept.
func TestDuplicatesAgainstMaps(t *testing.T) {
	k := newKit(t)
	for name, entries := range repetitions() {
		var records []string
		var rows strings.Builder
		head, _, _ := strings.Cut(csvText, "\n")
		rows.WriteString(head + "\n")
		for _, e := range entries {
			records = append(records, authorisation(idText(e.id), e.mpxn()))
			fmt.Fprintf(&rows, "%s,2022-06-13,2022-06-15,,%s,Z9:1,Z9:2\n", idText(e.id), e.mpxn())
		}
		json := k.make(t, draft{Type: "MAF", Records: records})
		for _, csv := range []bool{false, true} {
			text, file := string(json.text), json.name
			if csv {
				text, file = rows.String(), csvName
			}
			for _, limit := range []int{1, 60, 300, 1_000_000} {
				want := duplicatesOf(entries, csv, limit)
				for _, placed := range []int{0, 2, 4} {
					for _, workers := range []int{1, 3} {
						opt := k.options()
						facts := *opt.Facts
						facts.Register, opt.Facts, opt.Directory = placing{placed: placed}, &facts, nil
						opt.MaxPerCode, opt.Codec = limit, codec.Options{Workers: workers, BlockSize: 16 << 10}
						got, err := Reader(t.Context(), file, strings.NewReader(text), opt)
						if err != nil {
							t.Fatal(err)
						}
						if diff := cmp.Diff(want, said(got), cmpopts.IgnoreUnexported(File{})); diff != "" {
							t.Fatalf("%s, CSV %v, limit %d, places of %d in 4, %d workers (-want +got):\n%s", name, csv, limit, placed, workers, diff)
						}
					}
				}
			}
		}
	}
}

// said is what a verdict says that duplicatesOf knows.
func said(f *File) (out File) {
	out.ByCode, out.RejectedTotal, out.Rejected, out.Truncated = f.ByCode, f.RejectedTotal, f.Rejected, f.Truncated
	for _, found := range f.Findings {
		out.Findings = append(out.Findings, finding.Finding{Code: found.Code, Record: found.Record, Path: found.Path})
	}
	return out
}

// counted is an input that counts what is read of it.
type counted struct {
	io.ReadSeeker
	read int
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.ReadSeeker.Read(b)
	c.read += n
	return n, err
}

// TestFewDuplicatesAreReadAgain: of a large file in which little stands twice, little is
// read a second time, of ids with numbers and without, of meters with a place in the
// register and without.
func TestFewDuplicatesAreReadAgain(t *testing.T) {
	k := newKit(t)
	for name, change := range map[string]func(e []entry){
		"id":                  func(e []entry) { e[5_000].id = e[300].id },
		"id without a number": func(e []entry) { e[5_000].id, e[300].id = 96, 96 },
		"meter":               func(e []entry) { e[19_999].meter = 1 },
		"meter with a place":  func(e []entry) { e[19_999].meter = 4 },
	} {
		entries := make([]entry, 20_000)
		for i := range entries {
			entries[i] = entry{(i+1)*97 + i%96, i}
		}
		change(entries)
		var records []string
		for _, e := range entries {
			records = append(records, authorisation(idText(e.id), e.mpxn()))
		}
		m := k.make(t, draft{Type: "MAF", Records: records})
		for _, layout := range []string{"canonical", "on one line"} {
			text := m.text
			if layout != "canonical" {
				text = bytes.ReplaceAll(text, []byte(",\n"), []byte(", "))
			}
			opt := k.options()
			facts := *opt.Facts
			facts.Register, opt.Facts, opt.Directory = placing{placed: 1}, &facts, nil
			opt.Codec = codec.Options{Workers: 2, BlockSize: 64 << 10}
			in := &counted{ReadSeeker: bytes.NewReader(text)}
			f, err := Reader(t.Context(), m.name, in, opt)
			if err != nil {
				t.Fatal(err)
			}
			if want := duplicatesOf(entries, false, opt.maxPerCode()); f.ByCode["X-DUPLICATE"] != 2 || !slices.Equal(f.Rejected, want.Rejected) {
				t.Errorf("%s, %s: %v, rejected %v, want %v", name, layout, f.ByCode, f.Rejected, want.Rejected)
			}
			if again := in.read - len(text); (again > 2*stretch*(64<<10)) != (layout != "canonical") {
				t.Errorf("%s, %s: %d of %d bytes were read again", name, layout, again, len(text))
			}
		}
	}
}

// changing is an input that is another one once it has been read to its end.
type changing struct {
	*bytes.Reader
	then []byte
}

func (c *changing) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekStart && c.then != nil {
		c.Reader, c.then = bytes.NewReader(c.then), nil
	}
	return c.Reader.Seek(offset, whence)
}

// TestFileThatChanges: where a file is another one when it is read a second time, no
// verdict is given: whether parts of it are read again or all, and although it still is
// a file of as many records.
func TestFileThatChanges(t *testing.T) {
	k := newKit(t)
	for _, twice := range []int{1, 2_000} { // in one place, and in most
		var records []string
		for i := range 3_000 {
			records = append(records, authorisation(idText(i%(3_000-twice)), entry{i, i}.mpxn()))
		}
		m := k.make(t, draft{Type: "MAF", Records: records})
		first := fmt.Sprintf("%q", idText(0))
		for name, then := range map[string][]byte{
			"cut short":       m.text[:2000],
			"another id":      bytes.Replace(m.text, []byte(first), []byte(`"A-9999999"`), 1),
			"one line end":    bytes.Replace(m.text, []byte("}]},\n"), []byte("}]}, "), 1),
			"no file at all":  bytes.Repeat([]byte("#"), len(m.text)),
			"an empty one":    {},
			"text in between": append(bytes.Clone(m.text[:50_000]), bytes.Repeat([]byte("#"), len(m.text)-50_000)...),
		} {
			if name == "one line end" && twice > 1 {
				continue // it is read as a whole, which finds the same
			}
			opt := k.options()
			opt.Codec.BlockSize = 16 << 10
			f, err := Reader(t.Context(), m.name, &changing{Reader: bytes.NewReader(m.text), then: then}, opt)
			if f != nil || !errors.Is(err, codec.ErrChanged) {
				t.Errorf("%d twice, %s: %v", twice, name, err)
			}
		}
	}
}
