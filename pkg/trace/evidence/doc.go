// Package evidence gathers what pkg/trace tells of: what names which
// requirements in the sources of this module, and what runs of two worlds did.
// cmd/gen writes both into tables. It may import trace, pipeline and what lies
// below them.
package evidence
