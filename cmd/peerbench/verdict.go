package main

import (
	"encoding/json"
	"fmt"
	"maps"

	"s1mig/pkg/validate"
)

// verdict is what counts of the report that s1mig validate prints.
type verdict struct {
	Files   []struct{ Outcome validate.Outcome }
	Summary struct {
		Records int64
		ByCode  map[string]int64
	}
}

// judged checks that the program found of the file what there is to find, and how
// many records it has seen. In a wrong file that is so many of each code and no
// others. The list of records that are turned away ends at a thousand, but a
// sealed file is rejected only if all of them are.
func (f *file) judged(out []byte, code int) (t tally, err error) {
	var v verdict
	if err := json.Unmarshal(out, &v); err != nil {
		return t, fmt.Errorf("exit code %d: %w", code, err)
	}
	wantCode, outcome := 0, validate.Accepted
	if f.Good != "" {
		wantCode, outcome = 1, validate.Rejected
	}
	if code != wantCode || len(v.Files) != 1 || v.Files[0].Outcome != outcome || !maps.Equal(v.Summary.ByCode, f.Codes) {
		return t, fmt.Errorf("exit code %d, want %d; judged %v, want %s; found %v, want %v", code, wantCode, v.Files, outcome, v.Summary.ByCode, f.Codes)
	}
	return tally{Records: v.Summary.Records}, nil
}
