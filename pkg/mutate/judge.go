package mutate

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"s1mig/pkg/finding"
	"s1mig/pkg/validate"
)

// Judge judges the set: its files together, or the one file by itself.
func (s *Set) Judge(ctx context.Context) (*validate.Report, error) {
	opt, err := s.options()
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, d := range s.docs {
		files[d.path] = d.data
	}
	return validate.Memory(ctx, files, !s.alone(), opt)
}

const signatureSuffix = ".jws"

// WriteTo writes the files below a directory that is there.
func (s *Set) WriteTo(dir string) error {
	for _, d := range s.docs {
		at := filepath.Join(dir, filepath.FromSlash(d.path))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(at, d.data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Found lists the codes of what is found in the set, sorted.
func (s *Set) Found(ctx context.Context) ([]finding.Code, error) {
	report, err := s.Judge(ctx)
	if err != nil {
		return nil, err
	}
	return codes(report)
}

// codes lists the codes that are found in a report, sorted. A file that could
// not be judged at all is an error.
func codes(r *validate.Report) ([]finding.Code, error) {
	var found []finding.Code
	for _, f := range r.Files {
		if f.Err != nil {
			return nil, f.Err
		}
		for code, n := range f.ByCode {
			if n > 0 && !slices.Contains(found, code) {
				found = append(found, code)
			}
		}
	}
	slices.Sort(found)
	return found, nil
}
