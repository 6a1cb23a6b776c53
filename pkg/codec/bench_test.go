package codec_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mcf"
)

const benchBytes = 64 << 20

func benchHeader() *envelope.Header {
	return &envelope.Header{FileType: "MCF", FormatVersion: "1.0", Environment: "migration-testing", CapabilityRelease: "IOC", SMSO: "CGI", Sequence: 1, CreatedAt: 1654041600, TestData: true}
}

// manyInstallations is an MCF of about that many bytes, of which every record has
// six devices.
func manyInstallations(bytesWanted int) []byte {
	h := benchHeader()
	var out bytes.Buffer
	out.Grow(bytesWanted + 1<<20)
	w := codec.NewWriter(&out, mcf.Type, h)
	for i := 0; out.Len() < bytesWanted; i++ {
		w.WriteRaw(fmt.Appendf(nil, `{"installationID":"I-%08d","groupID":"AB","authorisationIDs":["A-%08d","B-%08d"],"epclEntry":"EPCL-%04d","communicationsServiceProvider":"CSP1","commissionedWithSMSO":true,"devices":[%s]}`, i, i, i, i%100, manyDevices(i)))
	}
	if _, err := w.Close(func(string, int64) (string, error) { return "e30.e30.AAAA", nil }); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func manyDevices(i int) string {
	var b strings.Builder
	for k, typ := range mcf.DeviceTypes() {
		if k > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"deviceID":"90-B3-D5-1F-%02X-%02X-%02X-%02X","deviceType":%q,"manufacturer":"AB%02X","model":"010A030B","firmwareVersion":"%08X"`, i>>16&255, i>>8&255, i&255, k, typ, k, i)
		switch typ {
		case mcf.ESME:
			fmt.Fprintf(&b, `,"mpxn":"99%011d","status":"Active","responsibleSupplier":"SUPA","networkOperator":"NETE","esmeVariant":"A"`, i)
		case mcf.GSME:
			fmt.Fprintf(&b, `,"mpxn":"99%08d","status":"Dormant","responsibleSupplier":"SUPB","networkOperator":"NETG"`, i)
		}
		b.WriteByte('}')
	}
	return b.String()
}

// benchmark visits the document once for each turn.
func benchmark(b *testing.B, doc []byte, workers int) {
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	var records int64
	for b.Loop() {
		f, err := codec.Open(bytes.NewReader(doc), filetype.Lookup, codec.Options{Workers: workers})
		if err != nil {
			b.Fatal(err)
		}
		r, err := f.Visit(b.Context(), func() codec.Worker { return &tally{} }, func(any) error { return nil })
		if err != nil {
			b.Fatal(err)
		}
		records += r.Records
	}
	b.ReportMetric(float64(records)/b.Elapsed().Seconds()/1e6, "Mrecords/s")
}

// BenchmarkVisit reads an MCF of 64 MiB from memory, hash included.
func BenchmarkVisit(b *testing.B) {
	doc := manyInstallations(benchBytes)
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, doc, "", "  "); err != nil {
		b.Fatal(err)
	}
	variants := []struct {
		name string
		doc  []byte
	}{
		{"canonical", doc},
		{"CRLF", bytes.ReplaceAll(doc, []byte("\n"), []byte("\r\n"))},
		{"pretty", pretty.Bytes()},
		{"minified", bytes.ReplaceAll(doc, []byte("\n"), nil)},
		{"wrong", bytes.ReplaceAll(doc, []byte(`"groupID":"AB"`), []byte(`"groupID":"-B"`))},
	}
	for _, v := range variants {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/workers=%d", v.name, workers), func(b *testing.B) { benchmark(b, v.doc, workers) })
		}
	}
}

// BenchmarkEncodingJSON decodes the records of the same file with encoding/json,
// for comparison.
func BenchmarkEncodingJSON(b *testing.B) {
	type device struct {
		DeviceID, DeviceType, Manufacturer, Model, FirmwareVersion, MPxN, Status, ResponsibleSupplier, NetworkOperator, ESMEVariant string
	}
	type installation struct {
		InstallationID, GroupID, EPCLEntry, CommunicationsServiceProvider string
		AuthorisationIDs                                                  []string
		CommissionedWithSMSO                                              bool
		Devices                                                           []device
	}
	doc := manyInstallations(benchBytes)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		dec := json.NewDecoder(bytes.NewReader(doc[bytes.Index(doc, []byte("[\n")):]))
		if _, err := dec.Token(); err != nil {
			b.Fatal(err)
		}
		for dec.More() {
			var in installation
			if err := dec.Decode(&in); err != nil && err != io.EOF {
				b.Fatal(err)
			}
		}
	}
}
