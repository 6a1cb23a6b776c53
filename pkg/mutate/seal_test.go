package mutate

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"s1mig/fixtures"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/world"
)

// cleanRun is a clean run of W1.
func cleanRun(t *testing.T) *Set {
	t.Helper()
	w, err := world.W1(1)
	if err != nil {
		t.Fatal(err)
	}
	var kept pipeline.Kept
	if _, err := pipeline.Run(context.Background(), pipeline.Options{World: w, Transport: kept.Transport()}); err != nil {
		t.Fatal(err)
	}
	all, err := kept.AllFiles(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var files []File
	for _, f := range all {
		files = append(files, File{f.Path, f.Data})
	}
	source, err := ReadWorld(fixtures.W1())
	if err != nil {
		t.Fatal(err)
	}
	return NewSet(files, w, source)
}

// TestSealedAlike has every file of a run written and sealed again although
// nothing was changed: each must come out byte for byte as its party wrote it.
func TestSealedAlike(t *testing.T) {
	clean := cleanRun(t)
	s := clean.clone()
	for _, d := range s.docs {
		if d.fileType != nil {
			s.touch(d)
		}
	}
	if err := s.reseal(); err != nil {
		t.Fatal(err)
	}
	was, is := clean.Files(), s.Files()
	if len(was) != len(is) || len(was) == 0 {
		t.Fatalf("%d files became %d", len(was), len(is))
	}
	for i := range was {
		if was[i].Path != is[i].Path || !bytes.Equal(was[i].Data, is[i].Data) {
			t.Errorf("%s came out otherwise, as %s", was[i].Path, is[i].Path)
		}
	}
}

// TestFollows changes the number of the first MAF: everything made from it must
// follow by digest and by name, and nothing may be wrong after it.
func TestFollows(t *testing.T) {
	s := cleanRun(t).clone()
	d, _, err := s.first(types("MAF"), nil)
	if err != nil {
		t.Fatal(err)
	}
	oldName, oldDigest := d.name(), d.digest()
	for _, m := range s.documents("MAF") { // all of them, so that no number is left out
		s.touch(m)
		m.change(number(m.tree.header.get("sequence").integer()+7), "header", "sequence")
	}
	if err := s.reseal(); err != nil {
		t.Fatal(err)
	}
	if d.name() == oldName || d.digest() == oldDigest || !strings.HasSuffix(d.name(), "_000008.json") {
		t.Errorf("%s is now %s", oldName, d.name())
	}
	for _, f := range s.Files() {
		if bytes.Contains(f.Data, []byte(oldName)) || bytes.Contains(f.Data, []byte(oldDigest)) {
			t.Errorf("%s still names the old file", f.Path)
		}
	}
	if found, err := s.Found(context.Background()); err != nil || len(found) > 0 {
		t.Errorf("found %v, %v", found, err)
	}
}

// TestUnchanged checks that mutators change copies alone.
func TestUnchanged(t *testing.T) {
	s := cleanRun(t)
	was := s.Files()
	for _, code := range []string{"MTAD-17.20d", "X-CHANGED", "X-CERT-STATUS", "S-REPLAY", "X-PARENT-MISSING"} {
		for _, m := range All() {
			if string(m.Code) == code {
				_, _, _ = m.ApplyTo(s) // whether it applies does not matter
			}
		}
	}
	if _, changed := s.ChangedWorld(); changed || s.History != nil || len(s.Files()) != len(was) {
		t.Error("the world, the history or the list of files was changed")
	}
	for i, f := range s.Files() {
		if f.Path != was[i].Path || !bytes.Equal(f.Data, was[i].Data) {
			t.Errorf("%s was changed", f.Path)
		}
	}
}

// TestNoSecretTold checks that no change tells what a sealed value holds or what
// stands where a secret must not.
func TestNoSecretTold(t *testing.T) {
	s := cleanRun(t)
	var secrets []string
	for _, d := range s.documents(mef.Type.Name) {
		tree := d.mustParse()
		tree.bind()
		sealer, err := s.sealer(tree)
		if err != nil {
			t.Fatal(err)
		}
		tree.sealedValues(func(_, device *node) {
			value := device.get("sealed")
			plain, err := sealer.Open(nil, value.bound, []byte(value.value()))
			if err != nil {
				t.Fatal(err)
			}
			credentials, err := parse(plain)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range credentials.members {
				secrets = append(secrets, m.value.value())
			}
		})
	}
	if len(secrets) == 0 {
		t.Fatal("no secrets to look for")
	}
	secrets = append(secrets, "000102030405060708090a0b0c0d0e") // those that mutators make up
	for _, m := range All() {
		_, c, err := m.ApplyTo(s)
		for _, secret := range secrets {
			if strings.Contains(c.String(), secret) || err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("%s, %s tells a secret", m.Code, m.Name)
			}
		}
	}
}

// TestNames checks that every mutator can be named.
func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range All() {
		key := string(m.Code) + " " + m.Name
		if m.Name == "" || seen[key] || m.Apply == nil {
			t.Errorf("%s: no name, one that stands twice, or nothing to apply", key)
		}
		seen[key] = true
	}
}

// TestTree checks that a document is written as it was read.
func TestTree(t *testing.T) {
	for _, text := range []string{`{}`, `[]`, `{"a":1.0,"b":[true,null,"\u00e4<>&"],"a":{"c":"x"}}`, `-1e5`, `"\ud83d\ude00"`} {
		n, err := parse([]byte(text))
		if err != nil || n.String() != text {
			t.Errorf("%s came out as %s, %v", text, n, err)
		}
	}
	for _, bad := range []string{``, `{`, `{"a"}`, `[1,]`, `{} {}`} {
		if n, err := parse([]byte(bad)); err == nil {
			t.Errorf("%q is read as %s", bad, n)
		}
	}
}
