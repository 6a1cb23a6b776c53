package codec

import (
	"strings"
	"testing"
)

// What stands behind a record is told by as many bytes as it takes, and no more.
func TestReadGap(t *testing.T) {
	for _, c := range []struct {
		text   string // behind the record; a bar stands before the byte that tells
		beyond byte
		kind   gapKind
		over   string // what is left behind the gap
	}{
		{"|", 0, gapOpen, ""},
		{" \r\n\t|", 0, gapOpen, ""},
		{" |", ' ', gapOpen, ""},
		{" |", '\n', gapOpen, ""},
		{",|", 0, gapOpen, ""},
		{", \n|", 0, gapOpen, ""},
		{",|", '\t', gapOpen, ""},
		{"|", ',', gapOpen, ""}, // whether another follows is not known
		{",|{", 0, gapComma, "{"},
		{" ,\n |{", 0, gapComma, "{"},
		{",|]", 0, gapComma, "]"},
		{",|x", 0, gapComma, "x"},
		{",\n|", '{', gapComma, ""},
		{",\n|", ']', gapComma, ""},
		{"|]", 0, gapEnd, "]"},
		{"\n|", ']', gapEnd, ""},
		{",|,", 0, gapCommas, ""},
		{", |, , ,{", 0, gapCommas, "{"},
		{",|,,,\n]", 0, gapCommas, "]"},
		{",\n|", ',', gapCommas, ""},
		{"|{", 0, gapNoComma, "{"},
		{"\n  |{", 0, gapNoComma, "{"},
		{"\n|", '{', gapNoComma, ""},
		{" |x,", 0, gapOdd, "x,"},
		{"|}", 0, gapOdd, "}"},
		{"|\x00{", 0, gapOdd, "\x00{"},
		{"\n|", 'x', gapOdd, ""},
		{"|\"a\"", 0, gapOdd, `"a"`},
	} {
		before, behind, _ := strings.Cut(c.text, "|")
		text := "{}" + before + behind
		b := append([]byte(text), make([]byte, pad)...)
		g := readGap(b, len("{}"), len(text), c.beyond)
		if g.kind != c.kind || g.at != len("{}"+before) || c.kind != gapOpen && text[g.over(b):] != c.over {
			t.Errorf("%q, then %q: %+v and %q, want kind %d", c.text, c.beyond, g, text[g.over(b):], c.kind)
		}
	}
}
