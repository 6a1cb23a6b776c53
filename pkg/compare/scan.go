package compare

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"unsafe"

	"s1mig/pkg/codec"
	"s1mig/pkg/finding"
	"s1mig/pkg/spec"
)

// errEnough ends the reading of a file when all that is wanted of it is known.
var errEnough = errors.New("enough")

// scanner makes entries of records.
type scanner struct {
	plan  *plan
	table encoder
	part  scanned
}

// scanned is what is known of a block of records.
type scanned struct {
	entries []entry
	rows    []rowsOf // of a CSV
}

// rowsOf are the rows of an authorisation of a CSV.
type rowsOf struct {
	id    uint64 // a hash of the authorisation's
	index int    // of the record
	line  int
}

// Record implements codec.Worker.
func (s *scanner) Record(r *codec.Record) {
	var e entry
	switch {
	case r.Broken:
		e.mark = malformed | nameless
	case len(codec.Lossy(r.Findings)) > 0:
		e.mark = malformed
		if base := s.plan.Base(r.Value); named(s.plan, base) {
			e.id = s.table.identity(s.plan, base)
		} else {
			e.mark |= nameless
		}
	default:
		base := s.plan.Base(r.Value)
		e.sum, e.id = s.table.sum(s.plan, base), s.table.identity(s.plan, base)
	}
	s.part.entries = append(s.part.entries, e)
	if rows, ok := r.Rows(); ok && rows.ID != "" {
		h := sha256.Sum256([]byte(rows.ID))
		s.part.rows = append(s.part.rows, rowsOf{binary.LittleEndian.Uint64(h[:]), r.Index, r.Pos.Line})
	}
}

// End implements codec.Worker.
func (s *scanner) End() any {
	part := s.part
	s.part = scanned{entries: make([]entry, 0, len(part.entries)), rows: make([]rowsOf, 0, len(part.rows))}
	return part
}

// named reports whether all that names an object was read.
func named(p *plan, base unsafe.Pointer) bool {
	object := spec.ObjectAt(base)
	for k, i := range p.key {
		f, ref := &p.fields[i], spec.Ref(i)
		switch {
		case f.Op == spec.OpObjects:
			if f.Len(base) == 0 {
				return false
			}
			for n := range f.Len(base) {
				if !named(f.of, f.Item(base, n)) {
					return false
				}
			}
		case !object.OK(ref) && (k == 0 || object.Has(ref)):
			return false
		}
	}
	return true
}

// side is what is known of one of the two files once it has been read.
type side struct {
	Input
	*reading
	records int64
	faults  []fault
}

// fault says that a file is malformed, as a whole or at a place that is no record's.
type fault struct {
	line    int
	problem string
}

// scan reads a file and gives its entries to take, in file order.
func (s *side) scan(ctx context.Context, p *plan, take func(*entry)) error {
	var rows []rowsOf
	result, err := s.visit(ctx, s.Input, func() codec.Worker { return &scanner{plan: p} }, func(outcome any) error {
		part := outcome.(scanned)
		if s.records += int64(len(part.entries)); s.records >= math.MaxUint32 {
			return fmt.Errorf("more than %d records cannot be compared", uint32(math.MaxUint32))
		}
		for i := range part.entries {
			take(&part.entries[i])
		}
		rows = append(rows, part.rows...)
		return nil
	})
	if err != nil {
		return err
	}
	found := append(codec.Lossy(s.File.Findings), codec.Lossy(result.Findings)...)
	for _, f := range found {
		s.faults = append(s.faults, fault{f.Pos.Line, problem(f)})
	}
	if !result.Complete && len(found) == 0 {
		s.faults = append(s.faults, fault{0, "it was not read to its end"})
	}
	s.findSplit(rows)
	return nil
}

// findSplit finds authorisations whose rows do not stand together: they were read
// as several, which would be compared by themselves.
func (s *side) findSplit(rows []rowsOf) {
	slices.SortFunc(rows, func(a, b rowsOf) int { return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.index, b.index)) })
	var split []fault
	for i := range rows {
		if i > 0 && rows[i].id == rows[i-1].id {
			split = append(split, fault{rows[i].line, fmt.Sprintf("%s: these rows belong to the authorisation of those in line %d, but do not stand with them", finding.CSVSplit, rows[i-1].line)})
		}
	}
	slices.SortFunc(split, func(a, b fault) int { return cmp.Compare(a.line, b.line) })
	s.faults = append(s.faults, split...)
}

func problem(f finding.Finding) string { return string(f.Code) + ": " + f.Message }
