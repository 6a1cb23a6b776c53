package codec_test

import (
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
)

// TestNamesPartedOtherwise: a file whose cells another sign parts is told so; whatever
// else names no column is told which names there are.
func TestNamesPartedOtherwise(t *testing.T) {
	var names []string
	for _, c := range maf.Columns() {
		names = append(names, c.Name)
	}
	const commas = "save the file as CSV with commas"
	for row, want := range map[string]string{
		strings.Join(names, ";"):  "parted by semicolons: " + commas,
		strings.Join(names, "\t"): "parted by tabs: " + commas,
		strings.Join(names, "|"):  "parted by bars: " + commas,
		"MPxN;Remark":             "parted by semicolons: " + commas,
		"Remark;MPxN":             "it must be " + strings.Join(names, ","),
		"a,b":                     "it must be " + strings.Join(names, ","),
		"a;b":                     "it must be " + strings.Join(names, ","),
	} {
		f, err := codec.OpenCSV(strings.NewReader(row+"\nA-1;2022-06-13\n"), &envelope.Header{FileType: "MAF"}, codec.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if last := f.Findings[len(f.Findings)-1]; last.Message != "the first row names no column of a MAF" || !strings.Contains(last.Hint, want) || strings.Contains(last.Hint, commas) != strings.Contains(want, commas) {
			t.Errorf("%q: %q, %q, want %q", row, last.Message, last.Hint, want)
		}
	}
}
