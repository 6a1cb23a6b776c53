// Package ident holds the lexical types of the migration files: what an MPxN, an
// EUI-64, a Certificate ID, an ICCID and so on may look like, and compact values
// for those that are compared and looked up in volume.
//
// A Type says what form a string may have, as a regular expression that the
// published JSON Schema carries and as a function that agrees with it exactly.
// Check digits are a matter apart: real data fails them, so a value can be well
// formed and yet worth a warning.
//
// The MTAD names these values and gives no syntax for them. Where an RFC, a DUIS
// schema type or industry practice gives one, Source says so; the rest is
// simulator-defined.
//
// ident imports the standard library and pkg/civil.
package ident
