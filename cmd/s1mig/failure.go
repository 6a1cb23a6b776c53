package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/report"
	"s1mig/pkg/seal"
	"s1mig/pkg/validate"
	"s1mig/pkg/world"
)

// failure is why a command ends otherwise than clean: what is wrong, how to mend
// it, and the exit code. One without words has been told already.
type failure struct {
	code int
	what string
	hint string
	err  error
}

func (f *failure) Error() string { return f.what }

func (f *failure) Unwrap() error { return f.err }

// usagef says that the command line or the configuration is at fault.
func usagef(hint, format string, args ...any) error {
	return &failure{code: report.ExitUsage, what: fmt.Sprintf(format, args...), hint: hint}
}

// inputf says that an input cannot be read.
func inputf(hint, format string, args ...any) error {
	return &failure{code: report.ExitInput, what: fmt.Sprintf(format, args...), hint: hint}
}

// ended ends a command that has said all it has to say.
func ended(code int) error {
	if code == report.ExitClean {
		return nil
	}
	return &failure{code: code}
}

// asUsage takes an error of the command line for what it is.
func asUsage(err error) error {
	if f := (*failure)(nil); errors.As(err, &f) {
		return err
	}
	return usagef("", "%s", err)
}

// fail tells an error and returns its exit code.
func (a *app) fail(err error) int {
	f := classify(err)
	if f.what != "" {
		fmt.Fprintf(a.stderr, "s1mig: %s\n", report.Visible(f.what))
	}
	for line := range strings.Lines(f.hint) {
		fmt.Fprintf(a.stderr, "  %s\n", report.Visible(strings.TrimSuffix(line, "\n")))
	}
	return f.code
}

// classify finds the exit code of an error: 130, 2 and 3 have their own kinds;
// what nobody thought of is a fault of this program.
func classify(err error) *failure {
	var f *failure
	var config *world.ConfigError
	var notFile *codec.NotMigrationFileError
	var path *fs.PathError
	switch {
	case errors.Is(err, context.Canceled):
		return &failure{code: report.ExitInterrupted, what: "interrupted"}
	case errors.As(err, &f):
		return f
	case errors.As(err, &config):
		return &failure{code: report.ExitUsage, what: place(config) + config.Problem, hint: config.Hint}
	case errors.As(err, &notFile):
		return &failure{code: report.ExitInput, what: err.Error(), hint: "a migration file is a JSON document whose header has a fileType; see s1mig types list"}
	case errors.Is(err, codec.ErrChanged):
		return &failure{code: report.ExitInput, what: err.Error()}
	case errors.Is(err, validate.ErrNoFiles):
		return &failure{code: report.ExitInput, what: err.Error(), hint: "name the folder that holds them; see s1mig types list"}
	case errors.Is(err, seal.ErrWrongKey):
		return &failure{code: report.ExitInput, what: err.Error(), hint: "give the private key of the recipient with --keys DIR, or the world and seed that the file was made with"}
	case errors.As(err, &path):
		return &failure{code: report.ExitInput, what: describePath(path)}
	}
	return &failure{code: report.ExitFault, what: "unexpected: " + err.Error(), hint: "please report it, with the command line and the version"}
}

func place(e *world.ConfigError) string {
	switch {
	case e.File == "":
		return ""
	case e.Line == 0:
		return e.File + ": "
	case e.Column == 0:
		return fmt.Sprintf("%s:%d: ", e.File, e.Line)
	}
	return fmt.Sprintf("%s:%d:%d: ", e.File, e.Line, e.Column)
}

// describePath says in words what is wrong with a file or a folder.
func describePath(e *fs.PathError) string { return e.Path + ": " + reason(e) }

// reason is what is wrong, without the name of the file.
func reason(e *fs.PathError) string {
	switch {
	case errors.Is(e.Err, fs.ErrNotExist):
		return "no such file or folder"
	case errors.Is(e.Err, fs.ErrPermission):
		return "permission denied"
	}
	return e.Err.Error()
}

// unknown says that a word is not one of those known, and which is nearest.
func unknown(what, word string, known []string) error {
	hint := "known: " + joined(known)
	if near, ok := nearest(word, known); ok {
		hint = fmt.Sprintf("did you mean %s?\n%s", near, hint)
	}
	return usagef(hint, "unknown %s %q", what, word)
}

func joined(words []string) string { return strings.Join(words, ", ") }
