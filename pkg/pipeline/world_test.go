package pipeline_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"s1mig/fixtures"
	"s1mig/pkg/exchange"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/seal"
	"s1mig/pkg/state"
	"s1mig/pkg/world"
)

// TestNotEligible is the example of 17.14: SUPA has passed the Eligibility Tests
// for electricity alone and submits the requests of I-A2, which is dual fuel.
func TestNotEligible(t *testing.T) {
	w := altered(t, `      - {role: Gas Supplier, srvs: ["6.15.1", "6.21", "8.11"]}`+"\n", "")
	res, _ := run(t, pipeline.Options{World: w})
	for _, in := range res.Installations {
		want := end{string(state.Commissioned), ""}
		if in.ID == "I-A2" {
			want = end{string(state.Partial), "the CHF was commissioned, but not every device: GSME: SRV8.11 was answered E1"}
		}
		if got := (end{string(in.State), in.Reason}); got != want {
			t.Errorf("%s ended %v, want %v", in.ID, got, want)
		}
	}
}

// altered is W1 with one text of its world.yaml replaced.
func altered(t *testing.T, old, text string) *world.World {
	t.Helper()
	return alteredFile(t, "world.yaml", old, text)
}

// alteredFile is W1 with one text of one of its files replaced.
func alteredFile(t *testing.T, file, old, text string) *world.World {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, fixtures.W1()); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, filepath.FromSlash(file))
	config, err := os.ReadFile(name)
	if err != nil || !bytes.Contains(config, []byte(old)) {
		t.Fatalf("%s does not say %q (%v)", file, old, err)
	}
	if err := os.WriteFile(name, bytes.Replace(config, []byte(old), []byte(text), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	return load(t, dir, 1)
}

// TestMigratedAlready: an installation that was migrated before takes no part, and
// nothing is sent of it.
func TestMigratedAlready(t *testing.T) {
	w := alteredFile(t, "register/SMSO1.ndjson", `{"installationID":"I-A1","groupID":"AA","epclEntry":"EPCL-0001","commissionedWithSMSO":true,`,
		`{"installationID":"I-A1","groupID":"AA","epclEntry":"EPCL-0001","commissionedWithSMSO":true,"migrated":true,`)
	res, _ := run(t, pipeline.Options{World: w})
	for _, a := range res.Authorisations {
		if a.Installation == "I-A1" {
			t.Errorf("an authorisation of I-A1 ended %s", a.State)
		}
	}
	for _, in := range res.Installations {
		if in.ID == "I-A1" || in.State != state.Commissioned {
			t.Errorf("%s ended %s", in.ID, in.State)
		}
	}
	if len(res.Installations) != 7 {
		t.Errorf("%d installations, want 7", len(res.Installations))
	}
}

// TestWrongKey has an SMSO encrypt the content key of an MEF to another key than
// DCC's, and sign the file properly: the group fails, and no other.
func TestWrongKey(t *testing.T) {
	w, k := w1(t), newKept()
	res, err := pipeline.Run(context.Background(), pipeline.Options{World: w, Codec: small, Transport: func(path string) (exchange.Mailbox, error) {
		box, err := k.transport(path)
		return &wrongKey{Mailbox: box, t: t, w: w}, err
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range res.Installations {
		want := end{string(state.Commissioned), ""}
		if in.Group == "CB" {
			want = end{string(state.GroupFailed), "the MEF is not encrypted to DCC's key"}
		}
		if got := (end{string(in.State), in.Reason}); got != want {
			t.Errorf("%s ended %v, want %v", in.ID, got, want)
		}
	}
}

// wrongKey is a mailbox that gives the MEF of group CB the wrong key.
type wrongKey struct {
	exchange.Mailbox
	t *testing.T
	w *world.World
}

// Put implements exchange.Mailbox.
func (m *wrongKey) Put(ctx context.Context, name string, write func(io.Writer) error) error {
	if !strings.HasPrefix(name, "MEF_SMSO2") || !strings.Contains(name, "_CB_") || strings.HasSuffix(name, exchange.ReceiptSuffix) {
		return m.Mailbox.Put(ctx, name, write)
	}
	var file bytes.Buffer
	if err := write(&file); err != nil {
		return err
	}
	return m.Mailbox.Put(ctx, name, func(out io.Writer) error {
		_, err := io.WriteString(out, m.rewrap(file.String()))
		return err
	})
}

// rewrap encrypts a new content key to the key that DCC has in a world of
// another seed, and seals the file again.
func (m *wrongKey) rewrap(text string) string {
	other, err := world.W1(2)
	if err != nil {
		m.t.Fatal(err)
	}
	id, _ := other.AgreementKey()
	recipient, err := other.Directory().Lookup(id)
	if err != nil {
		m.t.Fatal(err)
	}
	wrapped, err := seal.WrapContentKey(seal.NewContentKey(m.w.KeySeed(), nil), recipient, m.w.KeySeed(), nil)
	if err != nil {
		m.t.Fatal(err)
	}
	before, rest, _ := strings.Cut(text, `"contentKey":"`)
	_, rest, _ = strings.Cut(rest, `"`)
	signed, trailer, _ := strings.Cut(before+`"contentKey":"`+wrapped+`"`+rest, `"trailer":`)
	var count int64
	if _, err := fmt.Sscanf(trailer, `{"recordCount":%d`, &count); err != nil {
		m.t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(signed))
	digest := "sha-256:" + hex.EncodeToString(sum[:])
	kid, key, _ := m.w.SigningKey("SMSO2")
	signature, err := seal.SignTrailer(key, kid, digest, count)
	if err != nil {
		m.t.Fatal(err)
	}
	return fmt.Sprintf(`%s"trailer":{"recordCount":%d,"digest":%q,"signature":%q}}`+"\n", signed, count, digest, signature)
}
