package trace

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestRequirements counts the list: 181, of which 60 core, 98 secondary, 20
// record only and 3 scope, under ten heads of which none is empty.
//
//trace:shows 3.1
func TestRequirements(t *testing.T) {
	all := Requirements()
	tiers, heads := map[Tier]int{}, map[string]int{}
	for _, r := range all {
		tiers[r.Tier]++
		heads[r.Head]++
	}
	if want := map[Tier]int{Core: 60, Secondary: 98, Record: 20, Scope: 3}; len(all) != 181 || !maps.Equal(tiers, want) {
		t.Errorf("%d requirements, %v, want 181, %v", len(all), tiers, want)
	}
	if len(Heads()) != 10 {
		t.Errorf("%d heads", len(Heads()))
	}
	for _, h := range Heads() {
		if heads[h.Letter] == 0 {
			t.Errorf("nothing hangs from 3.1(%s)", h.Letter)
		}
	}
}

// TestCoreIsThatOfAcceptance compares the core with the list of acceptance
// tests, which was read out of the document by others.
func TestCoreIsThatOfAcceptance(t *testing.T) {
	text, err := os.ReadFile("../acceptance/testdata/clauses.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "core\t"); ok {
			id, _, _ := strings.Cut(rest, "\t")
			want = append(want, id)
		}
	}
	for _, r := range Requirements() {
		if r.Tier == Core {
			got = append(got, r.ID)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("core\n%q\nacceptance\n%q", got, want)
	}
}

// TestTMAD lists the clauses of the TMAD that the document refers to.
//
//trace:shows 2.1 SVTAD and TMAD
func TestTMAD(t *testing.T) {
	got := map[string]string{}
	for _, r := range Requirements() {
		if r.TMAD != "" {
			got[r.ID] = r.TMAD
		}
	}
	want := map[string]string{
		"3.3": "4", "4.4": "3.6", "5.3(b)": "5.8", "5.3(c)": "5.10(b)", "5.3(e)": "5.12(g)", "5.6(a)(i)": "5.28", "5.6(a)(ii)": "6.4",
		"6.3(a)(i)": "4", "6.3(a)(ii)": "4", "6.3(a)(iii)": "4", "17.14": "6.6", "17.21": "6.4", "17.22": "5.28", "17.23": "8.8", "17.24": "7",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func TestParseRequirementsRefuses(t *testing.T) {
	const good = "5.3\tC\ta\t\tcovered\t\tsays"
	for _, c := range []struct{ text, says string }{
		{"", "no row"},
		{"5.3\tC\ta", "3 cells"},
		{good + "\n" + good, "stands twice"},
		{strings.Replace(good, "5.3", "", 1), "an id"},
		{strings.Replace(good, "\tC\t", "\tX\t", 1), `tier is "X"`},
		{strings.Replace(good, "\ta\t", "\tk\t", 1), `head is "k"`},
		{strings.Replace(good, "\ta\t", "\t-\t", 1), "hangs from a head"},
		{strings.Replace(good, "covered", "done", 1), `status is "done"`},
		{strings.Replace(good, "covered", "planned", 1), "a reason is needed"},
		{strings.Replace(good, "covered\t", "covered\tbecause", 1), "a reason is needed"},
	} {
		if _, err := parseRequirements(c.text); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v, want one that says %s", c.text, err, c.says)
		}
	}
	if list, err := parseRequirements("# a comment\n\n" + good + "\n"); err != nil || len(list) != 1 {
		t.Errorf("%v %v", list, err)
	}
}

func TestSlipsAreOfRequirements(t *testing.T) {
	for _, s := range Slips() {
		if !slices.ContainsFunc(Requirements(), func(r Requirement) bool { return r.ID == s.ID }) {
			t.Errorf("%s is no requirement", s.ID)
		}
	}
}

func TestResolve(t *testing.T) {
	for _, c := range []struct{ text, ids, unknown string }{
		{"5.3(b)", "5.3(b)", ""},
		{"5.3 (format); RFC 8259 section 6", "5.3", ""},
		{"5.3 (exchange processes); simulator-defined", "5.3", ""},
		{"2.1 (Migration ST)", "2.1 Migration ST", ""},
		{"2.1 Migration ST", "2.1 Migration ST", ""},
		{"17.24, Table 17.6", "17.24 Table 17.6", ""},
		{"Table 17.6 (17.24); simulator-defined", "Table 17.6", ""},
		{"17.10", "17.10(a) 17.10(b)", ""},
		{"5.2(e)", "5.2(e)(i) 5.2(e)(ii)", ""},
		{"9.3 #2A", "9.3 #2A", ""},
		{"DC-4, 17.18; industry practice for the distributor ids", "DC-4 17.18", ""},
		{"5.3(b), 5.3(b)", "5.3(b)", ""},
		{"", "", ""},
		{"17.20(k), 5.3(a)", "5.3(a)", "17.20(k)"},
		{"5.33", "", "5.33"},
		{"5.3 format", "", "5.3 format"},
		{"DC-8", "", "DC-8"},
		{"the whole", "", "the whole"},
	} {
		ids, unknown := Resolve(Requirements(), c.text)
		if got := strings.Join(ids, " "); got != c.ids || strings.Join(unknown, " ") != c.unknown {
			t.Errorf("%q: %q and %q, want %q and %q", c.text, got, unknown, c.ids, c.unknown)
		}
	}
}
