package main

import (
	"math"
	"strings"
	"testing"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		of   []float64
		want float64
	}{{[]float64{3}, 3}, {[]float64{9, 1, 5}, 5}, {[]float64{4, 1, 2, 3}, 2.5}} {
		if got := median(c.of); got != c.want {
			t.Errorf("median(%v) is %v, want %v", c.of, got, c.want)
		}
	}
}

// rounds are made of seconds.
func roundsOf(seconds ...float64) (all []reply) {
	for _, s := range seconds {
		all = append(all, reply{Wall: int64(s * 1e9), CPU: 5e9, Mallocs: 30, Peak: int64(s * 100)})
	}
	return all
}

// TestSummarise: ratios are those within a round, so that a slow spell, the third
// round here, does not count.
func TestSummarise(t *testing.T) {
	own := &result{Contestant: "s1mig parse", Records: 10, Bytes: 8e6, Rounds: roundsOf(1, 2, 8)}
	std := &result{Contestant: stdJSON, Records: 10, Bytes: 8e6, Rounds: roundsOf(4, 8, 32)}
	hash := &result{Contestant: stdSHA256, Records: 5, Bytes: 4e6, Rounds: roundsOf(1, 1, 2)} // a sample
	(&group{baseline: stdJSON}).summarise([]*result{own, std, hash})
	if own.MBs != (spread{4, 1, 8}) || own.ToJSON != 4 || own.CPU != 5e8 || own.Allocs != 3 || own.PeakBytes != 800 {
		t.Errorf("%+v", own)
	}
	// In the same rounds own reads 8, 4 and 1 MB/s, and the hash 4, 4 and 2.
	if own.ToSHA256 != 1 || math.Abs(std.ToSHA256-0.25) > 1e-12 || std.ToJSON != 1 {
		t.Errorf("own %v, std %v", own.ToSHA256, std.ToSHA256)
	}
}

// TestSummariseWrong: a wrong file is held to the good one of the same round, by
// time, however many bytes either has.
func TestSummariseWrong(t *testing.T) {
	good := &result{Contestant: "a", File: "mcf", Records: 10, Bytes: 8e6, Rounds: roundsOf(1, 2, 8)}
	wrong := &result{Contestant: "a", File: "mcf-wrong-id", Records: 10, Bytes: 4e6, Rounds: roundsOf(3, 3, 12)}
	other := &result{Contestant: "b", File: "mcf-wrong-id", Records: 10, Bytes: 4e6, Rounds: roundsOf(9, 9, 9)} // not on the good one
	(&group{good: "mcf"}).summarise([]*result{good, wrong, other})
	if good.ToGood != 1 || wrong.ToGood != 1.5 || other.ToGood != 0 || wrong.Seconds != (spread{3, 3, 12}) {
		t.Errorf("good %v, wrong %v, other %v, seconds %v", good.ToGood, wrong.ToGood, other.ToGood, wrong.Seconds)
	}
}

func sampleReport() *report {
	f := &file{Name: "mcf", Title: "MCF", Bytes: 2e6, Tally: tally{Records: 1000}}
	r := &report{Machine: machine{CPU: "Some CPU", Cores: 2, SHA: true, OS: "linux/amd64", Go: "go1", Load: "0.25"}, Date: "2022-06-08", Rounds: 5,
		Estate: &estate{Records: 1000, Sampled: 10, Files: []*file{f}}, Versions: map[string]string{"sonic": "v1.2.3"}}
	for _, cores := range []int{1, 2} {
		own := &result{Contestant: "s1mig parse", Group: "mcf", File: "mcf", Cores: cores, Records: 1000, Bytes: 2e6, Rounds: roundsOf(1)}
		std := &result{Contestant: stdJSON, Group: "mcf", File: "mcf", Cores: cores, Records: 1000, Bytes: 2e6, Rounds: roundsOf(16)}
		(&group{baseline: stdJSON}).summarise([]*result{own, std})
		r.Results = append(r.Results, own, std, &result{Contestant: "sonic", Group: "mcf", File: "mcf", Cores: cores, Absent: "does not build"})
	}
	return r
}

// TestMarkdown: every row of the table has as many cells as its heading, and who
// could not take part has a row that says why.
func TestMarkdown(t *testing.T) {
	var b strings.Builder
	if err := sampleReport().markdown(&b); err != nil {
		t.Fatal(err)
	}
	columns := 0
	for line := range strings.Lines(b.String()) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		if columns == 0 {
			columns = strings.Count(line, "|")
		}
		if n := strings.Count(line, "|"); n != columns {
			t.Errorf("%d bars, want %d: %s", n, columns, line)
		}
	}
	if columns != 13 {
		t.Errorf("%d bars, want 13", columns)
	}
	for _, want := range []string{"Some CPU with SHA instructions, 2 cores, linux/amd64, go1, load average 0.25 at the start; 2022-06-08;", "**MCF: 1000 records, 2.0 MB**",
		"| s1mig parse | 2.0 | 2.0–2.0 | 16.0× | – |", "| sonic | does not build |", "sonic (v1.2.3): ", "only the first 10 records"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

// TestMarkdownWrong: the table of wrong files begins with the good one, and leaves
// the memory of a program open that is not known.
func TestMarkdownWrong(t *testing.T) {
	r := sampleReport()
	r.Estate.Files = append(r.Estate.Files, &file{Name: "mcf-wrong-id", Title: "no id", Good: "mcf"})
	good := &result{Group: "mcf-wrong", Contestant: "s1mig validate, the program", File: "mcf", Cores: 1, Rounds: roundsOf(0.25)}
	wrong := &result{Group: "mcf-wrong", Contestant: "s1mig validate, the program", File: "mcf-wrong-id", Cores: 1, Rounds: roundsOf(0.375)}
	good.Rounds[0].Peak, wrong.Rounds[0].Peak = 0, 24<<20
	(&group{good: "mcf"}).summarise([]*result{good, wrong})
	r.Results = []*result{good, wrong}
	var b strings.Builder
	if err := r.markdown(&b); err != nil {
		t.Fatal(err)
	}
	want := `**Every record wrong, beside the good MCF: 1000 records, 2.0 MB**

| s1mig validate, the program | s, 1 core | min–max | × good | peak MiB |
|---|--:|--:|--:|--:|
| the good file | 0.250 | 0.250–0.250 | 1.00× | – |
| no id | 0.375 | 0.375–0.375 | 1.50× | 24 |
`
	if !strings.Contains(b.String(), want) {
		t.Errorf("no\n%s\nin\n%s", want, b.String())
	}
}

func TestText(t *testing.T) {
	var b strings.Builder
	if err := sampleReport().text(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"MCF: 1000 records, 2.0 MB", "16.0×", "does not build", "2022-06-08"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

func TestReplaceBetween(t *testing.T) {
	got, err := replaceBetween("a\n"+beginMark+"old\n"+endMark+"b\n", "new\n")
	if want := "a\n" + beginMark + "new\n" + endMark + "b\n"; err != nil || got != want {
		t.Errorf("got %q, error %v", got, err)
	}
	for _, page := range []string{"", beginMark, endMark, endMark + beginMark} {
		if _, err := replaceBetween(page, "new\n"); err == nil {
			t.Errorf("%q is taken", page)
		}
	}
}

// TestThisMachine: what a report says of the machine is never empty.
func TestThisMachine(t *testing.T) {
	if m := thisMachine(); m.CPU == "" || m.Cores < 1 || m.Go == "" || m.OS == "" {
		t.Errorf("%+v", m)
	}
}
