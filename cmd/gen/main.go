// Command gen writes what is derived from the tables of the file types: for each
// type its JSON Schema and its reference page, and the page that lists them.
//
//	go run ./cmd/gen           writes into schemas
//	go run ./cmd/gen -check    writes nothing and names what is stale
//
// It exits with 0 where all is well, 1 where something is stale, 2 on bad usage
// and 3 where a file cannot be read or written.
//
// It may import filetype and schema.
package main

import (
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
	dir := flags.String("dir", "schemas", "`directory` to write into")
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "gen: unexpected argument %q\n", flags.Arg(0))
		return exitUsage
	}
	if !*check {
		if err := write(*dir); err != nil {
			fmt.Fprintln(stderr, "gen:", err)
			return exitInput
		}
	}
	stale, err := staleIn(*dir)
	if err != nil {
		fmt.Fprintln(stderr, "gen:", err)
		return exitInput
	}
	for _, s := range stale {
		fmt.Fprintln(stdout, s)
	}
	if len(stale) > 0 {
		fmt.Fprintln(stderr, "gen: stale; run go run ./cmd/gen and remove what no type generates")
		return exitStale
	}
	return exitClean
}
