package codec_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s1mig/pkg/codec"
	"s1mig/pkg/finding"
)

// shapedRows are rows of a file of few shapes: numbers of both lengths, hex
// digits of both kinds, placeholders and a cell that is empty.
var shapedRows = []string{
	"A-%04d,2022-06-13,2022-06-15,DCC,9900000000015,Z9:A00011 Z9:A00012,Z9:4E000A",
	"A-%04d,2022-06-13,2022-06-15,,9999000104,Z9:A00021,Z9:4700B1",
	"A-%04d,2022-06-13,2022-06-15,DCC,9900000000015,,N/A",
	// in quotation marks
	`"A-%04d","2022-06-13","2022-06-15","DCC","9900000000015","Z9:A00011 Z9:A00012","Z9:4E000A"`,
	`"A-%04d",2022-06-13,"2022-06-15","",9999000104,"Z9:A00021","N/A"`,
	// with a fault
	"A-%04d,2022-16-13,2022-06-15,XYZ,9900000000015,Z9:A00011 Z9?A00012,Z9:4E000A",
	`"A %04d",2022-06-13,,DCC,X900000000015,"Z9:A00011  Z9:A00012","Z9:4E000,"`,
}

// A row that differs from one whose shape is known in one byte, or lacks it, or
// has one more, is read as it is alone, whichever byte it is and wherever it
// stands.
func TestCSVShapesTellRowsApart(t *testing.T) {
	for k, good := range shapedRows {
		if testing.Short() && k > 0 {
			break
		}
		tellRowsApart(t, csvHead, good, []string{"\n", "\r\n"}[k%2])
	}
}

// So it is where columns are missing, or not known.
func TestCSVShapesOfOtherColumns(t *testing.T) {
	for k, name := range strings.Split(strings.TrimSpace(csvHead), ",") {
		if testing.Short() && k > 0 {
			break
		}
		tellRowsApart(t, strings.Replace(csvHead, name, "Notes", 1), shapedRows[k%2], "\n")
	}
	tellRowsApart(t, strings.TrimSpace(csvHead)+"\r\r\n", shapedRows[0], "\r\r\n")
}

// tellRowsApart reads rows that differ from good ones in one place.
func tellRowsApart(t *testing.T, head, good, end string) {
	t.Helper()
	others := []string{"", ",", `"`, "\n", "\r", " ", "/", "0", "9", ":", "@", "A", "F", "G", "a", "f", "-", "\x00", "\x80", "\xb0", "\xff", "00"}
	row := fmt.Sprintf(good, 7)
	for _, other := range others {
		var b strings.Builder
		b.WriteString(head)
		for i := range 150 {
			fmt.Fprintf(&b, good+end, i)
		}
		for at := range row + end {
			b.WriteString((row + end)[:at] + other + (row + end)[at+1:])
			fmt.Fprintf(&b, good+end, 1000+at)
		}
		agreeCSV(t, b.String(), 0)
	}
}

// Rows of shapes that are known make one authorisation, or none, as any others do.
func TestCSVShapedRowsOfOneAuthorisation(t *testing.T) {
	pairs := [][2]string{{"2022-06-13", "2022-06-13"}, {"2022-06-13", "2022-06-14"}, {"2022-06-31", "2022-06-31"}}
	var b strings.Builder
	b.WriteString(csvHead)
	for i := range 400 {
		days := pairs[0]
		if i > 100 && i%7 < 2 {
			days = pairs[1+i%7]
		}
		for k := range 1 + i%3*(i/300) + i%2 {
			row := shapedRows[0]
			if k%2 == 1 && i%11 > 0 {
				row = "A-%04d,2022-06-13,2022-06-15,DCC,9999000104,Z9:A00021,Z9:4700B1"
			}
			b.WriteString(strings.Replace(fmt.Sprintf(row, i), "2022-06-13", days[k%2], 1) + "\n")
		}
	}
	agreeCSV(t, b.String(), 0)
	agreeCSV(t, strings.ReplaceAll(b.String(), "\n", "\r\n"), 90)
}

// Cells of the first row of an authorisation are told from those of the second, of
// whatever lengths they are, and those of one authorisation from those of the last.
func TestCSVConflictsSayWhatTheFirstRowHas(t *testing.T) {
	rnd := rand.New(rand.NewPCG(30, 31))
	parties := []string{"", "DCC", "Supplier", `a""b`, `""`, strings.Repeat("x", 40), "a,b"}
	days := []string{"2022-06-13", "2022-06-14", "", "2022-6-1", `2022""`}
	var b strings.Builder
	b.WriteString(csvHead)
	var want []string
	for i := range 200 {
		party, day := parties[rnd.IntN(len(parties))], days[rnd.IntN(len(days))]
		for k := range 2 {
			otherParty, otherDay := parties[rnd.IntN(len(parties))], days[rnd.IntN(len(days))]
			if k == 0 {
				otherParty, otherDay = party, day
			}
			fmt.Fprintf(&b, "A-%d,2022-06-13,\"%s\",\"%s\",9900000000015,,\n", i, otherDay, otherParty)
			for _, c := range [][3]string{{"MigrateOn", otherDay, day}, {"CommissioningParty", otherParty, party}} {
				if c[1] != c[2] {
					want = append(want, fmt.Sprintf("%s is %q here and %q in row %d", c[0], strings.ReplaceAll(c[1], `""`, `"`), strings.ReplaceAll(c[2], `""`, `"`), 2+2*i))
				}
			}
		}
	}
	var got []string
	for _, f := range readCSV(strings.NewReader(b.String()), codec.Options{}).findings {
		if f.Code == finding.CSVConflict {
			got = append(got, f.Message)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	agreeCSV(t, b.String(), 0)
}
