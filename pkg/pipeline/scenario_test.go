package pipeline_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"s1mig/pkg/codec"
	"s1mig/pkg/party"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/pipeline/scenario"
	"s1mig/pkg/state"
	"s1mig/pkg/world"
)

// TestScenarios runs every scenario of testdata over W1 and holds what became of
// it against the neighbouring .want file. Each terminal state of requirements B
// must be among what they reach.
func TestScenarios(t *testing.T) {
	w := w1(t)
	files, err := filepath.Glob("testdata/scenarios/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenario found: %v", err)
	}
	var reached sync.Map
	t.Run("each", func(t *testing.T) {
		for _, file := range files {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
				t.Parallel()
				runScenario(t, w, file, &reached)
			})
		}
	})
	for _, s := range state.All() {
		if _, ok := reached.Load(s); !ok {
			t.Errorf("no scenario reaches %s", s)
		}
	}
}

func runScenario(t *testing.T, w *world.World, file string, reached *sync.Map) {
	base := strings.TrimSuffix(file, ".yaml")
	want, s := readWant(t, base+".want"), readScenario(t, file)
	if s.Name != filepath.Base(base) || s.Doc == "" {
		t.Errorf("the scenario calls itself %q and its doc is %q", s.Name, s.Doc)
	}
	res, _ := run(t, pipeline.Options{World: w, Scenario: s, Environment: want.environment, AsOf: want.asOf})
	want.check(t, res)
	conserved(t, res)
	for _, in := range res.Installations {
		reached.Store(in.State, true)
	}
	for _, a := range res.Authorisations {
		reached.Store(a.State, true)
	}
}

func w1(t testing.TB) *world.World {
	t.Helper()
	w, err := world.W1(1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func readScenario(t testing.TB, file string) *scenario.Scenario {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := scenario.Read(file, f)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// small suits files of a few records: most time goes into buffers otherwise.
var small = codec.Options{Workers: 1, BlockSize: 1 << 14}

// run runs a migration over a transport that keeps what was delivered.
func run(t testing.TB, o pipeline.Options) (*pipeline.Result, *kept) {
	t.Helper()
	k := newKept()
	if o.Codec.Workers == 0 && o.Codec.BlockSize == 0 {
		o.Codec = small
	}
	if o.Transport == nil {
		o.Transport = k.transport
	}
	res, err := pipeline.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return res, k
}

// wanted is what a .want file says of a run: where installations and
// authorisations end that are not simply commissioned, how many alerts of a code
// and outcomes of a check there are, and what is noted.
type wanted struct {
	environment string
	asOf        time.Time
	ends        map[string]end
	lines       [][]string
}

// end is a state and how its reason begins.
type end struct{ state, reason string }

func readWant(t *testing.T, file string) wanted {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	w := wanted{ends: map[string]end{}}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		first, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "" || first == "#":
		case first == "environment":
			w.environment = rest
		case first == "as-of":
			if w.asOf, err = time.Parse(time.RFC3339, rest); err != nil {
				t.Fatal(err)
			}
		case strings.HasPrefix(first, "I-"):
			s, reason, _ := strings.Cut(rest, " ")
			if !slices.Contains(state.Names(), s) {
				t.Fatalf("%s: %s is no state", file, s)
			}
			w.ends[first] = end{s, reason}
		default:
			w.lines = append(w.lines, append([]string{first}, rest))
		}
	}
	return w
}

func (w *wanted) check(t *testing.T, res *pipeline.Result) {
	t.Helper()
	left := make(map[string]end, len(w.ends))
	for id, e := range w.ends {
		left[id] = e
	}
	for _, in := range res.Installations {
		w.checkEnd(t, left, in.ID, end{string(in.State), in.Reason}, end{string(state.Commissioned), ""})
	}
	for _, a := range res.Authorisations {
		otherwise := end{string(state.Commissioned), ""}
		if e, ok := w.ends[a.Installation]; ok {
			otherwise = e
		}
		w.checkEnd(t, left, a.ID, end{string(a.State), a.Reason}, otherwise)
	}
	for id := range left {
		t.Errorf("%s is in the .want file and not in the run", id)
	}
	for _, line := range w.lines {
		checkLine(t, res, line[0], line[1])
	}
	for _, n := range res.Notes {
		if n.By == "scenario" {
			t.Errorf("the scenario missed: %s", n.Text)
		}
	}
}

func (w *wanted) checkEnd(t *testing.T, left map[string]end, id string, got, otherwise end) {
	t.Helper()
	want, ok := w.ends[id]
	if !ok {
		want = otherwise
	}
	delete(left, id)
	if got.state != want.state || !strings.HasPrefix(got.reason, want.reason) {
		t.Errorf("%s ended %s (%s), want %s (%s…)", id, got.state, got.reason, want.state, want.reason)
	}
}

// checkLine checks one line on alerts, checks or notes.
func checkLine(t *testing.T, res *pipeline.Result, kind, text string) {
	t.Helper()
	fields := strings.Fields(text)
	got := ""
	switch kind {
	case "alert":
		got = fields[0] + " " + itoa(countFunc(slices.Collect(res.Alerts.All()), func(a party.Alert) bool { return a.Code == fields[0] && !a.Requested }))
	case "alert-of": // an installation and a code
		got = strings.Join(fields[:2], " ") + " " + itoa(countFunc(slices.Collect(res.Alerts.All()), func(a party.Alert) bool {
			return !a.Requested && strings.HasPrefix(alertOf(res, a), fields[1]+" "+fields[0]+" ")
		}))
	case "requested":
		if countFunc(slices.Collect(res.Alerts.All()), func(a party.Alert) bool { return a.Requested && a.Released && alertOf(res, a) == text }) == 1 {
			got = text
		}
	case "check":
		for _, c := range res.Checks {
			if c.Group == fields[0] && c.Check == fields[1] && c.Outcome == fields[2] {
				got = strings.Join(fields[:3], " ") + " " + itoa(c.Count)
			}
		}
	case "note":
		if slices.ContainsFunc(res.Notes, func(n party.Note) bool { return n.Text == text }) {
			got = text
		}
	}
	if got != text {
		t.Errorf("%s: got %q, want %q", kind, got, text)
	}
}

// alertOf is an alert as a .want file writes it: code, installation, device,
// recipient.
func alertOf(res *pipeline.Result, a party.Alert) string {
	for _, o := range res.World.SMSOs() {
		r := res.World.Register(o.SMSO)
		for i := range r.Len() {
			for k := range r.At(i).Devices {
				if d := &r.At(i).Devices[k]; d.ID == a.Device {
					return strings.Join([]string{a.Code, r.At(i).ID, d.Type, a.Recipient}, " ")
				}
			}
		}
	}
	return ""
}
