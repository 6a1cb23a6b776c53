package codec

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/spec"
)

// pairedRounds is how often each side of a comparison runs. The fastest counts:
// whatever else the machine does can only slow a round.
const pairedRounds = 15

// BenchmarkPaired reports how many times as fast as others the fast parser is.
// What is compared takes turns on one thread; MB/s is the parser's.
func BenchmarkPaired(b *testing.B) {
	b.Run("MCF/canonical", func(b *testing.B) { paired(b, mcf.Record, pairedLines(installationLine), new(decodedMCF)) })
	b.Run("MCF/shuffled", func(b *testing.B) {
		paired(b, mcf.Record, shuffled(pairedLines(installationLine)), new(decodedMCF))
	})
	b.Run("MCF/any order", func(b *testing.B) {
		paired(b, mcf.Record, scrambled(pairedLines(installationLine)), new(decodedMCF))
	})
	b.Run("MAF/any order", func(b *testing.B) {
		paired(b, maf.Record, scrambled(pairedLines(authorisationLine)), new(decodedMAF))
	})
	b.Run("MAF/canonical", func(b *testing.B) { paired(b, maf.Record, pairedLines(authorisationLine), new(decodedMAF)) })
}

func paired(b *testing.B, t *spec.Table, doc []byte, decoded any) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	buf := padded(doc)
	value := t.New()
	base, quick := t.Base(value), newProgram(t)
	var fast, hash, std []time.Duration
	for b.Loop() {
		for range pairedRounds {
			fast = append(fast, timed(func() { parseLines(b, buf, len(doc), quick, base) }))
			hash = append(hash, timed(func() { sha256.Sum256(doc) }))
			fast = append(fast, timed(func() { parseLines(b, buf, len(doc), quick, base) }))
			std = append(std, timed(func() { decodeLines(b, doc, decoded) }))
		}
	}
	own := fastest(fast)
	b.ReportMetric(float64(len(doc))/own.Seconds()/1e6, "MB/s")
	b.ReportMetric(fastest(hash).Seconds()/own.Seconds(), "x-sha256")
	b.ReportMetric(fastest(std).Seconds()/own.Seconds(), "x-encoding/json")
}

func timed(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}

func fastest(all []time.Duration) time.Duration {
	slices.SortFunc(all, cmp.Compare[time.Duration])
	return all[0]
}

func parseLines(b *testing.B, buf []byte, n int, quick *program, base unsafe.Pointer) {
	for i := 0; i < n; i++ { // past the line end
		if i = quick.object(inputOf(buf), i, base); i < 0 {
			b.Fatal("refused")
		}
	}
}

func decodeLines(b *testing.B, doc []byte, into any) {
	dec := json.NewDecoder(bytes.NewReader(doc))
	for {
		if err := dec.Decode(into); err == io.EOF {
			return
		} else if err != nil {
			b.Fatal(err)
		}
	}
}

// decodedMCF is what encoding/json makes of an installation.
type decodedMCF struct {
	InstallationID, GroupID, EPCLEntry, CommunicationsServiceProvider string
	AuthorisationIDs                                                  []string
	CommissionedWithSMSO                                              bool
	Devices                                                           []struct {
		DeviceID, DeviceType, Manufacturer, Model, FirmwareVersion      string
		MPxN, Status, ResponsibleSupplier, NetworkOperator, ESMEVariant string
	}
}

// decodedMAF is what encoding/json makes of an authorisation.
type decodedMAF struct {
	AuthorisationID, MigrationWeek, MigrateOn, CommissioningParty string
	Meters                                                        []struct {
		MPxN, NetworkOperatorCertificateID string
		SupplierCertificateIDs             []string
	}
}

// pairedLines is 2 MiB of records, one a line.
func pairedLines(line func(rnd *rand.Rand, i int) string) []byte {
	rnd := rand.New(rand.NewPCG(5, 6))
	var out []byte
	for i := 0; len(out) < 2<<20; i++ {
		out = append(append(out, line(rnd, i)...), '\n')
	}
	return out
}

func installationLine(rnd *rand.Rand, i int) string {
	var devices []string
	gas := rnd.IntN(4) > 0
	for k, typ := range mcf.DeviceTypes() {
		d := fmt.Sprintf(`{"deviceID":"90-B3-D5-1F-%02X-%02X-%02X-%02X","deviceType":%q,"manufacturer":"AB%02X","model":"%08X","firmwareVersion":"%08X"`,
			i>>16&255, i>>8&255, i&255, k, typ, k, rnd.Uint32(), rnd.Uint32())
		switch {
		case typ == mcf.ESME:
			d += fmt.Sprintf(`,"mpxn":"99%011d","status":"Active","responsibleSupplier":"SUP%c","networkOperator":"NETE","esmeVariant":"A"`, i, 'A'+rnd.IntN(9))
		case typ == mcf.GSME && !gas, typ == mcf.IHD && rnd.IntN(2) > 0:
			continue
		case typ == mcf.GSME:
			d += fmt.Sprintf(`,"mpxn":"99%08d","status":"Dormant","responsibleSupplier":"SUPPLIER%d","networkOperator":"NETG"`, i, rnd.IntN(12))
		}
		devices = append(devices, d+"}")
	}
	return fmt.Sprintf(`{"installationID":"I-%08d","groupID":"AB","authorisationIDs":["A-%08d"],"epclEntry":"EPCL-%04d",`+
		`"communicationsServiceProvider":"CSP1","commissionedWithSMSO":true,"devices":[%s]}`, i, i, rnd.IntN(100), strings.Join(devices, ","))
}

func authorisationLine(rnd *rand.Rand, i int) string {
	return fmt.Sprintf(`{"authorisationID":"A-%08d","migrationWeek":"2022-06-13","migrateOn":"2022-06-%d","meters":[{"mpxn":"99%011d",`+
		`"supplierCertificateIDs":["Z9:5A%04X","Z9:5A%04X"],"networkOperatorCertificateID":"Z9:4E%04X"}]}`, i, 13+rnd.IntN(5), i, rnd.IntN(200), rnd.IntN(200), rnd.IntN(200))
}

// shuffled writes the fields of every object in another order.
func shuffled(lines []byte) (out []byte) {
	for line := range bytes.Lines(lines) {
		var v map[string]json.RawMessage
		if err := json.Unmarshal(line, &v); err != nil {
			panic(err)
		}
		text, err := json.Marshal(v) // in the order of the names
		if err != nil {
			panic(err)
		}
		out = append(append(out, text...), '\n')
	}
	return out
}

// scrambled writes the fields of every object in an order of its own.
func scrambled(lines []byte) (out []byte) {
	rnd := rand.New(rand.NewPCG(15, 16))
	for line := range bytes.Lines(lines) {
		out = append(scramble(rnd, out, bytes.TrimSpace(line)), '\n')
	}
	return out
}

// scramble appends a value with the fields of its objects in random order.
func scramble(rnd *rand.Rand, out, value []byte) []byte {
	between := func(open, end byte, parts [][]byte) []byte {
		return append(append(append(out, open), bytes.Join(parts, []byte{','})...), end)
	}
	var object map[string]json.RawMessage
	var list []json.RawMessage
	var parts [][]byte
	switch {
	case json.Unmarshal(value, &object) == nil:
		for _, name := range slices.Sorted(maps.Keys(object)) {
			parts = append(parts, scramble(rnd, []byte(`"`+name+`":`), object[name]))
		}
		rnd.Shuffle(len(parts), func(i, k int) { parts[i], parts[k] = parts[k], parts[i] })
		return between('{', '}', parts)
	case json.Unmarshal(value, &list) == nil:
		for _, item := range list {
			parts = append(parts, scramble(rnd, nil, item))
		}
		return between('[', ']', parts)
	}
	return append(out, value...)
}
