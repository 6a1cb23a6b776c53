package validate

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"s1mig/pkg/codec"
)

// TestIDForm: an id has a number exactly where it is of the form and its number is
// not too large, and the number tells the id.
func TestIDForm(t *testing.T) {
	for _, c := range []struct{ first, before, behind string }{
		{"I-00000001.SUP01", "I-", ".SUP01"}, {"AUTH-000001", "AUTH-", ""}, {"123456789012", "1234", ""}, {"SUP01/2022-000001/ELEC.A", "SUP01/2022-", "/ELEC.A"}, {"12345678", "", ""},
		{"A-1.0000.22", "A-1.", ".22"}, {"AB-000001-0002", "AB-", "-0002"}, {"ABCDEFG7", "ABCDEFG", ""},
	} {
		f := formOf(c.first)
		if f.before != c.before || f.behind != c.behind || len(c.before)+f.digits+len(c.behind) != len(c.first) {
			t.Errorf("the form of %s is %+v", c.first, f)
		}
		byNumber := map[uint32]string{}
		for at := range c.first {
			for other := range 256 {
				id := c.first[:at] + string([]byte{byte(other)}) + c.first[at+1:]
				digits := id[len(f.before) : len(id)-len(f.behind)]
				want := strings.HasPrefix(id, f.before) && strings.HasSuffix(id, f.behind) && strings.Trim(digits, "0123456789") == ""
				n, ok := f.number(id)
				if large := fmt.Sprintf("%08s", digits) >= fmt.Sprint(maxNumbered); ok != (want && !large) {
					t.Fatalf("by the form of %s, %q has the number %d, %v", c.first, id, n, ok)
				}
				if other := byNumber[n]; ok && other != "" && other != id {
					t.Fatalf("%q has the number %d, which is that of %q", id, n, other)
				} else if ok {
					byNumber[n] = id
				}
			}
		}
		for _, id := range []string{"", c.first + "0", c.first[1:], "0" + c.first, c.first[:len(c.first)-1]} {
			if n, ok := f.number(id); ok {
				t.Errorf("by the form of %s, %q has the number %d", c.first, id, n)
			}
		}
	}
	for _, id := range []string{"", "A", "A-1", "A-00001-0002", "SUP01/2022-0000017/ELEC.A", "ABCDEFGHIJ", "1.ABCDEFGHIJ"} {
		if n, ok := formOf(id).number(id); ok {
			t.Errorf("%q has the number %d", id, n)
		}
	}
}

// TestNumberedIDs: which ids came more than once is told alike whichever of them is
// the first, and so tells the form.
func TestNumberedIDs(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 9))
	ids, times := make([]string, 5_000), map[string]int{}
	for i := range ids {
		ids[i] = fmt.Sprintf([]string{"I-%08d.SUP01", "I-%08d.SUP02", "I-%07d.SUP01", "%d", "I-9%07d.SUP01"}[rnd.IntN(5)], rnd.IntN(3_000))
		times[ids[i]]++
	}
	for _, first := range []string{"I-00000001.SUP01", "I-00000001.SUP02", "I-0000001.SUP01", "17", "-"} {
		u, k := newUnique(false), keys{}
		u.form.Store(formOf(first))
		for i, id := range ids {
			if n, ok := u.formFor(id).number(id); ok {
				k.placed[byID] = append(k.placed[byID], standing{n, uint32(i)})
			} else {
				k.of[byID] = append(k.of[byID], u.id(id))
			}
			if i%100 == 99 {
				if err := u.add(&k, codec.Extent{}, false); err != nil {
					t.Fatal(err)
				}
				k.reset()
			}
		}
		if err := u.settle(2); err != nil {
			t.Fatal(err)
		}
		want := 0
		for id, n := range times {
			if n > 1 {
				want += n
			}
			number, numbered := u.formFor(id).number(id)
			if twice := numbered && u.placed[byID].repeated(number) || !numbered && u.repeats[byID].twice.has(u.id(id)); twice != (n > 1) {
				t.Errorf("by the form of %s: %s came %d times", first, id, n)
			}
		}
		if u.occurrences != want {
			t.Errorf("by the form of %s: %d occurrences, want %d", first, u.occurrences, want)
		}
	}
}
