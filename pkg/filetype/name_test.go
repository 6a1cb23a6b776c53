package filetype_test

import (
	"testing"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
)

// sample is the EUI-64 and the time in the file name that DCC published,
// MA_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503.
const (
	sampleSender = ident.EUI64(0x70B3D51F3000A008)
	sampleTime   = "2019-04-07T18:25:03Z"
)

func instant(t *testing.T, s string) civil.Instant {
	t.Helper()
	i, ok := civil.ParseInstant([]byte(s))
	if !ok {
		t.Fatalf("%s is no instant", s)
	}
	return i
}

func TestFileName(t *testing.T) {
	h := envelope.Header{FileType: "MAF", SMSO: "CGI", Sender: sampleSender, CreatedAt: instant(t, sampleTime), Sequence: 1}
	if got, want := filetype.FileName(&h), "MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503_000001.json"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	h = envelope.Header{FileType: "RUN-MANIFEST", GroupID: "AA", Sender: sampleSender, CreatedAt: instant(t, sampleTime), Sequence: 1234567}
	if got, want := filetype.FileName(&h), "RUN-MANIFEST_ALL_70-B3-D5-1F-30-00-A0-08_20190407_182503_AA_1234567.json"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestParseFileName(t *testing.T) {
	at := instant(t, sampleTime)
	for name, want := range map[string]filetype.Name{
		"MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503_000001.json":    {Type: maf.Type, SMSO: "CGI", Sender: sampleSender, CreatedAt: at, Sequence: 1, Extension: "json"},
		"COF_CGI_70-b3-d5-1f-30-00-a0-08_20190407_182503_AA_000002.json": {Type: cof.Type, SMSO: "CGI", Sender: sampleSender, CreatedAt: at, GroupID: "AA", Sequence: 2, Extension: "json"},
		"MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503.csv":            {Type: maf.Type, SMSO: "CGI", Sender: sampleSender, CreatedAt: at, Extension: "csv"},
		"MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503_000003.csv":     {Type: maf.Type, SMSO: "CGI", Sender: sampleSender, CreatedAt: at, Sequence: 3, Extension: "csv"},
	} {
		if got, ok := filetype.ParseFileName(name); !ok || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, ok, want)
		}
	}
	for _, name := range []string{
		"", "MAF", "MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503_000001", "MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503.json",
		"MA_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503_000001.json", "maf_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503_000001.json",
		"MAF_cgi_70-B3-D5-1F-30-00-A0-08_20190407_182503_000001.json", "MAF_CGI_70-B3-D5-1F-30-00-A0_20190407_182503_000001.json",
		"MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190431_182503_000001.json", "MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190407_246000_000001.json",
		"MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503_0.json", "MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503_+1.json",
		"MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503_A_1.json", "MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503_AA_BB_1.json",
		"MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503_9007199254740992.json", "MAF_CGI_70-B3-D5-1F-30-00-A0-08_20190407_182503_000001.json.receipt.json",
	} {
		if got, ok := filetype.ParseFileName(name); ok || got != (filetype.Name{}) {
			t.Errorf("%q is taken for %+v", name, got)
		}
	}
}
