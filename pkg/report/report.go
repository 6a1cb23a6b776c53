package report

import "s1mig/pkg/finding"

// Report is what is known of some files, and of the run that made them. Its
// JSON is a contract with other people's scripts: field names, their order and
// their meaning stay.
type Report struct {
	Tool       Tool   `json:"tool"`
	Basis      Basis  `json:"basis"`
	AsOf       string `json:"asOf"`       // RFC 3339; the moment at which was judged
	AsOfSource string `json:"asOfSource"` // flag, receipt or world
	Files      []File `json:"files"`
	// Skipped are the files of a folder that are no migration files.
	Skipped []Note `json:"skipped,omitempty"`
	// Unread are inputs that could not be read, opened or decrypted.
	Unread  []Note  `json:"unread,omitempty"`
	Summary Summary `json:"summary"`
	// Run is nil where files were judged that this program did not just make.
	Run *Run `json:"run,omitempty"`
	// Interrupted says that the work was stopped: what is told is true, but not
	// all.
	Interrupted bool `json:"interrupted,omitempty"`
	Exit        int  `json:"exit"`

	// FailOn is the severity from which a finding fails: error, warning, info
	// or never. The zero value is error.
	FailOn string `json:"-"`
	// Title names what was judged, for the formats that have a heading.
	Title string `json:"-"`
}

// Tool is the program that judged.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Basis is the document that the rules rest on, and the rules' own profile.
type Basis struct {
	Doc     string `json:"doc"`
	Version string `json:"version"`
	Date    string `json:"date"`
	Profile string `json:"profile"` // standard, or the name of what deviates from it
}

// File is the verdict on one file.
type File struct {
	File     string `json:"file"` // relative to the folder given
	FileType string `json:"fileType"`
	SHA256   string `json:"sha256"` // of the whole file, in hex
	Records  int64  `json:"records"`
	// Valid says that the file obeys its format and rules; nil where a rule of
	// severity error could not be evaluated.
	Valid        *bool          `json:"valid"`
	Outcome      string         `json:"outcome"`  // accepted, partly-rejected, rejected or undetermined
	Rejected     []string       `json:"rejected"` // ids of the records that the process turns away
	NotEvaluated []NotEvaluated `json:"notEvaluated"`
	Findings     []Finding      `json:"findings"`

	// ByCode counts all findings of the file, also those beyond a limit that
	// Findings leaves out. Nil means that Findings is complete.
	ByCode map[string]int64 `json:"-"`
	// BySeverity counts them by severity, under the same condition.
	BySeverity Counts `json:"-"`
}

// NotEvaluated is a rule that could not be judged, and the fact that it lacked.
type NotEvaluated struct {
	Code    string `json:"code"`
	Because string `json:"because"`
}

// Finding is one fault in a file, or one answer of the process to it.
type Finding struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Severity string `json:"severity"` // error, warning or info
	Clause   string `json:"clause"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
	Record   string `json:"record,omitempty"`
	*Place          // nil where there is no place
	Path     string `json:"path,omitempty"` // JSON Pointer, or row and column of a CSV
	// DetectedBy is DCC or SMSO, where only one of them can see it.
	DetectedBy string `json:"detectedBy,omitempty"`
}

// Place is where something stands. Line and Column count from 1, Column and
// Offset in bytes.
type Place struct {
	Line   int   `json:"line"`
	Column int   `json:"column"`
	Offset int64 `json:"offset"`
}

// Note is an input of which there is no verdict, and why.
type Note struct {
	File    string `json:"file"`
	Because string `json:"because"`
}

// Summary sums the files up. Its counts are exact, also where Truncated says
// that not every finding is listed.
type Summary struct {
	Files     int              `json:"files"`
	Records   int64            `json:"records"`
	Findings  Counts           `json:"findings"`
	ByCode    map[string]int64 `json:"byCode"`
	Truncated bool             `json:"truncated"`
}

// Counts are numbers of findings by severity.
type Counts struct {
	Error   int64 `json:"error"`
	Warning int64 `json:"warning"`
	Info    int64 `json:"info"`
}

// FromFinding copies a finding into a report.
func FromFinding(f *finding.Finding) Finding {
	out := Finding{
		Code: string(f.Code), Name: f.Name, Severity: f.Severity.String(), Clause: f.Clause,
		Message: f.Message, Hint: f.Hint, Record: f.Record, Path: f.Path, DetectedBy: f.DetectedBy,
	}
	if f.Pos.IsValid() {
		out.Place = &Place{Line: f.Pos.Line, Column: f.Pos.Column, Offset: f.Pos.Offset}
	}
	return out
}

func (c *Counts) add(severity string, n int64) {
	switch severity {
	case "error":
		c.Error += n
	case "warning":
		c.Warning += n
	case "info":
		c.Info += n
	}
}

func (c Counts) total() int64 { return c.Error + c.Warning + c.Info }

// atOrAbove counts the findings that a threshold concerns.
func (c Counts) atOrAbove(failOn string) int64 {
	switch failOn {
	case "never":
		return 0
	case "info":
		return c.total()
	case "warning":
		return c.Error + c.Warning
	}
	return c.Error
}
