// Package schema derives from the tables of the file types what other tools and
// people read: the published JSON Schemas (draft-07), the reference pages, and a
// sample of each record. It also gives a second opinion on a record, by the
// schema and a validator that is not ours; the reader's findings are the first,
// and no judgement rests on the second.
//
// Reader and schema agree on every record but for what draft-07 cannot say:
// duplicate names, trailing data, invalid UTF-8 and lone surrogates, the spelling
// of integers (8.0 and 1e2 are integers to a schema), whether a day exists in the
// calendar, the order of header, records and trailer, and warnings.
//
// It may import filetype and what lies below it, and gojsonschema.
package schema
