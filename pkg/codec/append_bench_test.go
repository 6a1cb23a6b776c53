package codec

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"s1mig/pkg/filetype"
	"s1mig/pkg/spec"
)

// benchLines make typical records of the seven types.
func benchLines() map[string]func(*rand.Rand, int) string {
	return map[string]func(*rand.Rand, int) string{
		"MAF": authorisationLine,
		"MCF": installationLine,
		"MVF": func(_ *rand.Rand, i int) string {
			return fmt.Sprintf(`{"installationID":"I-%08d","outcome":"Pass","reasons":[]}`, i)
		},
		"MGF": func(_ *rand.Rand, i int) string {
			return fmt.Sprintf(`{"installationID":"I-%08d","groupID":"AB","sim":{"iccid":"89440000000%08d","imsi":"2341500%08d","msisdn":"4477%08d","apn":"smets1.test","ipAddress":"10.0.0.1"},"devices":[%s]}`,
				i, i, i, i, devices(i, `,"criticalSupplierCertificateID":"Z9:5A0101","nonCriticalSupplierCertificateID":"Z9:5A0102","criticalNetworkOperatorCertificateID":"Z9:4E0001","nonCriticalNetworkOperatorCertificateID":"Z9:4E0001"`))
		},
		"MEF": func(_ *rand.Rand, i int) string {
			return fmt.Sprintf(`{"installationID":"I-%08d","devices":[%s]}`, i, devices(i, `,"sealed":"`+strings.Repeat("aB3_-9zQ", 37)+`"`))
		},
		"SCF": func(_ *rand.Rand, i int) string {
			return fmt.Sprintf(`{"installationID":"I-%08d","devices":[%s]}`, i, devices(i, `,"checks":[{"check":"InstallingSMETS1ElectricityMeter","outcome":"Pass"},{"check":"SecuringSMETS1ESME","outcome":"Pass"}],"ready":true`))
		},
		"COF": func(_ *rand.Rand, i int) string {
			return fmt.Sprintf(`{"installationID":"I-%08d","outcome":"Commissioned","devices":[%s]}`, i,
				devices(i, `,"commissioningParty":"DCC","outcome":"Commissioned","steps":[{"srv":"8.11","at":"2022-06-14T23:00:07Z","outcome":"Success","responseCode":"I0","alerts":[{"code":"N16","at":"2022-06-14T23:00:07Z"}]}]`))
		},
	}
}

// chunkOf is as many records, one a line, as a writer's goroutine takes at a time.
func chunkOf(line func(rnd *rand.Rand, i int) string) (out []byte) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for i := range chunkLen {
		out = append(append(out, line(rnd, i)...), '\n')
	}
	return out
}

// devices are six devices with the same text behind their ids.
func devices(i int, text string) string {
	var list []string
	for k := range 6 {
		list = append(list, fmt.Sprintf(`{"deviceID":"90-B3-D5-1F-%02X-%02X-%02X-%02X"%s}`, i>>16&255, i>>8&255, i&255, k, text))
	}
	return strings.Join(list, ",")
}

// BenchmarkAppend reports how many times as fast as encoding/json the writer of
// records is, and how fast beside SHA-256 of the same bytes. All take turns on
// one thread.
func BenchmarkAppend(b *testing.B) {
	for _, t := range filetype.Seven() {
		b.Run(t.Name, func(b *testing.B) { pairedAppend(b, t.Record, chunkOf(benchLines()[t.Name])) })
	}
}

func pairedAppend(b *testing.B, t *spec.Table, doc []byte) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	own, peers := values(b, t, doc)
	buf := make([]byte, 0, 2*len(doc))
	appendAll := func() {
		buf = buf[:0]
		for _, v := range own {
			buf = append(Append(buf, t, v), '\n')
		}
	}
	if appendAll(); !bytes.Equal(buf, doc) {
		b.Fatalf("wrote\n%.500s\nwant\n%.500s", buf, doc)
	}
	b.ReportAllocs()
	var fast, hash, std []time.Duration
	for b.Loop() {
		for range pairedRounds {
			fast = append(fast, timed(appendAll))
			hash = append(hash, timed(func() { sha256.Sum256(doc) }))
			fast = append(fast, timed(appendAll))
			std = append(std, timed(func() { marshalAll(b, peers) }))
		}
	}
	best := fastest(fast)
	b.ReportMetric(float64(len(doc))/best.Seconds()/1e6, "MB/s")
	b.ReportMetric(fastest(hash).Seconds()/best.Seconds(), "x-sha256")
	b.ReportMetric(fastest(std).Seconds()/best.Seconds(), "x-encoding/json")
	b.ReportMetric(testing.AllocsPerRun(3, appendAll)/float64(len(own)), "allocs/record")
}

// values reads every line into a struct of its own, and into a struct as one
// would write it for encoding/json.
func values(b *testing.B, t *spec.Table, doc []byte) (own, peers []any) {
	peer, quick := peerType(t), newProgram(t)
	for line := range bytes.Lines(doc) {
		v, p := t.New(), reflect.New(peer).Interface()
		if quick.object(inputOf(padded(line)), 0, t.Base(v)) < 0 {
			b.Fatalf("refused: %s", line)
		}
		if err := json.Unmarshal(line, p); err != nil {
			b.Fatal(err)
		}
		own, peers = append(own, v), append(peers, p)
	}
	return own, peers
}

func marshalAll(b *testing.B, list []any) {
	for _, v := range list {
		if _, err := json.Marshal(v); err != nil {
			b.Fatal(err)
		}
	}
}

// peerType is a struct for encoding/json with the fields of a table, text as
// strings.
func peerType(t *spec.Table) reflect.Type {
	var fields []reflect.StructField
	for _, f := range t.Fields {
		typ := reflect.TypeFor[string]()
		switch f.Op {
		case spec.OpBool:
			typ = reflect.TypeFor[bool]()
		case spec.OpInteger:
			typ = reflect.TypeFor[int64]()
		case spec.OpTexts:
			typ = reflect.TypeFor[[]string]()
		case spec.OpObject:
			typ = peerType(f.Table)
		case spec.OpObjects:
			typ = reflect.SliceOf(peerType(f.Table))
		}
		tag := f.Name
		if !f.Required {
			tag += ",omitempty"
		}
		fields = append(fields, reflect.StructField{Name: strings.ToUpper(f.Name[:1]) + f.Name[1:], Type: typ, Tag: reflect.StructTag(`json:"` + tag + `"`)})
	}
	return reflect.StructOf(fields)
}
