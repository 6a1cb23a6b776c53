package acceptance

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"s1mig/pkg/codec"
	"s1mig/pkg/dcc"
	"s1mig/pkg/exchange"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/generate"
	"s1mig/pkg/participant"
	"s1mig/pkg/party"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/smso"
	"s1mig/pkg/world"
)

// processChecks are of the process as a whole: 17.19 and the exchange by files.
func processChecks() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"17.19": testMigrationOfR0,
		"DC-4":  testFoldersOfTheirOwn,
	}
}

func testMigrationOfR0(t *testing.T) {
	first := run(t, pipeline.Options{}, "")
	var types []string
	for _, f := range first.Files {
		if d := first.read(t, f.Path); d.Header.SMSO == "SMSO4" {
			types = append(types, d.Header.FileType)
		}
	}
	for _, want := range []string{"MAF", "MCF", "MVF", "MGF", "MEF", "SCF", "COF", "ALERTS", "MIGRATION-REPORT"} {
		if !slices.Contains(types, want) {
			t.Errorf("R0 leads to no %s", want)
		}
	}
	first.wantStates(t, nil)
	root := t.TempDir()
	again := pipeline.Options{World: w1(t), Transport: pipeline.Directory(root), Codec: codec.Options{Workers: 1, BlockSize: 4096}}
	if _, err := pipeline.Run(context.Background(), again); err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(first.files, bytesBelow(t, root)) {
		t.Error("two runs of the same seed differ")
	}
}

// bytesBelow is every file below a folder, by its path.
func bytesBelow(t testing.TB, root string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, relErr := filepath.Rel(root, name)
		all[filepath.ToSlash(rel)] = string(data)
		if err == nil {
			err = relErr
		}
		return err
	})
	if err != nil || len(all) == 0 {
		t.Fatal(err, len(all))
	}
	return all
}

// office is a party with a folder of its own, in which its view of all
// mailboxes lies.
type office struct {
	party.Party
	root string
	post *post
}

// post finds mailboxes below a folder.
type post struct {
	w    *world.World
	root string
	open map[string]exchange.Mailbox
}

func (p *post) Mailbox(org string, tray party.Tray) (exchange.Mailbox, error) {
	o, _ := p.w.Organisation(org)
	path := pipeline.TrayPath(o, tray)
	if p.open[path] == nil {
		box, err := pipeline.Directory(p.root)(path)
		if err != nil {
			return nil, err
		}
		p.open[path] = box
	}
	return p.open[path], nil
}

// work is what a supplier authorises: all its Active Meters, in one MAF for each
// SMSO.
func work(w *world.World, supplier string) (all participant.Work) {
	for _, o := range w.SMSOs() {
		var list []generate.Authorisation
		for _, in := range w.Register(o.SMSO).All() {
			if a, ok := generate.AuthorisationOf(w, in, supplier); ok {
				list = append(list, a)
			}
		}
		if len(list) > 0 {
			all = append(all, participant.MAF{SMSO: o.SMSO, Each: func(yield func(*generate.Authorisation)) {
				for i := range list {
					yield(&list[i])
				}
			}})
		}
	}
	return all
}

// offices makes the parties, each with a folder of its own.
func offices(t *testing.T, w *world.World) (list []*office) {
	t.Helper()
	add := func(make func(party.Config) (party.Party, error)) {
		o := &office{root: t.TempDir()}
		o.post = &post{w, o.root, map[string]exchange.Mailbox{}}
		p, err := make(party.Config{World: w, Post: o.post, Environment: envelope.MigrationTesting, Start: t0})
		if err != nil {
			t.Fatal(err)
		}
		o.Party = p
		list = append(list, o)
	}
	for _, org := range w.Suppliers() {
		add(func(c party.Config) (party.Party, error) { return participant.New(c, org, work(w, org.Name)) })
	}
	add(func(c party.Config) (party.Party, error) { return dcc.New(c) })
	for _, org := range w.SMSOs() {
		add(func(c party.Config) (party.Party, error) { return smso.New(c, org) })
	}
	return list
}

// carry copies the files that are new in one party's folder into the folders of
// all others. No file ever changes once it is there.
func carry(t *testing.T, from *office, all []*office) {
	t.Helper()
	err := filepath.WalkDir(from.root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		path, err := filepath.Rel(from.root, name)
		if err != nil {
			return err
		}
		for _, to := range all {
			if err := copyOnce(name, filepath.Join(to.root, path)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func copyOnce(from, to string) error {
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o600)
}

// testFoldersOfTheirOwn lets the parties take turns. Each works in its own
// folder and is idle while what it wrote is copied to the others.
func testFoldersOfTheirOwn(t *testing.T) {
	w := w1(t)
	together := run(t, pipeline.Options{World: w}, "").files
	all := offices(t, w)
	now := settle(t, all, t0)
	for _, o := range all {
		if err := o.Close(context.Background(), now); err != nil {
			t.Fatal(err)
		}
		carry(t, o, all)
	}
	settle(t, all, now)
	apart := map[string]string{}
	for _, o := range all {
		maps.Copy(apart, bytesBelow(t, o.root))
	}
	for _, path := range slices.Sorted(maps.Keys(together)) {
		if apart[path] != together[path] {
			t.Errorf("%s differs, or is missing, where the parties work apart", path)
		}
	}
	if len(apart) != len(together) {
		t.Errorf("%d files where the parties work apart, %d where they work together", len(apart), len(together))
	}
}

// settle lets the parties work until none has anything to do.
func settle(t *testing.T, all []*office, now time.Time) time.Time {
	t.Helper()
	for range 10_000 {
		moved := false
		for _, o := range all {
			m, err := o.Step(context.Background(), now)
			if err != nil {
				t.Fatal(err)
			}
			if m {
				carry(t, o, all)
			}
			moved = moved || m
		}
		if moved {
			continue
		}
		var next time.Time
		for _, o := range all {
			if at := o.Next(); !at.IsZero() && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
		if next.IsZero() {
			return now
		}
		now = next
	}
	t.Fatal("the parties do not come to rest")
	return now
}
