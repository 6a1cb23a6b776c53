package mask

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// scramble replaces text of which nothing is known by characters: each digit by
// a digit, each letter by a letter of its case, hex ones among themselves, any
// character beyond ASCII by the same one. Signs and blanks stay, and words that
// stand for nothing do.
func (m *masker) scramble(k kind, text string) string {
	out, _ := m.scrambleUntil(k, text, func([]byte) bool { return true })
	return out
}

// scrambleUntil is scramble, again and again in other ways, until the result is
// right. It gives up after so many that there is hardly such a result.
func (m *masker) scrambleUntil(k kind, text string, right func([]byte) bool) (out string, ok bool) {
	if saysNothing(text) {
		return text, true
	}
	keep := byte(0) // the sign of an exponent, which a spreadsheet has put there
	if isScientific(text) {
		keep = 'e'
	}
	for attempt := range byte(64) {
		s := stream{m: m, kind: k, seed: append([]byte{attempt}, text...)}
		out := make([]byte, 0, len(text))
		for _, r := range text {
			out = s.character(out, r, keep)
		}
		if right(out) {
			return string(out), true
		}
	}
	return "", false
}

// nothings are what people and spreadsheets write for nothing.
var nothings = []string{"", "-", "n/a", "na", "nil", "none", "null", "tbc", "tbd", "unknown", "#n/a", "#ref!", "#value!", "#name?"}

func saysNothing(text string) bool {
	return slices.Contains(nothings, strings.ToLower(strings.TrimSpace(text)))
}

// isScientific reports whether text is a number such as 9.9E+12.
func isScientific(text string) bool {
	return strings.Trim(text, "0123456789.,+-eE") == "" && strings.Count(strings.ToLower(text), "e") == 1
}

// stream is keyed noise.
type stream struct {
	m     *masker
	kind  kind
	seed  []byte
	noise []byte
}

func (s *stream) next() byte {
	if len(s.noise) == 0 {
		s.seed = append(s.seed[:0], s.m.hash(s.kind, s.seed)...)
		s.noise = s.seed
	}
	b := s.noise[0]
	s.noise = s.noise[1:]
	return b
}

// of picks one of these.
func (s *stream) of(members string) byte { return members[int(s.next())%len(members)] }

func (s *stream) character(out []byte, r rune, keep byte) []byte {
	switch {
	case r >= utf8.RuneSelf:
		return append(out, "ä"...)
	case keep != 0 && byte(r)|0x20 == keep:
		return append(out, byte(r))
	case r >= '0' && r <= '9':
		return append(out, s.of("0123456789"))
	case r >= 'A' && r <= 'F':
		return append(out, s.of("ABCDEF"))
	case r >= 'a' && r <= 'f':
		return append(out, s.of("abcdef"))
	case r >= 'G' && r <= 'Z':
		return append(out, s.of("GHIJKLMNOPQRSTUVWXYZ"))
	case r >= 'g' && r <= 'z':
		return append(out, s.of("ghijklmnopqrstuvwxyz"))
	}
	return append(out, byte(r))
}

// number scrambles a JSON number, which stays one: its first digit is zero if it
// was.
func (m *masker) number(text string) string {
	s := stream{m: m, kind: scrambleKind, seed: []byte(text)}
	out := make([]byte, 0, len(text))
	for i := range len(text) {
		switch c := text[i]; {
		case c < '0' || c > '9':
			out = append(out, c)
		case i > 0 && text[i-1] != '-':
			out = append(out, s.of("0123456789"))
		case c == '0':
			out = append(out, c)
		default:
			out = append(out, s.of("123456789"))
		}
	}
	return string(out)
}
