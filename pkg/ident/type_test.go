package ident

import (
	"math/rand/v2"
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"s1mig/pkg/civil"
)

// reference says what a type's Valid must say, by its pattern.
type reference struct {
	*Type
	pattern *regexp.Regexp
}

func references(t testing.TB) []reference {
	var all []reference
	for _, typ := range All() {
		re, err := regexp.Compile(typ.Pattern)
		if err != nil {
			t.Fatalf("%s: %v", typ.Name, err)
		}
		all = append(all, reference{typ, re})
	}
	return all
}

func (r reference) check(t *testing.T, b []byte) {
	t.Helper()
	want := r.pattern.Match(b)
	switch r.Type {
	case DateType:
		_, ok := civil.ParseDate(b)
		want = want && ok
	case InstantType:
		_, ok := civil.ParseInstant(b)
		want = want && ok
	}
	if got := r.Valid(b); got != want {
		t.Fatalf("%s: Valid(%q) = %v, want %v", r.Name, b, got, want)
	}
	if want && len(b) > r.MaxLen {
		t.Fatalf("%s: %q has %d bytes, more than %d", r.Name, b, len(b), r.MaxLen)
	}
	if hint := r.Hint(b); !want && (strings.HasSuffix(hint, ".") || strings.Contains(hint, "\n") || len(hint) > 600) {
		t.Fatalf("%s: hint of %q: %q", r.Name, b, hint)
	}
}

func TestTypes(t *testing.T) {
	names := map[string]bool{}
	for _, r := range references(t) {
		if r.Name == "" || names[r.Name] || r.Doc == "" || r.Source == "" || r.Hint == nil {
			t.Errorf("%q is undocumented or not unique", r.Name)
		}
		names[r.Name] = true
		if !strings.HasPrefix(r.Pattern, "^") || !strings.HasSuffix(r.Pattern, "$") {
			t.Errorf("%s: pattern %s is not anchored", r.Name, r.Pattern)
		}
		if len(r.Examples) < 1 || len(r.Bad) < 2 {
			t.Errorf("%s: %d examples, %d bad", r.Name, len(r.Examples), len(r.Bad))
		}
		for _, s := range r.Examples {
			if !r.Valid([]byte(s)) {
				t.Errorf("%s: example %q is not valid", r.Name, s)
			}
			r.check(t, []byte(s))
		}
		for _, s := range r.Bad {
			if r.Valid([]byte(s)) {
				t.Errorf("%s: bad %q is valid", r.Name, s)
			}
			r.check(t, []byte(s))
		}
	}
	if len(names) != 29 {
		t.Errorf("%d types, want 29", len(names))
	}
}

// Every example, good or bad, of every type, damaged at random, must be judged
// by every type as its pattern judges it.
func TestValidAgreesWithPattern(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	const alphabet = "0123456789abcdefABCDEFGXZ:.-_TZ/+= \x00\x1f\x7f\u00e9\u2713"
	runes := []rune(alphabet)
	all := references(t)
	for _, from := range all {
		for _, s := range append(append([]string{}, from.Examples...), from.Bad...) {
			for range 30 {
				damaged := []rune(s)
				for range rng.IntN(3) {
					i, r := rng.IntN(len(damaged)+1), runes[rng.IntN(len(runes))]
					switch {
					case rng.IntN(3) == 0 || i == len(damaged):
						damaged = append(damaged[:i:i], append([]rune{r}, damaged[i:]...)...)
					case rng.IntN(2) == 0:
						damaged = append(damaged[:i:i], damaged[i+1:]...)
					default:
						damaged[i] = r
					}
				}
				for _, r := range all {
					r.check(t, []byte(string(damaged)))
				}
			}
		}
	}
}

func TestValidAtTheLimits(t *testing.T) {
	unit := map[*Type]string{SealedType: "a", TextType: "\u2713", FileNameType: "a", ReferenceType: "a", RecordIDType: "a", APNType: "a", CertificateIDType: "0"}
	for _, r := range references(t) {
		for n := range 2100 {
			if n > 70 && n < 140 || n > 160 && n < 495 || n > 505 && n < 995 || n > 1005 && n < 1995 || n > 2005 {
				continue
			}
			if u := unit[r.Type]; u != "" {
				r.check(t, []byte(strings.Repeat(u, n)))
			}
		}
		for _, n := range []int{999, 1000, 1001} {
			x := strings.Repeat("a", n)
			r.check(t, []byte(x+".b.c"))
			r.check(t, []byte("a."+x+".c"))
			r.check(t, []byte("a.b."+x))
			r.check(t, []byte(x+"..b.c.d"))
			r.check(t, []byte("a..b."+x+".d"))
		}
		for _, n := range []int{62, 63, 64, 65} {
			x := strings.Repeat("a", n)
			r.check(t, []byte("a.."+x+".c.d"))
			r.check(t, []byte("a..b.c."+x))
			r.check(t, []byte("a."+x+".c"))
		}
	}
}

// netip knows more forms of an address than the files do: zones and IPv4 inside
// IPv6.
func TestIPAddressAgreesWithNetip(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 5))
	const alphabet = "::::..0123456789afF"
	for range 300000 {
		b := make([]byte, rng.IntN(14))
		for i := range b {
			b[i] = alphabet[rng.IntN(len(alphabet))]
		}
		_, err := netip.ParseAddr(string(b))
		mixed := strings.Contains(string(b), ".") && strings.Contains(string(b), ":")
		if want := err == nil && !mixed; IPAddressType.Valid(b) != want {
			t.Fatalf("%q: valid is %v, netip says %v", b, !want, err)
		}
	}
}

func TestValidDoesNotAllocate(t *testing.T) {
	for _, typ := range All() {
		for _, s := range append(append([]string{}, typ.Examples...), typ.Bad...) {
			b := []byte(s)
			if n := testing.AllocsPerRun(10, func() { typ.Valid(b) }); n != 0 {
				t.Errorf("%s: Valid(%q) allocates %v times", typ.Name, s, n)
			}
		}
	}
}

func FuzzTypes(f *testing.F) {
	all := references(f)
	for _, r := range all {
		for _, s := range append(append([]string{}, r.Examples...), r.Bad...) {
			f.Add([]byte(s))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 5000 {
			return
		}
		for _, r := range all {
			if utf8.Valid(b) {
				r.check(t, b)
			} else if r.Valid(b) {
				t.Errorf("%s: %q is not UTF-8 and valid", r.Name, b)
			}
		}
	})
}
