// Package schemas holds the published JSON Schemas, one for each file type, as
// they are committed. They are generated from the tables in pkg/filetype, and so
// are the reference pages beside them. It imports the standard library alone.
package schemas

import "embed"

//go:generate go run s1mig/cmd/gen -root ..

// FS holds <slug>.schema.json for each type; the slug is the name of the type in
// lower case.
//
//go:embed *.schema.json
var FS embed.FS
