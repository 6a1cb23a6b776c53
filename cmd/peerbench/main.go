package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == serveFlag {
		exit(serve(os.Args[2], os.Stdin, os.Stdout))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	interrupted := ctx.Err() != nil
	stop()
	if interrupted {
		fmt.Fprintln(os.Stderr, "peerbench: interrupted")
		os.Exit(130)
	}
	exit(err)
}

func exit(err error) {
	switch {
	case err == nil:
		os.Exit(0)
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	}
	fmt.Fprintln(os.Stderr, "peerbench:", err)
	os.Exit(1)
}

// settings are the flags.
type settings struct {
	records, sample, rounds int
	seed                    uint64
	dir, format, update     string
	files, only, ajv        string
	oneCore                 bool
}

func parse(arguments []string, stderr io.Writer) (s settings, err error) {
	f := flag.NewFlagSet("peerbench", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.IntVar(&s.records, "records", 200_000, "installations of the estate, which are the records of its MCF")
	f.IntVar(&s.sample, "sample", 10_000, "how many records the validators by JSON Schema get")
	f.IntVar(&s.rounds, "rounds", 5, "how often each contestant reads each file; an odd number")
	f.Uint64Var(&s.seed, "seed", 1, "seed of the estate")
	f.StringVar(&s.dir, "dir", "", "folder for the estate, which is kept and used again (default: a temporary one)")
	f.StringVar(&s.format, "format", "text", "text, md or json")
	f.StringVar(&s.update, "update", "", "page whose text between the two marks the tables in Markdown replace, such as ../../README.md")
	f.StringVar(&s.files, "files", "", "only these files, by name: mcf,maf,csv,mcf-shuffled,maf-shuffled,mcf-pretty; from memory: "+strings.Join(fromMemory, ",")+";\nbeside the good ones, those in which every record is wrong: wrong for all, or "+strings.Join(wrongFiles(), ","))
	f.StringVar(&s.only, "only", "", "only contestants whose name holds one of these words, with commas between them")
	f.StringVar(&s.ajv, "ajv", filepath.FromSlash("../../.ci/interop"), "folder in which npm has installed ajv")
	f.BoolVar(&s.oneCore, "one-core", false, "leave out the runs on all cores")
	if err := f.Parse(arguments); err != nil {
		return s, err
	}
	switch {
	case f.NArg() > 0:
		return s, fmt.Errorf("%q is no flag", f.Arg(0))
	case s.records < 1 || s.sample < 1 || s.rounds < 1:
		return s, errors.New("-records, -sample and -rounds are at least 1")
	case !slices.Contains([]string{"text", "md", "json"}, s.format):
		return s, fmt.Errorf("-format is %q, expected text, md or json", s.format)
	}
	return s, nil
}

func run(ctx context.Context, arguments []string, stdout, stderr io.Writer) (err error) {
	s, err := parse(arguments, stderr)
	if err != nil {
		return err
	}
	folder := s.dir
	if folder == "" {
		if folder, err = os.MkdirTemp("", "peerbench"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return err
	}
	on := thisMachine() // before there is anything to do
	e, err := s.estate(ctx, folder, stderr)
	if err != nil {
		return err
	}
	if err := e.checkNames(s.files); err != nil {
		return err
	}
	b := &bench{estate: e, folder: folder, rounds: s.rounds, only: s.only, ajv: s.ajv, progress: stderr}
	r := newReport(b, on, time.Now())
	if r.Results, err = s.measure(ctx, b); err != nil {
		return err
	}
	return s.write(r, stdout)
}

// estate makes the files, unless they stand in the folder already.
func (s *settings) estate(ctx context.Context, folder string, progress io.Writer) (*estate, error) {
	if e := openEstate(folder, s.records, s.sample, s.seed); e != nil {
		return e, nil
	}
	if _, err := os.Stat(filepath.Join(folder, manifestName)); err == nil {
		return nil, fmt.Errorf("%s holds an estate of other records, sample, seed or version: name another folder by -dir, or remove it", folder)
	}
	began := time.Now()
	fmt.Fprintf(progress, "making an estate of %d installations\n", s.records)
	e, err := makeEstate(ctx, folder, s.records, s.sample, s.seed)
	if err == nil {
		fmt.Fprintf(progress, "made in %.1f s\n", time.Since(began).Seconds())
	}
	return e, err
}

func (s *settings) measure(ctx context.Context, b *bench) (all []*result, err error) {
	cores := []int{1}
	if n := runtime.NumCPU(); n > 1 && !s.oneCore {
		cores = append(cores, n)
	}
	for _, g := range b.estate.groups(s.files) {
		for _, n := range cores {
			if n > 1 && g.oneCore {
				continue
			}
			fmt.Fprintf(b.progress, "%s, cores: %d\n", g.name, n)
			results, err := b.group(ctx, g, n)
			if err != nil {
				return nil, err
			}
			all = append(all, results...)
		}
	}
	return all, nil
}

func (s *settings) write(r *report, stdout io.Writer) error {
	if s.update != "" {
		var text strings.Builder
		if err := r.markdown(&text); err != nil {
			return err
		}
		if err := update(s.update, text.String()); err != nil {
			return err
		}
	}
	switch s.format {
	case "md":
		return r.markdown(stdout)
	case "json":
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}
	return r.text(stdout)
}
