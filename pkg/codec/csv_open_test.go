package codec_test

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// Where each row has a fault at another place, or some have, they are read as each is
// alone, further rows of an authorisation among them.
func TestCSVRowsButForOneCell(t *testing.T) {
	rnd := rand.New(rand.NewPCG(32, 33))
	rounds := 40
	if testing.Short() {
		rounds = 10
	}
	for i := range rounds {
		rows := strings.SplitAfter(longCSV(rnd, 300), "\n")
		for k, row := range rows {
			if k == 0 || len(row) < 3 || rnd.IntN(1+i%3) > 0 {
				continue
			}
			at := rnd.IntN(len(row) - 1)
			other := "!0Az:- \",\r\n\x00\x7f\x80"[rnd.IntN(14)]
			if i%2 == 0 {
				other = "!0Az:- "[rnd.IntN(7)]
			}
			rows[k] = row[:at] + string([]byte{other}) + row[at+1:]
		}
		agreeCSV(t, strings.Join(rows, ""), 0)
	}
}
