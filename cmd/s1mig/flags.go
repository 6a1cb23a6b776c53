package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"s1mig/pkg/civil"
	"s1mig/pkg/report"
)

// commonFlags are those that every command has.
type commonFlags struct {
	world       string
	asOf        string
	seed        uint64
	workers     int
	failOn      enum
	rules       []string
	config      string
	formats     []string
	progress    bool
	maxFindings int

	clock time.Time // of asOf; zero where it was not given
}

func (c *commonFlags) register(root *cobra.Command) {
	f := root.PersistentFlags()
	c.failOn = enum{value: "error", allowed: report.Thresholds()}
	f.StringVar(&c.world, "world", "", "`DIR` of the world (default: the embedded reference world W1)")
	f.StringVar(&c.asOf, "as-of", "", "`TIME` by which is judged, in RFC 3339 (default: the receipt's, else the world's clock)")
	f.Uint64Var(&c.seed, "seed", 1, "seed of keys, credentials and everything made up")
	f.IntVarP(&c.workers, "workers", "j", 0, "goroutines that parse (default: one for each core); changes no output")
	f.Var(&c.failOn, "fail-on", "severity from which a finding fails: "+joined(report.Thresholds()))
	f.StringArrayVar(&c.rules, "rule", nil, "`CODE=off|info|warning|error`: another severity for a rule (repeatable)")
	f.StringVar(&c.config, "config", "", "JSON `FILE` with values for these flags, by name")
	f.StringArrayVar(&c.formats, "format", nil, "`FORMAT[=PATH]` of the output: "+joined(report.Formats())+" (repeatable; default text)")
	f.BoolVar(&c.progress, "progress", false, "progress on standard error even where it is no terminal")
	f.IntVar(&c.maxFindings, "max-findings", 0, "findings listed for each file and code (default 1000); counts are exact all the same")
	root.RegisterFlagCompletionFunc("fail-on", cobra.FixedCompletions(report.Thresholds(), cobra.ShellCompDirectiveNoFileComp))
	root.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(report.Formats(), cobra.ShellCompDirectiveNoFileComp))
}

// read takes in the config file and checks the flags that cannot check
// themselves.
func (c *commonFlags) read(cmd *cobra.Command) error {
	if c.config != "" {
		if err := readConfig(cmd.Root().PersistentFlags(), cmd.Flags(), c.config); err != nil {
			return err
		}
	}
	if c.workers < 0 {
		return usagef("", "-j is %d, expected a number of goroutines", c.workers)
	}
	if c.maxFindings < 0 {
		return usagef("", "--max-findings is %d, expected a number", c.maxFindings)
	}
	if c.asOf != "" {
		t, err := time.Parse(time.RFC3339, c.asOf)
		if err != nil {
			return usagef("write it like 2022-06-08T10:00:00+01:00", "--as-of is %q, expected a time in RFC 3339", c.asOf)
		}
		c.clock = t.In(civil.London())
	}
	return nil
}

// enum is a flag that takes one of a few words.
type enum struct {
	value   string
	allowed []string
}

func (e *enum) String() string { return e.value }

func (e *enum) Type() string { return "WORD" }

func (e *enum) Set(s string) error {
	if !slices.Contains(e.allowed, s) {
		return unknownWord(s, e.allowed)
	}
	e.value = s
	return nil
}

// unknownWord is the error of a flag that does not take a word. pflag puts the
// name of the flag before it.
func unknownWord(word string, allowed []string) error {
	text := "known: " + joined(allowed)
	if near, ok := nearest(word, allowed); ok {
		text = fmt.Sprintf("did you mean %s? %s", near, text)
	}
	return errors.New(text)
}

// flagError says what is wrong with the flags of a command.
func flagError(cmd *cobra.Command, err error) error {
	hint := "see " + cmd.CommandPath() + " --help"
	var missing *pflag.NotExistError
	if !errors.As(err, &missing) {
		return usagef(hint, "%s", err)
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, "--"+f.Name) })
	name := missing.GetSpecifiedName()
	if near, ok := nearest("--"+name, known); ok && len(name) > 1 {
		hint = "did you mean " + near + "?\n" + hint
	}
	return usagef(hint+"\nknown: "+joined(known), "%s", err)
}

// exactArgs wants these arguments, and says their names where they are missing.
func exactArgs(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		hint := "usage: " + cmd.UseLine()
		if len(args) < len(names) {
			return usagef(hint, "%s is missing", strings.Join(names[len(args):], " "))
		}
		if len(args) > len(names) {
			return usagef(hint, "unexpected argument %q", args[len(names)])
		}
		return nil
	}
}

// someArgs wants at least one argument of that name.
func someArgs(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usagef("usage: "+cmd.UseLine(), "%s is missing", name)
		}
		return nil
	}
}
