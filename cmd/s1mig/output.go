package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"s1mig/pkg/report"
	"s1mig/pkg/rules"
)

// output is one --format: a form, and a file or "" for standard output.
type output struct {
	format report.Format
	path   string
}

// outputs reads the --format flags. The first of the allowed forms is the
// default.
func (a *app) outputs(allowed ...report.Format) ([]output, error) {
	if len(a.common.formats) == 0 {
		return []output{{format: allowed[0]}}, nil
	}
	names := make([]string, len(allowed))
	for i, f := range allowed {
		names[i] = string(f)
	}
	var all []output
	used := map[string]bool{}
	for _, text := range a.common.formats {
		name, path, _ := strings.Cut(text, "=")
		o := output{format: report.Format(name), path: path}
		if path == "-" {
			o.path = ""
		}
		if !slices.Contains(names, name) {
			return nil, unknown("format", name, names)
		}
		if used[o.path] {
			where := "standard output"
			if o.path != "" {
				where = o.path
			}
			return nil, usagef("give each its own file, such as --format html=report.html", "two formats go to %s", where)
		}
		used[o.path] = true
		all = append(all, o)
	}
	return all, nil
}

// reportFormats are the forms of a report, text first.
func reportFormats() []report.Format {
	var all []report.Format
	for _, f := range report.Formats() {
		all = append(all, report.Format(f))
	}
	return all
}

// writeReport writes a report in every form asked for and ends the command with
// its exit code.
func (a *app) writeReport(r *report.Report, outputs []output) error {
	opt := report.Options{Rules: rules.All()}
	for _, o := range outputs {
		err := a.write(o.path, func(w io.Writer) error {
			opt.Color = o.path == "" && a.color()
			return report.Write(w, o.format, r, opt)
		})
		if err != nil {
			return err
		}
	}
	if !usesStdout(outputs) {
		fmt.Fprintf(a.stderr, "s1mig: %s\n", r.Verdict())
	}
	return ended(r.Exit)
}

func usesStdout(outputs []output) bool {
	return slices.ContainsFunc(outputs, func(o output) bool { return o.path == "" })
}

// color reports whether standard output takes colour.
func (a *app) color() bool {
	return a.getenv("NO_COLOR") == "" && a.getenv("TERM") != "dumb" && isTerminal(a.stdout)
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// say writes a line of progress, where somebody watches or asked for it.
func (a *app) say(format string, args ...any) {
	if a.common.progress || isTerminal(a.stderr) {
		fmt.Fprintf(a.stderr, "s1mig: %s\n", report.Visible(fmt.Sprintf(format, args...)))
	}
}

// write lets a function write to a file, or to standard output if path is ""
// or "-". The file appears whole or not at all.
func (a *app) write(path string, to func(io.Writer) error) error {
	if path != "" && path != "-" {
		return writeFile(path, to)
	}
	b := bufio.NewWriterSize(a.stdout, 64<<10)
	err := to(b)
	if err == nil {
		err = b.Flush()
	}
	if _, ok := err.(*os.PathError); ok {
		return &failure{code: report.ExitUsage, what: "standard output cannot be written: " + describe(err), err: err}
	}
	return err
}

// writeFile writes a file by way of a temporary one beside it. What is there
// already and is no regular file, such as a device or a pipe, is written to as
// it is: it must never be replaced. A link stays a link.
func writeFile(path string, to func(io.Writer) error) (err error) {
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() {
			return writeThrough(path, to)
		}
		if target, err := filepath.EvalSymlinks(path); err == nil {
			path = target
		}
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".s1mig-*")
	if err != nil {
		return unwritable(path, err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	b := bufio.NewWriterSize(f, 64<<10)
	if err := to(b); err != nil {
		if e, ok := err.(*os.PathError); ok && e.Path == f.Name() {
			return unwritable(path, err)
		}
		return err
	}
	if err := b.Flush(); err != nil {
		return unwritable(path, err)
	}
	if err := f.Chmod(0o644); err != nil {
		return unwritable(path, err)
	}
	if err := f.Close(); err != nil {
		return unwritable(path, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return unwritable(path, err)
	}
	return nil
}

// writeThrough writes to what is no regular file.
func writeThrough(path string, to func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return unwritable(path, err)
	}
	b := bufio.NewWriterSize(f, 64<<10)
	if err = to(b); err == nil {
		err = b.Flush()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if e, ok := err.(*os.PathError); ok && e.Path == path {
		return unwritable(path, err)
	}
	return err
}

// unwritable says that an output cannot be written, without the name of the
// temporary file.
func unwritable(path string, err error) error {
	why := err
	switch e := err.(type) {
	case *os.PathError:
		why = e.Err
	case *os.LinkError:
		why = e.Err
	}
	return &failure{
		code: report.ExitUsage, err: err,
		what: fmt.Sprintf("%s cannot be written: %s", path, why),
		hint: "give a path in a folder that exists and can be written to",
	}
}
