package party

import (
	"bytes"
	"testing"
)

// Pieces of any length stay where they are put.
func TestPack(t *testing.T) {
	var p Pack
	var places []uint32
	var want, at [][]byte
	for i := range 5000 {
		piece := bytes.Repeat([]byte{byte(i)}, i%97)
		if i%1000 == 999 {
			piece = bytes.Repeat(piece[:1], packBlock-2+i/1000)
		}
		place := p.Add(piece)
		places, want, at = append(places, place), append(want, piece), append(at, p.At(place))
	}
	for i, piece := range want {
		if now := p.At(places[i]); !bytes.HasPrefix(now, piece) || !bytes.HasPrefix(at[i], piece) {
			t.Fatalf("piece %d has changed", i)
		}
	}
}
