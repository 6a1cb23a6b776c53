package acceptance

import (
	_ "embed"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

//go:embed testdata/clauses.tsv
var clausesText string

// clause is a row of the list.
type clause struct{ part, id, check, elsewhere string }

// The parts of the list and how many rows each has: 60 core rows in parts 2 and
// 3 of the requirements, the clock vectors of A.3, and the reference records.
var parts = map[string]int{"core": 60, "vector": 12, "reference": 2}

func clauses() (list []clause, err error) {
	for line := range strings.Lines(clausesText) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := append(strings.Split(line, "\t"), "")
		if len(f) < 4 || len(f) > 5 || slices.Contains(f[:3], "") {
			return nil, fmt.Errorf("clauses.tsv: %q is not part, id, check and perhaps where it is checked", line)
		}
		list = append(list, clause{f[0], f[1], f[2], f[3]})
	}
	return list, nil
}

// checks are the tests of the rows, by id.
func checks() map[string]func(*testing.T) {
	all := map[string]func(*testing.T){}
	for _, some := range []map[string]func(*testing.T){
		scopeChecks(), combinationChecks(), fileChecks(), s1spChecks(), alertChecks(), dustChecks(), availabilityChecks(),
		exceptionChecks(), vectorChecks(), releaseChecks(), processChecks(), projectChecks(),
	} {
		for id, check := range some {
			if all[id] != nil {
				panic("two tests are of " + id)
			}
			all[id] = check
		}
	}
	return all
}

// ledger holds the ids whose tests ran to their end.
type ledger struct {
	sync.Mutex
	ran map[string]bool
}

func (l *ledger) note(t *testing.T, id string) {
	l.Lock()
	defer l.Unlock()
	l.ran[id] = !t.Skipped()
}

var done = ledger{ran: map[string]bool{}}

// scratch is a folder for what all tests share.
var scratch string

// TestMain fails the suite where a row of the list was skipped or did not run,
// unless only some tests were asked for.
func TestMain(m *testing.M) {
	flag.Parse()
	var err error
	if scratch, err = os.MkdirTemp("", "s1mig-acceptance-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(scratch) // the system clears what stays behind
	if code == 0 && !partial() {
		if missed := unseen(); len(missed) > 0 {
			fmt.Fprintln(os.Stderr, "skipped or not run:", strings.Join(missed, ", "))
			code = 1
		}
	}
	os.Exit(code)
}

// partial reports whether flags ask for less than all tests.
func partial() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list"} {
		if flag.Lookup(name).Value.String() != "" {
			return true
		}
	}
	return testing.Short()
}

func unseen() []string {
	list, err := clauses()
	if err != nil {
		return []string{err.Error()}
	}
	var ids []string
	for _, c := range list {
		if c.elsewhere == "" && !done.ran[c.id] {
			ids = append(ids, c.id)
		}
	}
	return ids
}

// TestList holds list and tests against each other.
func TestList(t *testing.T) {
	list, err := clauses()
	if err != nil {
		t.Fatal(err)
	}
	counts, tests, ids := map[string]int{}, checks(), map[string]bool{}
	for _, c := range list {
		counts[c.part]++
		switch {
		case ids[c.id]:
			t.Errorf("%s stands twice in the list", c.id)
		case c.elsewhere == "" && tests[c.id] == nil:
			t.Errorf("%s has no test", c.id)
		case c.elsewhere != "" && tests[c.id] != nil:
			t.Errorf("%s has a test, and the list says that it is checked %s", c.id, c.elsewhere)
		}
		ids[c.id] = true
	}
	for _, id := range slices.Sorted(maps.Keys(tests)) {
		if !ids[id] {
			t.Errorf("the test of %q is of no row of the list", id)
		}
	}
	if !maps.Equal(counts, parts) {
		t.Errorf("the list has %v rows, want %v", counts, parts)
	}
}

// TestClauses checks every row of the list.
func TestClauses(t *testing.T) {
	list, err := clauses()
	if err != nil {
		t.Fatal(err)
	}
	tests := checks()
	for _, c := range list {
		if check := tests[c.id]; check != nil {
			t.Run(c.id, func(t *testing.T) {
				defer done.note(t, c.id)
				check(t)
			})
		}
	}
}
