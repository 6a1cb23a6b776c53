package report

import (
	"time"

	"s1mig/pkg/validate"
)

// FromValidate fills in the files of a report from the verdicts on them: those
// judged, those skipped, those that could not be read or opened.
func (r *Report) FromValidate(v *validate.Report, describe func(error) string) {
	for _, f := range v.Files {
		if f.Err != nil {
			r.Unread = append(r.Unread, Note{File: f.Name, Because: describe(f.Err)})
		}
		if f.FileType != "" {
			r.Files = append(r.Files, FromFile(f))
		}
	}
	for _, s := range v.Skipped {
		r.Skipped = append(r.Skipped, Note{File: s.Name, Because: s.Because})
	}
}

// SetClock says by which moment was judged.
func (r *Report) SetClock(now time.Time, source string) {
	r.AsOf, r.AsOfSource = now.Format(time.RFC3339), source
}

// FromFile copies the verdict on one file.
func FromFile(v *validate.File) File {
	f := File{
		File: v.Name, FileType: v.FileType, SHA256: v.SHA256, Records: v.Records, Valid: v.Valid,
		Outcome: string(v.Outcome), Rejected: v.Rejected, ByCode: map[string]int64{},
	}
	for _, n := range v.NotEvaluated {
		f.NotEvaluated = append(f.NotEvaluated, NotEvaluated{Code: string(n.Code), Because: n.Because})
	}
	for i := range v.Findings {
		f.Findings = append(f.Findings, FromFinding(&v.Findings[i]))
	}
	for code, n := range v.ByCode {
		f.ByCode[string(code)] = n
	}
	for severity, n := range v.BySeverity {
		f.BySeverity.add(severity.String(), n)
	}
	return f
}
