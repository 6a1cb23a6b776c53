package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/seal"
	"s1mig/pkg/world"
)

// TestVolume: memory does not grow with the number of records, be they good or
// wrong each, but for ten bytes for each key that must be unique.
//
//trace:shows DC-5
func TestVolume(t *testing.T) {
	const few, keys, most = 10_000, 2, 256 << 20 // an id and an MPxN in each record
	many := 1_000_000
	if testing.Short() {
		many = 100_000
	}
	dir := t.TempDir()
	small, large := volumeMAF(t, dir, few), volumeMAF(t, dir, many)
	for _, c := range []struct {
		name string
		args []string
		code int
	}{
		{"good", []string{"--rule", "MTAD-17.20a=off"}, 0},
		{"all wrong", nil, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, after := volumePeak(t, small, few, c.code, c.args), volumePeak(t, large, many, c.code, c.args)
			allowed := min(before+before/5+10*keys*many, most)
			t.Logf("%d records: %d MiB; %d records: %d MiB; allowed %d MiB", few, before>>20, many, after>>20, allowed>>20)
			if after > allowed {
				t.Errorf("%d records take %d MiB, and %d take %d MiB: at most %d MiB expected", few, before>>20, many, after>>20, allowed>>20)
			}
		})
	}
}

// volumeMAF writes a MAF of n authorisations, of meters that no register has.
func volumeMAF(t *testing.T, dir string, n int) string {
	t.Helper()
	w, err := world.W1(1)
	if err != nil {
		t.Fatal(err)
	}
	from, _ := w.Organisation("SUPA")
	smso := w.SMSOs()[0]
	f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%d.json", n)))
	if err != nil {
		t.Fatal(err)
	}
	out := codec.NewWriter(f, maf.Type, &envelope.Header{
		FileType: maf.Type.Name, FormatVersion: envelope.FormatVersion, Environment: w.Environment, CapabilityRelease: w.SMSORelease(smso.SMSO),
		SMSO: smso.SMSO, Sender: from.EUI, Recipient: w.DCC().EUI, Sequence: 1, CreatedAt: civil.InstantOf(w.Start) + 1, TestData: true})
	a := maf.Authorisation{MigrationWeek: civil.MustDate("2022-06-13"), MigrateOn: civil.MustDate("2022-06-15"), Meters: make([]maf.Meter, 1)}
	a.Meters[0].SupplierCertificateIDs, a.Meters[0].NetworkOperatorCertificateID = w.SupplierCertificates("SUPA", false), w.NetworkCertificate("NETE")
	for i := range n {
		a.AuthorisationID, a.Meters[0].MPxN = fmt.Sprintf("V-%08d.SUPA", i), ident.MPANWithCheck(991200000000+uint64(i))
		out.Write(&a)
	}
	kid, key, _ := w.SigningKey("SUPA")
	if _, err := out.Close(func(digest string, n int64) (string, error) { return seal.SignTrailer(key, kid, digest, n) }); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return f.Name()
}

// volumePeak validates a file of n records and returns the most memory that it
// took, in bytes.
func volumePeak(t *testing.T, name string, n, code int, args []string) int {
	t.Helper()
	cmd := exec.Command("s1mig", append([]string{"validate", "--stats", "--format", "json", name}, args...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("exit code %d, want %d: %v\n%.2000s%s", got, code, err, stdout.String(), stderr.String())
	}
	said := regexp.MustCompile(`1 file, (\d+) records.*peak memory (\d+) MiB`).FindStringSubmatch(stderr.String())
	if said == nil || said[1] != strconv.Itoa(n) {
		t.Fatalf("--stats says nothing of %d records and their memory: %s", n, stderr.String())
	}
	if code != 0 && !bytes.Contains(stdout.Bytes(), fmt.Appendf(nil, `"MTAD-17.20a":%d`, n)) {
		t.Fatalf("not every record is wrong:\n%.2000s", stdout.String())
	}
	peak, err := strconv.Atoi(said[2])
	if err != nil {
		t.Fatal(err)
	}
	return peak << 20
}
