package validate

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"s1mig/pkg/finding"
	"s1mig/pkg/seal"
)

const csvName = "MAF_SMSO1_90-B3-D5-1F-30-00-00-0A_20220608_090000_000001.csv"

const csvText = "AuthorisationID,MigrationWeek,MigrateOn,CommissioningParty,MPxN,SupplierCertificateIDs,NetworkOperatorCertificateID\r\n" +
	"A-1,2022-06-13,2022-06-15,DCC,9900000000015,Z9:1,Z9:2\r\n" +
	"A-1,2022-06-13,2022-06-15,DCC,9999000104,Z9:1,Z9:2\r\n" +
	"A-2,2022-06-14,2022-06-15,DCC,9900000000024,Z9:1,Z9:2\r\n"

// TestCSV checks that a MAF in CSV is judged like any other: its header is read
// off its name, its signature stands beside it, and places are rows and columns.
func TestCSV(t *testing.T) {
	k := newKit(t)
	dir := t.TempDir()
	at := filepath.Join(dir, csvName)
	jws, err := seal.SignTrailer(k.keys["SUPA"], k.ids["SUPA"], fmt.Sprintf("sha-256:%x", sha256.Sum256([]byte(csvText))), 2)
	if err != nil {
		t.Fatal(err)
	}
	write := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	judge := func() *File {
		report, err := Paths(context.Background(), []string{at}, k.options())
		if err != nil || report.Files[0].Err != nil {
			t.Fatal(err, report.Files[0].Err)
		}
		return report.Files[0]
	}
	write(at, csvText)
	if f := judge(); f.Sealed || !f.Has(finding.Signature) {
		t.Errorf("without a signature: sealed %v, found %v", f.Sealed, f.Findings)
	}
	write(strings.TrimSuffix(at, ".csv")+".jws", jws+"\n")
	f := judge()
	if !f.Sealed || f.Records != 2 || f.Header.SMSO != "SMSO1" || f.Outcome != PartlyRejected {
		t.Errorf("sealed %v, %d records, %s", f.Sealed, f.Records, f.Outcome)
	}
	if codes(f.Findings) != "MTAD-17.20b" || f.Findings[0].Path != "/4/MigrationWeek" || f.Findings[0].Pos.Line != 4 || f.Findings[0].Record != "A-2" {
		t.Errorf("found %+v", f.Findings)
	}
	write(at, strings.Replace(csvText, "2022-06-15,DCC,9999000104", "2022-06-16,DCC,9999000104", 1))
	if f := judge(); f.Sealed || !f.Has(finding.Signature) || !f.Has(finding.CSVConflict) {
		t.Errorf("altered: sealed %v, found %v", f.Sealed, f.Findings)
	}
	write(filepath.Join(dir, "my.csv"), strings.Replace(csvText, "9900000000024", "9900000000015", 1))
	at = filepath.Join(dir, "my.csv")
	f = judge()
	if f.ByCode[finding.MissingField] != 3 || f.ByCode["X-DUPLICATE"] != 2 || f.Outcome != Rejected {
		t.Errorf("a name that says nothing: %v", f.Findings)
	}
}
