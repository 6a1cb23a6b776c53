package codec_test

import (
	"fmt"
	"strings"
	"testing"
)

// shapedRows are rows of a file of few shapes: numbers of both lengths, hex
// digits of both kinds, placeholders and a cell that is empty.
var shapedRows = []string{
	"A-%04d,2022-06-13,2022-06-15,DCC,9900000000015,Z9:A00011 Z9:A00012,Z9:4E000A",
	"A-%04d,2022-06-13,2022-06-15,,9999000104,Z9:A00021,Z9:4700B1",
	"A-%04d,2022-06-13,2022-06-15,DCC,9900000000015,,N/A",
}

// A row that differs from one whose shape is known in one byte, or lacks it, or
// has one more, is read as it is alone, whichever byte it is and wherever it
// stands.
func TestCSVShapesTellRowsApart(t *testing.T) {
	others := []string{"", ",", `"`, "\n", "\r", " ", "/", "0", "9", ":", "@", "A", "F", "G", "a", "f", "-", "\x00", "\x80", "\xb0", "\xff", "00"}
	for k, good := range shapedRows {
		if testing.Short() && k > 0 {
			break
		}
		end := []string{"\n", "\r\n"}[k%2]
		row := fmt.Sprintf(good, 7)
		for _, other := range others {
			var b strings.Builder
			b.WriteString(csvHead)
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
