package world

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestKeys writes the keys of one seed and takes them into the world of another.
func TestKeys(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	w := mustW1(t)
	if err := w.WriteKeys(dir); err != nil {
		t.Fatal(err)
	}
	if err := w.WriteKeys(dir); err == nil {
		t.Error("keys were written over others")
	}
	other, err := W1(2)
	if err != nil {
		t.Fatal(err)
	}
	with, err := other.WithKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	if with.KeySeed() != nil || w.KeySeed() == nil || *w.KeySeed() != 1 || with.WriteKeys(t.TempDir()) == nil {
		t.Error("keys of a directory pass for keys of a seed")
	}
	for _, name := range []string{"DCC", "SMSO1", "SUPB"} {
		id1, key1, _ := w.SigningKey(name)
		id2, key2, ok := with.SigningKey(name)
		_, key3, _ := other.SigningKey(name)
		if id1 != id2 || !ok || !key1.Public().Equal(key2.Public()) || key1.Public().Equal(key3.Public()) || !key2.IsTest() {
			t.Errorf("%s: %s and %s are not the same", name, id1, id2)
		}
	}
	if len(with.Directory().All()) != len(w.Directory().All()) {
		t.Error("the directories differ")
	}
	f1, err1 := w.Facts().Certificates.Certificate("Z9:470001")
	f2, err2 := with.Facts().Certificates.Certificate("Z9:470001")
	if f1 != f2 || err1 != nil || err2 != nil || f1.Organisation != "NETG" || !f1.Gas || f1.Electricity || !f1.Signing {
		t.Errorf("%+v, %v\n%+v, %v", f1, err1, f2, err2)
	}
}

func TestKeyPermissions(t *testing.T) {
	dir := t.TempDir()
	if err := mustW1(t).WriteKeys(dir); err != nil {
		t.Fatal(err)
	}
	keys := 0
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		switch {
		case err != nil:
			return err
		case d.IsDir() && info.Mode().Perm() != 0o700:
			t.Errorf("%s has mode %v", name, info.Mode())
		case strings.HasSuffix(name, ".key.pem"):
			keys++
			if info.Mode().Perm() != 0o600 {
				t.Errorf("%s has mode %v", name, info.Mode())
			}
		}
		return nil
	})
	if err != nil || keys != 19 {
		t.Error(keys, err)
	}
}

func TestBadKeys(t *testing.T) {
	good := t.TempDir()
	if err := mustW1(t).WriteKeys(good); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, file, from string // file is replaced by a copy of from, removed if ""
		want             string
	}{
		{"certificate missing", "SUPA-Z9-5A0101.cert.pem", "", "certificate Z9:5A0101 of SUPA is in no file"},
		{"authority missing", "authority-Z9-1.cert.pem", "", "is in no file"},
		{"not a key", "SUPA-Z9-5A0101.key.pem", "SUPA-Z9-5A0101.key.pem\nPRIVATE KEY-----", "private key"},
		{"not a certificate", "SUPA-Z9-5A0101.cert.pem", "nothing", "no PEM certificate"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(filepath.Join(dir, "k"), os.DirFS(good)); err != nil {
				t.Fatal(err)
			}
			name := filepath.Join(dir, "k", c.file)
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
			if c.from != "" {
				if err := os.WriteFile(name, []byte(c.from), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err := mustW1(t).WithKeys(filepath.Join(dir, "k"))
			var bad *ConfigError
			if !errors.As(err, &bad) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
	if _, err := mustLoad(t, yamlFile, "90-B3-D5-1F-30-01-00-00", "90-B3-D5-1F-30-01-00-99").WithKeys(good); err == nil || !strings.Contains(err.Error(), "was issued to") {
		t.Errorf("a certificate of another organisation: %v", err)
	}
}
