package report

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"net/url"
	"strings"

	"s1mig/pkg/rule"
)

// Limits that code scanning services set to a run and to a rule.
const (
	sarifResults = 25_000
	sarifTags    = 10
)

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifRule struct {
	ID               string         `json:"id"`
	Name             string         `json:"name"`
	ShortDescription sarifText      `json:"shortDescription"`
	FullDescription  *sarifText     `json:"fullDescription,omitempty"`
	Help             *sarifText     `json:"help,omitempty"`
	Default          sarifLevel     `json:"defaultConfiguration"`
	Properties       map[string]any `json:"properties"`
}

type sarifLevel struct {
	Level string `json:"level"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    int               `json:"ruleIndex"`
	Level        string            `json:"level"`
	Message      sarifText         `json:"message"`
	Locations    []sarifLocation   `json:"locations"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	Properties   map[string]any    `json:"properties,omitempty"`
}

type sarifLocation struct {
	Physical sarifPhysical  `json:"physicalLocation"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifactLocation `json:"artifactLocation"`
	Region   *sarifRegion          `json:"region,omitempty"`
}

type sarifArtifactLocation struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int   `json:"startLine"`
	StartColumn int   `json:"startColumn"`
	ByteOffset  int64 `json:"byteOffset"`
	ByteLength  int64 `json:"byteLength"`
}

type sarifLogical struct {
	Name               string `json:"name,omitempty"`
	FullyQualifiedName string `json:"fullyQualifiedName,omitempty"`
}

type sarifArtifact struct {
	Location sarifArtifactLocation `json:"location"`
	Hashes   map[string]string     `json:"hashes,omitempty"`
}

type sarifInvocation struct {
	Successful    bool           `json:"executionSuccessful"`
	ExitCode      int            `json:"exitCode"`
	Notifications []sarifMessage `json:"toolExecutionNotifications,omitempty"`
}

type sarifMessage struct {
	Level   string    `json:"level"`
	Message sarifText `json:"message"`
}

// writeSARIF writes SARIF 2.1.0 (OASIS). Results beyond the limit are left out;
// the properties of the run hold the exact totals. Columns count bytes, which
// are code units wherever the line is ASCII.
func writeSARIF(w *bufio.Writer, r *Report, opt Options) error {
	j := &jsonWriter{w: w}
	rules, index := sarifRules(r, opt.Rules)
	j.text("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\n \"version\":\"2.1.0\",\n \"runs\":[{")
	j.text("\"tool\":{\"driver\":{\"name\":").value(Visible(r.Tool.Name)).text(",\"version\":").value(Visible(r.Tool.Version))
	j.text(",\"rules\":[")
	for i := range rules {
		j.comma(i > 0).value(rules[i])
	}
	j.text("]}},\n \"columnKind\":\"utf16CodeUnits\",\n \"invocations\":[").value(sarifInvoked(r)).text("],\n \"artifacts\":[")
	for i := range r.Files {
		j.comma(i > 0).value(sarifArtifactOf(&r.Files[i]))
	}
	j.text("],\n \"results\":[")
	listed := writeSARIFResults(j, r, opt, index)
	s := r.Summary.filled()
	j.text("],\n \"properties\":").value(map[string]any{
		"totals": s.Findings, "byCode": s.ByCode, "resultsOmitted": s.Findings.total() - listed,
		"basis": r.Basis, "asOf": r.AsOf, "asOfSource": r.AsOfSource,
	}).text("}]}\n")
	return nil
}

func writeSARIFResults(j *jsonWriter, r *Report, opt Options, index map[string]int) (listed int64) {
	limit := int64(sarifResults)
	if opt.MaxResults > 0 {
		limit = int64(opt.MaxResults)
	}
	for i := range r.Files {
		for k := range r.Files[i].Findings {
			if listed == limit {
				return listed
			}
			f := &r.Files[i].Findings[k]
			j.comma(listed > 0).value(sarifResultOf(&r.Files[i], f, index[f.Code]))
			listed++
		}
	}
	return listed
}

// sarifRules returns the catalogue, and any code that it does not know after
// it, with the index of each code.
func sarifRules(r *Report, catalogue []*rule.Rule) ([]sarifRule, map[string]int) {
	var rules []sarifRule
	index := map[string]int{}
	add := func(s sarifRule) {
		if _, known := index[s.ID]; !known {
			index[s.ID] = len(rules)
			rules = append(rules, s)
		}
	}
	for _, c := range catalogue {
		add(sarifRuleOf(c))
	}
	for i := range r.Files {
		for k := range r.Files[i].Findings {
			f := &r.Files[i].Findings[k]
			add(sarifRule{
				ID: f.Code, Name: Visible(f.Name), ShortDescription: sarifText{Text: Visible(f.Name)},
				Default: sarifLevel{sarifLevelOf(f.Severity)}, Properties: map[string]any{"clause": f.Clause},
			})
		}
	}
	return rules, index
}

func sarifRuleOf(c *rule.Rule) sarifRule {
	help := fmt.Sprintf("%s\n\nClause: %s\n\nHow to mend: %s", c.Doc, c.Clause, c.Fix)
	tags := append([]string{string(c.Scope)}, c.Types...)
	return sarifRule{
		ID: string(c.Code), Name: c.Name,
		ShortDescription: sarifText{Text: c.Title},
		FullDescription:  &sarifText{Text: c.Doc},
		Help:             &sarifText{Text: help, Markdown: mdHelp(c)},
		Default:          sarifLevel{sarifLevelOf(c.Severity.String())},
		Properties:       map[string]any{"clause": c.Clause, "tags": tags[:min(len(tags), sarifTags)]},
	}
}

func mdHelp(c *rule.Rule) string {
	return fmt.Sprintf("%s\n\n**Clause:** %s\n\n**How to mend:** %s\n", mdText(c.Doc), mdText(c.Clause), mdText(c.Fix))
}

func sarifLevelOf(severity string) string {
	switch severity {
	case "error", "warning":
		return severity
	case "off":
		return "none"
	}
	return "note"
}

func sarifResultOf(file *File, f *Finding, index int) sarifResult {
	text := Visible(f.Message)
	if f.Hint != "" {
		text += "; " + Visible(f.Hint)
	}
	out := sarifResult{
		RuleID: f.Code, RuleIndex: index, Level: sarifLevelOf(f.Severity), Message: sarifText{Text: text},
		Fingerprints: map[string]string{"s1mig/v1": fingerprint(file, f)},
	}
	loc := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifactLocation{URI: fileURI(file.File)}}}
	if f.Place != nil {
		loc.Physical.Region = &sarifRegion{StartLine: f.Line, StartColumn: f.Column, ByteOffset: f.Offset}
	}
	if f.Path != "" || f.Record != "" {
		loc.Logical = []sarifLogical{{Name: Visible(f.Record), FullyQualifiedName: Visible(f.Path)}}
	}
	out.Locations = []sarifLocation{loc}
	out.Properties = map[string]any{"clause": f.Clause}
	if f.DetectedBy != "" {
		out.Properties["detectedBy"] = f.DetectedBy
	}
	return out
}

// fingerprint tells a finding from others of its file, whatever moves around
// it.
func fingerprint(file *File, f *Finding) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{file.File, f.Code, f.Record, f.Path, f.Message}, "\x00")))
	return fmt.Sprintf("%x", sum[:16])
}

// fileURI renders a relative path as a URI reference.
func fileURI(path string) string {
	u := url.URL{Path: strings.ReplaceAll(path, `\`, "/")}
	return u.String()
}

func sarifArtifactOf(f *File) sarifArtifact {
	a := sarifArtifact{Location: sarifArtifactLocation{URI: fileURI(f.File)}}
	if f.SHA256 != "" {
		a.Hashes = map[string]string{"sha-256": f.SHA256}
	}
	return a
}

func sarifInvoked(r *Report) sarifInvocation {
	inv := sarifInvocation{Successful: r.Exit == ExitClean || r.Exit == ExitFindings, ExitCode: r.Exit}
	for _, n := range r.Unread {
		inv.Notifications = append(inv.Notifications,
			sarifMessage{Level: "error", Message: sarifText{Text: Visible(n.File + ": " + n.Because)}})
	}
	for _, n := range r.Skipped {
		inv.Notifications = append(inv.Notifications,
			sarifMessage{Level: "note", Message: sarifText{Text: Visible(n.File + ": skipped, " + n.Because)}})
	}
	return inv
}
