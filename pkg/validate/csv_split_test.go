package validate

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/finding"
)

// judgeSplit judges a CSV with these rows, and returns what it says of
// authorisations that are split.
func judgeSplit(t *testing.T, rows string, workers, limit int) (*File, []finding.Finding) {
	t.Helper()
	head, _, _ := strings.Cut(csvText, "\n")
	opt := Options{Codec: codec.Options{Workers: workers, BlockSize: 1 << 14}, MaxPerCode: limit}
	f, err := Reader(context.Background(), csvName, strings.NewReader(head+"\n"+rows), opt)
	if err != nil {
		t.Fatal(err)
	}
	var split []finding.Finding
	for _, found := range f.Findings {
		if found.Code == finding.CSVSplit {
			split = append(split, found)
		}
	}
	return f, split
}

const splitRow = "%s,2022-06-13,2022-06-15,DCC,%s,Z9:1,Z9:2\n"

// Each part of an authorisation but the first is told, with the row before it
// that it belongs with; the form of its id does not matter, and rows without one
// belong to nothing.
func TestCSVSplit(t *testing.T) {
	var rows strings.Builder
	for i, id := range []string{"A-1", "A-2", "A-2", "A 3", "A-1", "A-1", "", "A-2", "", "\"A 3\"", "A-1"} {
		fmt.Fprintf(&rows, splitRow, id, fmt.Sprintf("99%011d", i))
	}
	f, split := judgeSplit(t, rows.String(), 2, 0)
	want := [][3]string{{"A-1", "6", "2"}, {"A-2", "9", "4"}, {"A 3", "11", "5"}, {"A-1", "12", "7"}}
	if len(split) != len(want) || f.ByCode[finding.CSVSplit] != int64(len(want)) || f.Has("X-DUPLICATE") {
		t.Fatalf("%v %v", f.ByCode, split)
	}
	for i, w := range want {
		message := fmt.Sprintf("the rows of %q do not stand together: row %s belongs with row %s", w[0], w[1], w[2])
		record := w[0]
		if strings.Contains(record, " ") {
			record = ""
		}
		if s := split[i]; s.Message != message || s.Path != "/"+w[1]+"/AuthorisationID" || fmt.Sprint(s.Pos.Line) != w[1] || s.Record != record || s.Severity != finding.Error || s.Hint == "" {
			t.Errorf("%+v, want %s", s, message)
		}
	}
	if f.RejectedTotal < int64(len(want)) {
		t.Errorf("%d records are turned away", f.RejectedTotal)
	}
}

// So many that not all texts are kept: the total is exact and the first are told.
func TestCSVManySplit(t *testing.T) {
	const n = maxTexts
	var rows strings.Builder
	for i := range 2 * n {
		fmt.Fprintf(&rows, splitRow, fmt.Sprintf("A-%d", i%n), fmt.Sprintf("99%011d", i))
	}
	for workers := 1; workers <= 3; workers++ {
		f, split := judgeSplit(t, rows.String(), workers, 5)
		if f.ByCode[finding.CSVSplit] != n || len(split) != 5 || !f.Truncated {
			t.Fatalf("%v, %d told", f.ByCode, len(split))
		}
		for i, s := range split {
			if want := fmt.Sprintf("the rows of %q do not stand together: row %d belongs with row %d", fmt.Sprintf("A-%d", i), n+2+i, 2+i); s.Message != want {
				t.Errorf("%s, want %s", s.Message, want)
			}
		}
	}
}
