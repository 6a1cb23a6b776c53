package pipeline_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"s1mig/pkg/exchange"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/pipeline/scenario"
	"s1mig/pkg/state"
	"s1mig/pkg/world"
)

// TestMadeAnew makes every party anew at every instant of a run: all that they
// know is in their mailboxes, so the files are those of a run in one go.
func TestMadeAnew(t *testing.T) {
	w := w1(t)
	for _, name := range []string{"conflict-corrected", "mcf-corrupted-once"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := readScenario(t, "testdata/scenarios/"+name+".yaml")
			_, whole := run(t, pipeline.Options{World: w, Codec: small, Scenario: s})
			k := newKept()
			instants := 0
			for now := w.Start; !now.IsZero(); instants++ {
				now = settleAnew(t, pipeline.Options{World: w, Codec: small, Scenario: s, Transport: k.transport}, now)
			}
			if instants < 10 {
				t.Errorf("the clock stopped %d times, want ten at least", instants)
			}
			same(t, "parties made anew", k.files(t), whole.files(t))
		})
	}
}

// settleAnew makes parties that do what they can until an instant, and returns
// the next.
func settleAnew(t testing.TB, o pipeline.Options, now time.Time) time.Time {
	t.Helper()
	m, err := pipeline.New(o)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if err := m.Settle(context.Background(), now); err != nil {
		t.Fatal(err)
	}
	return m.Next()
}

// TestPartsOverFolders plays DCC and all others apart, over folders that move to
// another place every day (DC-4). Neither side outlives the day.
//
//trace:shows DC-4
func TestPartsOverFolders(t *testing.T) {
	w := w1(t)
	_, whole := run(t, pipeline.Options{World: w})
	others := []string{}
	for _, o := range append(w.Suppliers(), w.SMSOs()...) {
		others = append(others, o.Name)
	}
	root, days := t.TempDir(), 0
	for now := w.Start; !now.IsZero(); days++ {
		moved := t.TempDir()
		if err := os.CopyFS(moved, os.DirFS(root)); err != nil {
			t.Fatal(err)
		}
		root = moved
		now = playDay(t, w, root, now, others)
	}
	if days < 4 {
		t.Errorf("the folders moved %d times, want four at least", days)
	}
	got := map[string]string{}
	for name, text := range folder(t, root) {
		got[filepath.ToSlash(name)] = text
	}
	same(t, "parts over folders", got, whole.files(t))
}

// playDay has both sides take turns for a day, and returns when the next begins.
func playDay(t *testing.T, w *world.World, root string, now time.Time, others []string) time.Time {
	t.Helper()
	var sides []*pipeline.Migration
	for _, names := range [][]string{others, {w.DCC().Name}} {
		m, err := pipeline.New(pipeline.Options{World: w, Codec: small, Transport: pipeline.Directory(root), Parties: names})
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		sides = append(sides, m)
	}
	for end := now.Add(24 * time.Hour); !now.IsZero() && now.Before(end); {
		var next time.Time
		for range sides { // twice round: each sees what the other has done
			next = time.Time{}
			for _, m := range sides {
				if err := m.Settle(context.Background(), now); err != nil {
					t.Fatal(err)
				}
				if at := m.Next(); next.IsZero() || !at.IsZero() && at.Before(next) {
					next = at
				}
			}
		}
		now = next
	}
	return now
}

// folder reads all files below a folder.
func folder(t testing.TB, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(root, func(at string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(at)
		rel, _ := filepath.Rel(root, at)
		files[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestKilled stops a run at one of its deliveries and starts it once more over
// the same mailboxes: no file is half there, and in the end all are as if
// nothing had happened.
func TestKilled(t *testing.T) {
	w := w1(t)
	s := readScenario(t, "testdata/scenarios/corrected.yaml")
	_, whole := run(t, pipeline.Options{World: w, Codec: small, Scenario: s})
	want := whole.files(t)
	for _, n := range []int{1, 2, 40, 133, 320} {
		t.Run(itoa(n), func(t *testing.T) {
			t.Parallel()
			k := newKept()
			killAt(t, w, s, k, n)
			for name, text := range k.files(t) {
				if want[name] != text {
					t.Errorf("%s is not what it is in a whole run", name)
				}
			}
			_, err := pipeline.Run(context.Background(), pipeline.Options{World: w, Codec: small, Scenario: s, Transport: k.transport})
			if err != nil {
				t.Fatal(err)
			}
			same(t, "run after a kill", k.files(t), want)
		})
	}
}

// TestKilledWithRealKeys does so with keys from a directory, where content keys
// are random: what was sent first stands.
func TestKilledWithRealKeys(t *testing.T) {
	w := w1(t)
	dir := filepath.Join(t.TempDir(), "keys")
	if err := w.WriteKeys(dir); err != nil {
		t.Fatal(err)
	}
	w, err := w.WithKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	k := newKept()
	killAt(t, w, nil, k, 300)
	before := k.files(t)
	res, err := pipeline.Run(context.Background(), pipeline.Options{World: w, Codec: small, Transport: k.transport})
	if err != nil {
		t.Fatal(err)
	}
	if n := res.State(state.Commissioned); n != 8 {
		t.Errorf("%d installations are commissioned, want 8", n)
	}
	mefs, after := 0, k.files(t)
	for name, text := range before {
		if after[name] != text {
			t.Errorf("%s was written over", name)
		}
		if strings.Contains(name, "/MEF_") {
			mefs++
		}
	}
	if mefs == 0 {
		t.Error("no MEF had been sent when the run was killed")
	}
}

// killAt runs a migration whose context is cancelled in the middle of the n-th
// delivery.
func killAt(t *testing.T, w *world.World, s *scenario.Scenario, k *kept, n int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	puts := 0
	_, err := pipeline.Run(ctx, pipeline.Options{World: w, Codec: small, Scenario: s, Transport: func(path string) (exchange.Mailbox, error) {
		box, err := k.transport(path)
		return &hooked{box, func(name string, out io.Writer) io.Writer {
			if puts++; puts == n {
				cancel()
			}
			return out
		}}, err
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("the run ended with %v after %d deliveries, want context.Canceled", err, puts)
	}
}

// hooked calls a hook for each file that is put, which may change where it goes.
type hooked struct {
	exchange.Mailbox
	hook func(name string, out io.Writer) io.Writer
}

// Put implements exchange.Mailbox.
func (h *hooked) Put(ctx context.Context, name string, write func(io.Writer) error) error {
	return h.Mailbox.Put(ctx, name, func(out io.Writer) error { return write(h.hook(name, out)) })
}

// full is a disk with no room left.
type full struct{}

var errNoRoom = errors.New("no space left on device")

// Write implements io.Writer.
func (full) Write([]byte) (int, error) { return 0, errNoRoom }

// TestDiskFull lets the disk run full under an MCF: the run ends with an error
// that names the file, and nothing of the file is there.
func TestDiskFull(t *testing.T) {
	k := newKept()
	spoilt := ""
	_, err := pipeline.Run(context.Background(), pipeline.Options{World: w1(t), Transport: func(path string) (exchange.Mailbox, error) {
		box, err := k.transport(path)
		return &hooked{box, func(name string, out io.Writer) io.Writer {
			if strings.HasPrefix(name, "MCF_SMSO2") {
				spoilt = name
				return full{}
			}
			return out
		}}, err
	}})
	if !errors.Is(err, errNoRoom) || spoilt == "" || !strings.Contains(err.Error(), spoilt) {
		t.Errorf("the error is %v; want one that names %q and says %v", err, spoilt, errNoRoom)
	}
	for name := range k.files(t) {
		if strings.Contains(name, "MCF_SMSO2") {
			t.Errorf("%s is there", name)
		}
	}
}
