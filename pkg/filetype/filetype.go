// Package filetype is the registry of file types: the seven migration files of
// MTAD 5.3 and 5.6, and the files that support their exchange. Each type is
// defined in a package of its own below this one; nothing is said of it anywhere
// else. Layouts are simulator-defined, format version 1.0.
//
// A file is one JSON document with one record on each line:
//
//	{"header":{…},
//	"authorisations":[
//	{…},
//	{…}
//	],
//	"trailer":{…}}
//
// The package may import spec, ident, civil, state and the types below it.
package filetype

import (
	"strings"

	"s1mig/pkg/filetype/ack"
	"s1mig/pkg/filetype/alerts"
	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/dmrtinstruction"
	"s1mig/pkg/filetype/dmrtresult"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mafoutcome"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/migrationreport"
	"s1mig/pkg/filetype/mvf"
	"s1mig/pkg/filetype/nack"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/filetype/registeranswer"
	"s1mig/pkg/filetype/registerquery"
	"s1mig/pkg/filetype/runmanifest"
	"s1mig/pkg/filetype/scf"
	"s1mig/pkg/filetype/suppliercommissioning"
)

// Seven returns the seven migration files in the order in which they are made.
// The slice is the caller's.
func Seven() []*envelope.Type {
	return []*envelope.Type{maf.Type, mcf.Type, mvf.Type, mgf.Type, mef.Type, scf.Type, cof.Type}
}

// All returns every file type: the seven, then the supporting ones in the order
// of the process. The slice is the caller's.
func All() []*envelope.Type {
	return append(Seven(),
		mafoutcome.Type, registerquery.Type, registeranswer.Type,
		ack.Type, nack.Type,
		readyreport.Type, dmrtinstruction.Type, dmrtresult.Type,
		suppliercommissioning.Type, alerts.Type,
		migrationreport.Type, runmanifest.Type,
	)
}

// Lookup returns the type of that name, in any case.
func Lookup(name string) (*envelope.Type, bool) {
	for _, t := range All() {
		if strings.EqualFold(t.Name, name) {
			return t, true
		}
	}
	return nil, false
}

// Names returns the names of all types in the order of All.
func Names() []string {
	var names []string
	for _, t := range All() {
		names = append(names, t.Name)
	}
	return names
}
