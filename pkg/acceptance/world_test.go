package acceptance

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"s1mig/fixtures"
	"s1mig/pkg/world"
)

// t0 is where the clock of W1 stands: Wednesday 2022-06-08, 10:00 in London.
var t0 = time.Date(2022, 6, 8, 9, 0, 0, 0, time.UTC)

// seed is that of every run here, and of its keys.
const seed = 1

func w1(t testing.TB) *world.World {
	t.Helper()
	w, err := world.W1(seed)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

const worldFile = "world.yaml"

func register(smso string) string { return "register/" + smso + ".ndjson" }

// edited writes W1 with texts replaced, file, old, new and so on, and returns
// its folder. Every old text must be there; all places of it are replaced.
func edited(t testing.TB, edits ...string) string {
	t.Helper()
	root := t.TempDir()
	if err := os.CopyFS(root, fixtures.W1()); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(edits); i += 3 {
		name := filepath.Join(root, filepath.FromSlash(edits[i]))
		data, err := os.ReadFile(name)
		if err != nil || !strings.Contains(string(data), edits[i+1]) {
			t.Fatalf("%s does not hold %q (%v)", edits[i], edits[i+1], err)
		}
		if err := os.WriteFile(name, []byte(strings.ReplaceAll(string(data), edits[i+1], edits[i+2])), fs.FileMode(0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// worldWith is W1 with texts replaced.
func worldWith(t testing.TB, edits ...string) *world.World {
	t.Helper()
	w, err := world.Load(edited(t, edits...), seed)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// refused loads W1 with texts replaced and returns why it does not load. The
// error must hold all the words.
func refused(t testing.TB, edits []string, words ...string) {
	t.Helper()
	_, err := world.Load(edited(t, edits...), seed)
	var config *world.ConfigError
	if !errors.As(err, &config) {
		t.Fatalf("the world loads, or fails for another reason than its files: %v", err)
	}
	for _, word := range words {
		if !strings.Contains(config.Problem, word) {
			t.Errorf("the error does not speak of %q: %v", word, err)
		}
	}
}

// installation is an installation of a world.
func installation(t testing.TB, w *world.World, id string) *world.Installation {
	t.Helper()
	for _, o := range w.SMSOs() {
		if in := w.Register(o.SMSO).ByID(id); in != nil {
			return in
		}
	}
	t.Fatalf("no installation %s", id)
	return nil
}

// device is the device of that type of an installation.
func device(t testing.TB, in *world.Installation, deviceType string) string {
	t.Helper()
	for i := range in.Devices {
		if in.Devices[i].Type == deviceType {
			return in.Devices[i].ID.String()
		}
	}
	t.Fatalf("%s has no %s", in.ID, deviceType)
	return ""
}
