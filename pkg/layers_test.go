// Package layers_test holds the import policy of the module and the test that
// keeps it. The test parses the sources itself: asking the go command instead
// would let go test answer from its cache after an import was added.
//
// It imports the standard library alone.
package layers_test

import (
	"os"
	"testing"
)

// policy says who may import whom among the packages of this module.
//
// DO NOT CHANGE IT TO MAKE A BUILD PASS. A new package gets a line of its own;
// relaxing what binds an existing one is a decision about the design.
//
//	a < b     b may import a, and everything that a may import
//	a !< b    b may not import a, neither directly nor through others
//	a, b < c  a < c and b < c
//	a/*       every package directly below a that the policy does not name
//	NONE < a  a imports nothing of this module
//
// Names are relative to pkg or, for cmd, schemas and fixtures, to the module. A
// statement ends in a semicolon; # begins a comment. Tests may import any
// package of the module, save what testPolicy forbids.
const policy = `
	# What a file is. Each type stands by itself, but for the words of the two
	# that come first and of the one that it answers or goes with.
	NONE < source, civil, state, exchange, schemas, fixtures, abreast;
	source, civil < ident < spec < filetype/envelope;
	state, filetype/envelope < filetype/maf, filetype/mcf;
	filetype/maf, filetype/mcf < filetype/mef, filetype/cof, filetype/dmrtinstruction, filetype/*;
	filetype/mef < filetype/mgf;
	filetype/cof < filetype/suppliercommissioning;
	filetype/dmrtinstruction < filetype/dmrtresult;
	filetype/mgf, filetype/suppliercommissioning, filetype/dmrtresult, filetype/* < filetype;
	source < finding;
	source, finding, spec, filetype, abreast < codec;

	# The second opinion on a record, on which no judgement rests.
	codec, schemas < schema;
	schema !< validate;

	# What two files have in common. It judges neither.
	codec < compare < cmd/s1mig;
	compare !< validate;

	# What a file is worth.
	ident, civil < seal;
	finding, filetype/envelope < rule;
	rule, filetype < rules;
	codec, rules, seal < validate;

	# Where files come from. What makes them does not judge them.
	ident, civil, spec, filetype, codec, seal, rule, fixtures < world;
	world, filetype, codec, seal < generate;
	generate, validate < mutate;
	validate !< generate; generate !< validate;

	# A copy that can be shared. It judges nothing.
	codec < mask < cmd/s1mig;

	# How files travel.
	exchange < exchange/dir, exchange/mem, exchange/fault, exchange/exchangetest;

	# Who sends and reads them. The stubs share nothing but files: what they
	# have in common lies below all three.
	exchange, validate, generate < party < dcc, smso, participant;
	dcc !< smso; dcc !< participant;
	smso !< dcc; smso !< participant;
	participant !< dcc; participant !< smso;

	# The whole, and what is told of it.
	exchange/dir, exchange/mem, exchange/fault, party < pipeline/scenario;
	dcc, smso, participant, mutate, pipeline/scenario < pipeline;
	finding, rule, rules, validate, pipeline < report;
	fixtures, pipeline < proof < cmd/s1mig;
	rules < trace;
	trace, pipeline < trace/evidence;
	report, schema < cmd/gen, cmd/s1mig;
	trace < cmd/s1mig; trace/evidence < cmd/gen;
	report < fixture < cmd/s1mig;
	exchange/exchangetest !< cmd/s1mig;

	# Tests alone: whether all of it is what the document asks for.
	NONE < acceptance;
`

// testPolicy is what tests may not import, in the words of policy.
const testPolicy = `
	dcc !< smso;
	smso !< dcc;
`

// fences says which packages may import which modules of others, in their code
// and in their tests. A module that is not listed may not be imported at all.
// A place is a package with all below it, a file without its suffix, or
//
//	TESTS    the tests of any package
//	INTEROP  those tests of any package that have the build tag interop
const fences = `
	github.com/spf13/cobra: cmd/s1mig;
	github.com/spf13/pflag: cmd/s1mig;
	github.com/xeipuuv/gojsonschema: schema, TESTS;  # too slow and too lenient to be the reader
	golang.org/x/crypto: seal;
	golang.org/x/sys: codec;                         # which instructions there are
	github.com/go-jose/go-jose/v4: seal, INTEROP;
	github.com/goccy/go-yaml: world, pipeline/scenario;
	github.com/go-json-experiment/json: TESTS;       # an oracle of strictness
	github.com/google/go-cmp: TESTS;                 # its own doc: may panic, output not stable
	github.com/rogpeppe/go-internal: TESTS;
	pgregory.net/rapid: TESTS;
`

func TestLayers(t *testing.T) {
	files, err := scan(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	rules, err := parseRules(policy, testPolicy, fences, packagesOf(files))
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range rules.check(files) {
		t.Error(problem)
	}
}
