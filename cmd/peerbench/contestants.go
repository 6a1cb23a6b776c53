package main

import (
	"slices"
	"strings"
)

// A contestant reads files in one way.
type contestant struct {
	Name    string
	How     string   // how it is used, and what it does not do
	Module  string   // of Go, whose version is told
	Files   []string // what it reads, by name
	Shows   proof
	Sampled bool // gets only the first records
	Serial  bool // has one core's work at most; among all cores it is there to compare with
	OneCore bool // takes part on one core alone

	// One of these, but for ajv.mjs.
	prepare func(*job) (round, error)
	program func(*job) (*whole, error) // a process of its own in each round
	Node    bool                       // is ajv.mjs
}

// ready returns what has the contestant do its job once and measures that.
func (c *contestant) ready(j *job) (func() (reply, error), error) {
	if c.program != nil {
		w, err := c.program(j)
		if err != nil {
			return nil, err
		}
		return w.run, nil
	}
	run, err := c.prepare(j)
	return func() (reply, error) { return timed(run) }, err
}

// The contestants that ratios are of.
const (
	stdJSON   = "encoding/json"
	stdCSV    = "encoding/csv"
	stdSHA256 = "crypto/sha256"
)

var (
	jsonFiles  = []string{"mcf", "maf"}
	inLines    = []string{"mcf", "maf", "mcf-shuffled", "maf-shuffled"} // of which the records stand alone, too
	fromMemory = []string{"mcf-memory", "maf-memory", "mcf-shuffled-memory", "maf-shuffled-memory"}
	anyLayout  = append(slices.Clone(inLines), "mcf-pretty")
	decoded    = slices.Concat(anyLayout, fromMemory)
	linesAlone = slices.Concat(inLines, fromMemory)
	sealed     = []string{"mcf", "maf", "csv"}
)

func contestants() []contestant {
	return slices.Concat(ownContestants(), decoders(), validators(), plain())
}

func ownContestants() []contestant {
	return []contestant{
		{Name: "s1mig validate", Files: sealed, Shows: records, prepare: prepareValidate,
			How: "validate.Reader: the whole of it, that is parsing with every lexical check, SHA-256 digest, signature, all rules with register, certificates and calendar, duplicates, order"},
		{Name: "s1mig validate, the program", Files: slices.Concat(sealed, wrongFiles()), Shows: records, program: s1migValidate,
			How: "the same by a whole process, from its start to its end, the register index loaded: s1mig validate as the README installs it, to be held to openssl"},
		{Name: "s1mig parse + SHA-256", Files: append(slices.Clone(anyLayout), "csv"), Shows: values, prepare: prepareVisit,
			How: "codec.Open and Visit: typed records with every lexical check, positions and a digest; a worker that only counts"},
		{Name: "s1mig parse", Files: linesAlone, Shows: values, prepare: prepareLines,
			How: "codec.Lines on the same records without header and trailer: every lexical check, no digest"},
	}
}

func decoders() []contestant {
	return []contestant{
		{Name: stdJSON, Files: decoded, Shows: values, prepare: prepareStd,
			How: "Decoder.Decode, record by record from the stream, into a struct that is used again"},
		{Name: "json/v2", Module: "github.com/go-json-experiment/json", Files: decoded, Shows: values, prepare: decoder(decodeV2),
			How: "Unmarshal of each record with RejectUnknownMembers, into a struct that is used again; the one peer that refuses bad UTF-8 and names given twice"},
		{Name: "sonic", Module: "github.com/bytedance/sonic", Files: decoded, Shows: values, prepare: prepareSonic,
			How: "ConfigFastest.UnmarshalFromString of each record, without copying, into a struct that is used again"},
		{Name: "goccy/go-json", Module: "github.com/goccy/go-json", Files: decoded, Shows: values, prepare: decoder(decodeGoccy),
			How: "UnmarshalWithOption of each record with DecodeNoCopyString, into a struct that is used again"},
		{Name: "segmentio/encoding", Module: "github.com/segmentio/encoding", Files: decoded, Shows: values, prepare: decoder(decodeSegmentio),
			How: "Parse of each record with ZeroCopy, into a struct that is used again"},
		{Name: "fastjson", Module: "github.com/valyala/fastjson", Files: decoded, Shows: values, prepare: prepareFastjson,
			How: "ParseBytes of each record with one Parser, then a look at every name and value; no struct"},
		{Name: stdCSV, Files: []string{"csv"}, Shows: rows, prepare: prepareCSV,
			How: "Reader with ReuseRecord: splits rows into cells, nothing more"},
	}
}

func validators() []contestant {
	return []contestant{
		{Name: "gojsonschema", Module: "github.com/xeipuuv/gojsonschema", Files: jsonFiles, Shows: values, Sampled: true, prepare: validator(compileXeipuuv),
			How: "Validate of each record's bytes by the published schema"},
		{Name: "santhosh-tekuri/jsonschema", Module: "github.com/santhosh-tekuri/jsonschema/v6", Files: jsonFiles, Shows: values, Sampled: true, prepare: validator(compileSanthosh),
			How: "UnmarshalJSON and Validate of each record by the published schema"},
		{Name: "kaptinlin/jsonschema", Module: "github.com/kaptinlin/jsonschema", Files: jsonFiles, Shows: values, Sampled: true, prepare: validator(compileKaptinlin),
			How: "json/v2 into a map and ValidateMap of each record by the published schema"},
		{Name: "ajv", Files: jsonFiles, Shows: values, Sampled: true, OneCore: true, Node: true,
			How: "in Node.js: JSON.parse and the compiled published schema, record by record; the collector of Node.js has threads of its own"},
	}
}

func plain() []contestant {
	all := slices.Concat(anyLayout, []string{"csv"}, fromMemory)
	return []contestant{
		{Name: stdSHA256, Files: all, Shows: digest, Serial: true, prepare: prepareSHA256,
			How: "the hash of the file's bytes; it cannot use a second core"},
		{Name: "openssl dgst -sha256", Files: sealed, Shows: digest, Serial: true, program: openSSL,
			How: "the same by a whole process, from its start to its end"},
	}
}

// reads reports whether the contestant takes part.
func (c *contestant) reads(f *file) bool { return slices.Contains(c.Files, f.Name) }

func byName(name string) *contestant {
	for _, c := range contestants() {
		if c.Name == name {
			return &c
		}
	}
	return nil
}

// baseline is the contestant of the standard library that reads such a file.
func (f *file) baseline() string {
	if f.CSV != nil {
		return stdCSV
	}
	return stdJSON
}

// named reports whether the name holds one of the words; no words, any name.
func named(name, words string) bool {
	for word := range strings.SplitSeq(words, ",") {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
