package report

import (
	"bufio"
	"fmt"
	"io"

	"s1mig/pkg/rule"
)

// Format names a form of output.
type Format string

// The formats.
const (
	Text     Format = "text"
	JSON     Format = "json"
	NDJSON   Format = "ndjson"
	JUnit    Format = "junit"
	SARIF    Format = "sarif"
	HTML     Format = "html"
	Markdown Format = "md"
	CSV      Format = "csv"
)

// Formats lists the formats by name.
func Formats() []string {
	return []string{"text", "json", "ndjson", "junit", "sarif", "html", "md", "csv"}
}

// Options tunes the output. The zero value is plain.
type Options struct {
	Color bool // of text
	// Rules is the catalogue, for the formats that tell of rules.
	Rules []*rule.Rule
	// MaxRows bounds each table of the HTML and Markdown pages; what is left
	// out is said. 0 means 2,000.
	MaxRows int
	// MaxResults bounds the results of SARIF. 0 means 25,000, the most that
	// code scanning services take.
	MaxResults int
}

func (o Options) maxRows() int {
	if o.MaxRows > 0 {
		return o.MaxRows
	}
	return 2000
}

// Write writes the report in that format. The error is the writer's.
func Write(w io.Writer, f Format, r *Report, opt Options) error {
	b := bufio.NewWriterSize(w, 64<<10)
	if err := writer(f)(b, r, opt); err != nil {
		return err
	}
	return b.Flush()
}

// writer returns what writes a format. bufio keeps the first error of the
// writer below, so that only Flush needs to be looked at.
func writer(f Format) func(*bufio.Writer, *Report, Options) error {
	switch f {
	case Text:
		return writeText
	case JSON:
		return writeJSON
	case NDJSON:
		return writeNDJSON
	case JUnit:
		return writeJUnit
	case SARIF:
		return writeSARIF
	case HTML:
		return writeHTML
	case Markdown:
		return writeMarkdown
	case CSV:
		return writeCSV
	}
	panic(fmt.Sprintf("report: unknown format %q", f))
}
