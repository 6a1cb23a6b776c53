package evidence

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"s1mig/pkg/pipeline"
	"s1mig/pkg/pipeline/scenario"
	"s1mig/pkg/trace"
	"s1mig/pkg/world"
)

// TestCoverage runs both worlds: the synthetic one has every combination of 5.2
// in every GroupID, three of each, and nothing in either has a fault.
//
//trace:shows 5.3, 5.5, 5.6(a), 17.19
func TestCoverage(t *testing.T) {
	c, err := Coverage(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	found := map[slice]string{}
	for _, e := range c.Cells {
		for i, n := range e.Aspects {
			if n.OK != n.Of {
				t.Errorf("%v %s: %v", e, trace.Aspects()[i], n)
			}
		}
		if e.World == synthetic && e.Type == "MCF" && e.Activity == trace.Generate {
			found[slice{e.Combination, e.Group}] = e.Aspects[0].String()
		}
	}
	if len(found) != 42 {
		t.Errorf("%d combinations and groups, want 6 by 7", len(found))
	}
	for s, n := range found {
		if n != "3/3" {
			t.Errorf("%v: %s installations, want 3", s, n)
		}
	}
	if len(c.Checks) == 0 {
		t.Error("no check of 5.5 ran")
	}
}

// TestFaultsShow runs W1 with something that goes wrong: what did not get there,
// was found at fault or led to nothing is no evidence.
func TestFaultsShow(t *testing.T) {
	for _, c := range []struct{ name, script, want string }{
		{"clean", "", ""},
		{"an MGF is lost", "files: [{type: MGF, do: drop, groupID: CA}]",
			"MGF generate SMSO 5.2(c) CA exchange 0/1; MGF process DCC 5.2(c) CA content 0/1; MGF process DCC 5.2(c) CA format 0/1; MGF process DCC 5.2(c) CA exchange 0/1"},
		{"an MEF is lost", "files: [{type: MEF, do: drop, groupID: EA}]",
			"MEF generate SMSO 5.2(a) EA exchange 0/1; MEF process DCC 5.2(a) EA content 0/1; MEF process DCC 5.2(a) EA format 0/1; MEF process DCC 5.2(a) EA exchange 0/1"},
		{"a MAF is refused", "inject: [{installation: I-E1, codes: [MTAD-17.20h]}]",
			"MAF generate Supplier 5.2(a) EA content 0/1; MAF validate DCC 5.2(a) EA content 0/1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := faults(t, c.script)
			for want := range strings.SplitSeq(c.want, "; ") {
				if want != "" && !slices.Contains(got, want) {
					t.Errorf("not told: %s", want)
				}
			}
			if c.want == "" && len(got) > 0 {
				t.Errorf("told: %v", got)
			}
			t.Log(strings.Join(got, "\n"))
		})
	}
}

// faults runs W1 and returns every tally that is not whole.
func faults(t *testing.T, script string) []string {
	t.Helper()
	w, err := world.W1(1)
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenario.Read("script", strings.NewReader(script))
	if err != nil {
		t.Fatal(err)
	}
	c, err := cover(context.Background(), "W1", pipeline.Options{World: w, Scenario: s})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, e := range c.Cells {
		for i, n := range e.Aspects {
			if n.OK != n.Of {
				told = append(told, fmt.Sprintf("%s %s %s %s %s %s %v", e.Type, e.Activity, e.System, e.Combination, e.Group, trace.Aspects()[i], n))
			}
		}
	}
	return told
}

// sources is a module that has one of each kind.
func sources() fstest.MapFS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		"pkg/a/a_test.go":                         file("package a\n\n// TestA is one.\n//\n//trace:shows 5.3(a), Table 5.2\n//trace:covers MAF * content\n//trace:covers MCF * format\nfunc TestA(t *testing.T) {}\n\nfunc TestB(t *testing.T) {}\n"),
		"pkg/a/testdata/x_test.go":                file("this is not Go\n//trace:shows 5.3\n"),
		"pkg/acceptance/testdata/clauses.tsv":     file("# head\ncore\t5.3(a)\tsays\ncore\t17.23\tsays\telsewhere\nvector\tA.3 1\tsays\n"),
		"pkg/pipeline/testdata/scenarios/x.yaml":  file("name: x\ndoc: y\nclauses: [\"5.5(a)\"]\n"),
		"fixtures/packs/manifest.json":            file(`{"format":"s1mig-fixture-pack"}`),
		"fixtures/packs/IOC/one/manifest.json":    file(`{"format":"s1mig-fixture","clause":"17.20(d); 5.2(a)","rules":["MTAD-17.20d","MTAD-17.20e","X-DUST-CLOSED"]}`),
		"fixtures/packs/IOC/one/input/other.json": file(`{}`),
	}
}

func TestShows(t *testing.T) {
	got, err := Shows(sources())
	if err != nil {
		t.Fatal(err)
	}
	want := []trace.Show{
		{Kind: trace.Fixture, Name: "IOC/one", Clauses: "17.20(d), 5.2(a), 17.20(e), 17.23"},
		{Kind: trace.Scenario, Name: "x", Clauses: "5.5(a)"},
		{Kind: trace.Test, Name: "pkg/acceptance TestClauses/5.3(a)", Clauses: "5.3(a)"},
		{Kind: trace.Test, Name: "pkg/a TestA", Clauses: "5.3(a), Table 5.2", Covers: "MAF * content; MCF * format"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// TestShowsRefuses spoils or takes away one source: nothing is left out without
// a word.
func TestShowsRefuses(t *testing.T) {
	const test = "package a\n\n"
	for _, c := range []struct{ file, text, says string }{
		{"pkg/a/a_test.go", "", "no test has a directive"},
		{"pkg/a/a_test.go", test + "//trace:shows 5.3\nfunc helper() {}\n", "no directive above a test"},
		{"pkg/a/a_test.go", test + "func TestA(t *testing.T) {\n//trace:shows 5.3\n}\n", "no directive above a test"},
		{"pkg/a/a_test.go", test + "//trace:show 5.3\nfunc TestA(t *testing.T) {}\n", "no directive above a test"},
		{"pkg/a/a_test.go", test + "\n//trace:shows 5.3\nfunc (", "expected"},
		{"pkg/acceptance/testdata/clauses.tsv", "", "file does not exist"},
		{"pkg/acceptance/testdata/clauses.tsv", "# none\n", "lists no core clause"},
		{"pkg/pipeline/testdata/scenarios/x.yaml", "", "no scenario"},
		{"pkg/pipeline/testdata/scenarios/x.yaml", "name: x\n", "names no clauses"},
		{"pkg/pipeline/testdata/scenarios/x.yaml", "name: x\nclauses: [\"the fifth\"]\n", `"the fifth" is no clause`},
		{"fixtures/packs/IOC/one/manifest.json", "", "no fixture"},
		{"fixtures/packs/IOC/one/manifest.json", "{", "unexpected end of JSON"},
	} {
		module := maps.Clone(sources())
		delete(module, c.file)
		if c.text != "" {
			module[c.file] = &fstest.MapFile{Data: []byte(c.text)}
		}
		if _, err := Shows(module); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s %q: %v, want one that says %s", c.file, c.text, err, c.says)
		}
	}
}
