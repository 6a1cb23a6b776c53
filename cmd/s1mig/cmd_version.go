package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"runtime"

	"github.com/spf13/cobra"

	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/report"
	"s1mig/pkg/rules"
	"s1mig/pkg/schema"
)

// versionInfo is what the program says of itself.
type versionInfo struct {
	Tool          report.Tool    `json:"tool"`
	Go            string         `json:"go"`
	RuleSet       string         `json:"ruleSet"`
	Basis         report.Basis   `json:"basis"`
	FormatVersion string         `json:"formatVersion"`
	Schemas       []schemaDigest `json:"schemas"`
}

type schemaDigest struct {
	FileType string `json:"fileType"`
	SHA256   string `json:"sha256"`
}

func newVersionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of the tool, its rule set, and digests of its schemas",
		Args:  exactArgs(),
		RunE:  func(*cobra.Command, []string) error { return runVersion(a) },
	}
}

func runVersion(a *app) error {
	outputs, err := a.outputs(report.Text, report.JSON)
	if err != nil {
		return err
	}
	info := newVersionInfo()
	return a.each(outputs, func(w io.Writer, f report.Format) error {
		if f == report.JSON {
			return writeIndented(w, info)
		}
		fmt.Fprintf(w, "s1mig %s (%s)\n", info.Tool.Version, info.Go)
		fmt.Fprintf(w, "rule set %s, resting on %s %s of %s\n", info.RuleSet, info.Basis.Doc, info.Basis.Version, info.Basis.Date)
		fmt.Fprintf(w, "file formats %s, simulator-defined; SHA-256 of the schemas:\n", info.FormatVersion)
		for _, s := range info.Schemas {
			fmt.Fprintf(w, "  %-23s %s\n", s.FileType, s.SHA256)
		}
		return nil
	})
}

func newVersionInfo() versionInfo {
	info := versionInfo{
		Tool: report.Tool{Name: "s1mig", Version: version}, Go: runtime.Version(),
		RuleSet: rules.Version, Basis: basis(nil), FormatVersion: envelope.FormatVersion,
	}
	for _, t := range filetype.All() {
		sum := sha256.Sum256(schema.Generate(t))
		info.Schemas = append(info.Schemas, schemaDigest{t.Name, fmt.Sprintf("%x", sum)})
	}
	return info
}

// basis is what the rules rest on, under a profile; nil is the standard one.
func basis(p *rules.Profile) report.Basis {
	b := rules.MTAD()
	return report.Basis{Doc: b.Doc, Version: b.Version, Date: b.Date, Profile: p.Name()}
}

// each writes something in every form asked for.
func (a *app) each(outputs []output, write func(io.Writer, report.Format) error) error {
	for _, o := range outputs {
		if err := a.write(o.path, func(w io.Writer) error { return write(w, o.format) }); err != nil {
			return err
		}
	}
	return nil
}

func writeIndented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(v)
}
