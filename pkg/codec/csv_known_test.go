package codec_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// alikeCells are cells of each column that a reader which remembers cells might
// take for one another: one begins like the other, or is it in quotation marks or
// with a byte more.
var alikeCells = map[string][]string{
	"AuthorisationID":    {"A-1", "A-1", "A-11", `"A-1"`, "A-2", "A-1\r", "", "A-1 ", `"A,1"`, "A,1"},
	"MigrationWeek":      {"2022-06-13", "2022-06-13", "2022-06-20", `"2022-06-13"`, "2022-06-1", "2022-06-133", "2022-06-31", strings.Repeat("\x00", 10), ""},
	"MigrateOn":          {"2022-06-13", "2022-06-14", "2022-06-14", "2022-06-14 ", "2022-06-14\x00", ""},
	"CommissioningParty": {"DCC", "", "Supplier", "", "DCCX", `"DCC"`, "DC", "SupplierDCC", "dcc"},
	"MPxN": {"9900000000015", "9999000104", "9900000000015 ", "99000000000156", "99000000001", "123456", "12345678", "123456789",
		`"9999000104"`, "", "N/A"},
	"SupplierCertificateIDs": {"Z9:A00011 Z9:A00012", "Z9:A00021 Z9:A00022", "Z9:A00011 Z9:A00012,", "Z9:A00011 Z9:A0001", "Z9:A00011 Z9:A000122",
		"Z9:A00011  Z9:A00012", "Z9:A00011 Z9:A00012 ", `"Z9:A00011 Z9:A00012"`, "Z9:A00011", "Z9:A00011 Z9-A00012", "", " ",
		strings.Repeat("Z9:1 ", 15) + "Z9:1", strings.Repeat("Z9:1 ", 16) + "Z9:1"},
	"NetworkOperatorCertificateID": {"Z9:4E0001", "Z9:4E0002", "Z9:4E0002", "Z9:4E000", "Z9:4E00011", `"Z9:4E0001"`, "Z9:4E0001\r", "Z9:4E0001\x00",
		"Z9:4E000é", "", "N/A", "-", "0", "4E", "4E0001,", " "},
	"Remark": {"", "x", `"x"`, `x"`, "é"},
}

// alikeCSV is rows of such cells under some of the columns, in one order or
// another. Of so many cells one is any of them; the others are of the first, good
// ones.
func alikeCSV(rnd *rand.Rand, rows, wild int) string {
	names := alikeNames(rnd)
	ends := []string{[]string{"\n", "\r\n"}[rnd.IntN(2)], "\n", "\r\n", "\r\r\n", ""}
	pick := func(of []string, good int) string {
		if rnd.IntN(wild) > 0 {
			return of[rnd.IntN(good)]
		}
		return of[rnd.IntN(len(of))]
	}
	var b strings.Builder
	b.WriteString(strings.Join(names, ",") + "\n")
	id := 0
	for range rows {
		for i, name := range names {
			if i > 0 {
				b.WriteByte(',')
			}
			if name == "AuthorisationID" && rnd.IntN(wild) > 0 {
				id += rnd.IntN(2)
				fmt.Fprintf(&b, "A-%d", id)
				continue
			}
			b.WriteString(pick(alikeCells[name], 2))
		}
		b.WriteString(pick(ends, 1))
	}
	return b.String()
}

func alikeNames(rnd *rand.Rand) []string {
	names := strings.Split(strings.TrimSpace(csvHead), ",")
	if rnd.IntN(2) == 0 {
		rnd.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	}
	if rnd.IntN(3) == 0 {
		names = slices.Insert(names, rnd.IntN(len(names)+1), "Remark")
	}
	if rnd.IntN(4) == 0 {
		k := rnd.IntN(len(names))
		names = slices.Delete(names, k, k+1)
	}
	return names
}

// What was read before changes nothing of what is told of a cell.
func TestCSVTellsCellsThatAreAlikeApart(t *testing.T) {
	rnd := rand.New(rand.NewPCG(24, 25))
	rounds := 150
	if testing.Short() {
		rounds = 40
	}
	for i := range rounds {
		agreeCSV(t, alikeCSV(rnd, 1+rnd.IntN(300), []int{4, 40, 400}[i%3]), []int{0, 0, 0, 150}[i%4])
	}
}

// Rows on both sides of the end of a block are told as all others, wherever it is.
func TestCSVEqualRowsAcrossBlocks(t *testing.T) {
	row := "A-%d,2022-06-13,2022-06-15,DCC,%s,Z9:A00011 Z9:A00012,Z9:4E0001\n"
	for _, rest := range []string{"", "A-9,2022-06-13,2022-06-15,DCC,9999000104,Z9:A00011 Z9:A00012,Z9:4E0001", "A-9,2022-06-13,2022-06-15,DCC", "A-9,2022-06-13,2022-06-15,DCC,9999000104,,"} {
		var b strings.Builder
		b.WriteString(csvHead)
		for i := range 200 {
			fmt.Fprintf(&b, row, i, "9900000000015")
			if i%3 > 0 {
				fmt.Fprintf(&b, row, i, "9999000104")
			}
		}
		agreeCSV(t, b.String()+rest, 0)
	}
}

// Without the column of a meter's number no meter is good, however it is read.
func TestCSVWithoutRequiredColumns(t *testing.T) {
	for _, head := range []string{"AuthorisationID,MigrationWeek,MigrateOn", "MigrateOn,MigrationWeek,MPxN", "AuthorisationID", "CommissioningParty,MPxN,AuthorisationID"} {
		var b strings.Builder
		b.WriteString(head + "\n")
		for i := range 300 {
			row := strings.NewReplacer("AuthorisationID", fmt.Sprint("A-", i/2), "MigrationWeek", "2022-06-13", "MigrateOn", "2022-06-15",
				"CommissioningParty", "DCC", "MPxN", "9900000000015").Replace(head)
			b.WriteString(row + "\n")
		}
		agreeCSV(t, b.String(), 0)
	}
}
