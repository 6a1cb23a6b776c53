package acceptance

import (
	"bytes"
	"context"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/exchange"
	"s1mig/pkg/filetype"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/pipeline/scenario"
	"s1mig/pkg/state"
	"s1mig/pkg/world"
)

// migration is a run with all files that it left behind, receipts included, by
// their paths.
type migration struct {
	*pipeline.Result
	files map[string]string
}

// run runs a test migration in memory, with a scenario, which is YAML and may be
// empty.
func run(t testing.TB, o pipeline.Options, script string) *migration {
	t.Helper()
	if o.World == nil {
		o.World = w1(t)
	}
	if script != "" {
		s, err := scenario.Read("scenario", strings.NewReader(script))
		if err != nil {
			t.Fatal(err)
		}
		o.Scenario = s
	}
	var kept pipeline.Kept
	o.Transport = kept.Transport()
	return finish(t, o, &kept)
}

// tampered runs a migration in which the files of a type that come to DCC are
// changed on their way, and sealed again by their sender.
func tampered(t testing.TB, w *world.World, fileType string, change func(*sheet)) *migration {
	t.Helper()
	var kept pipeline.Kept
	boxes := kept.Transport()
	return finish(t, pipeline.Options{World: w, Transport: func(path string) (exchange.Mailbox, error) {
		box, err := boxes(path)
		if err == nil && path == "dcc/inbox" {
			box = &tamper{box, t, w, fileType, change}
		}
		return box, err
	}}, &kept)
}

func finish(t testing.TB, o pipeline.Options, kept *pipeline.Kept) *migration {
	t.Helper()
	res, err := pipeline.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	list, err := kept.AllFiles(context.Background())
	if err != nil || len(list) == 0 {
		t.Fatalf("the run left %d files, %v", len(list), err)
	}
	m := &migration{res, map[string]string{}}
	for _, f := range list {
		m.files[f.Path] = string(f.Data)
	}
	return m
}

// tamper changes the files of a type that are put into a mailbox.
type tamper struct {
	exchange.Mailbox
	t        testing.TB
	w        *world.World
	fileType string
	change   func(*sheet)
}

func (m *tamper) Put(ctx context.Context, name string, write func(io.Writer) error) error {
	n, ok := filetype.ParseFileName(name)
	if !ok || n.Type.Name != m.fileType {
		return m.Mailbox.Put(ctx, name, write)
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	from, _ := m.w.ByEUI(n.Sender)
	s := cut(m.t, b.String())
	m.change(s)
	text := s.sealed(m.t, m.w, from.Name)
	return m.Mailbox.Put(ctx, name, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

func (m *migration) read(t testing.TB, path string) document {
	t.Helper()
	raw, ok := m.files[path]
	if !ok {
		t.Fatalf("the run left no %s", path)
	}
	return parse(t, path, []byte(raw))
}

// sent reads the files of a type that went to a party, in the order sent; to is
// "" for all parties.
func (m *migration) sent(t testing.TB, fileType, to string) (list []document) {
	t.Helper()
	for _, f := range m.Files {
		if f.FileType == fileType && (to == "" || f.To == to) {
			list = append(list, m.read(t, f.Path))
		}
	}
	return list
}

// having reads the one file of a type, to that party, with a record of the
// installation.
func (m *migration) having(t testing.TB, fileType, to, installation string) (document, *record) {
	t.Helper()
	for _, d := range m.sent(t, fileType, to) {
		if r := d.installation(installation); r != nil {
			return d, r
		}
	}
	t.Fatalf("no %s to %q has %s", fileType, to, installation)
	return document{}, nil
}

// outboxPaths lists what lies in a participant's outbox, receipts included.
func (m *migration) outboxPaths(org string) (paths []string) {
	for _, path := range slices.Sorted(maps.Keys(m.files)) {
		if strings.HasPrefix(path, "participants/"+org+"/outbox/") {
			paths = append(paths, path)
		}
	}
	return paths
}

// outbox reads all migration files in a participant's outbox, sorted by name.
func (m *migration) outbox(t testing.TB, org string) (list []document) {
	t.Helper()
	for _, path := range m.outboxPaths(org) {
		if !strings.HasSuffix(path, exchange.ReceiptSuffix) {
			list = append(list, m.read(t, path))
		}
	}
	return list
}

// write leaves all files of the run in a folder.
func (m *migration) write(t testing.TB) (root string) {
	t.Helper()
	root = t.TempDir()
	for path, text := range m.files {
		name := filepath.Join(root, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// typesIn lists the types of documents, sorted and once each.
func typesIn(list []document) []string {
	var names []string
	for _, d := range list {
		names = append(names, d.Header.FileType)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// wantStates fails unless the installations ended as given, id by id, and all
// others were commissioned.
func (m *migration) wantStates(t testing.TB, others map[string]state.State) {
	t.Helper()
	if len(m.Installations) != 8 {
		t.Errorf("%d installations, want the 8 of W1", len(m.Installations))
	}
	for _, in := range m.Installations {
		want, ok := others[in.ID]
		if !ok {
			want = state.Commissioned
		}
		if in.State != want {
			t.Errorf("%s ended as %s (%s), want %s", in.ID, in.State, in.Reason, want)
		}
	}
}
