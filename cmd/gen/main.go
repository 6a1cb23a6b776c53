// Command gen writes what is derived: from the tables of the file types, for
// each type its JSON Schema and its reference page, and the page that lists
// them; from the rule catalogue, its reference; from the sources and from runs of
// two worlds, the tables of pkg/trace and its page of coverage.
//
//	go run ./cmd/gen           writes into schemas, pkg/rules and pkg/trace
//	go run ./cmd/gen -check    writes nothing and names what is stale
//
// It exits with 0 where all is well, 1 where something is stale, 2 on bad usage
// and 3 where a file cannot be read or written.
//
// It may import filetype, schema, report, trace and trace/evidence.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
)

// Exit statuses, those of s1mig.
const (
	exitClean = iota
	exitStale
	exitUsage
	exitInput
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	flags.SetOutput(stderr)
	check := flags.Bool("check", false, "write nothing; name the files that are stale")
	root := flags.String("root", ".", "`directory` of the module, to read from")
	out := flags.String("out", "", "`directory` to write below; that of the module if empty")
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "gen: unexpected argument %q\n", flags.Arg(0))
		return exitUsage
	}
	if *out == "" {
		*out = *root
	}
	if _, err := os.Stat(*out); err != nil {
		fmt.Fprintln(stderr, "gen:", err)
		return exitInput
	}
	sets, err := generated(context.Background(), *root)
	if err != nil {
		fmt.Fprintln(stderr, "gen:", err)
		return exitInput
	}
	return finish(sets, *out, *check, stdout, stderr)
}

// finish writes or checks what was generated.
func finish(sets []set, out string, check bool, stdout, stderr io.Writer) int {
	var stale []string
	for _, s := range sets {
		if !check {
			if err := s.write(out); err != nil {
				fmt.Fprintln(stderr, "gen:", err)
				return exitInput
			}
		}
		some, err := s.staleIn(out)
		if err != nil {
			fmt.Fprintln(stderr, "gen:", err)
			return exitInput
		}
		stale = append(stale, some...)
	}
	for _, s := range stale {
		fmt.Fprintln(stdout, s)
	}
	if len(stale) > 0 {
		fmt.Fprintln(stderr, "gen: stale; run go run ./cmd/gen and remove what nothing generates")
		return exitStale
	}
	return exitClean
}
