package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"s1mig/pkg/codec"
	"s1mig/pkg/compare"
	"s1mig/pkg/report"
)

// diffGC has garbage collected before it is a third of what is in use: most of that
// is what is kept of each record, which grows with the files and is no garbage until
// the end.
const diffGC = 30

func newDiffCommand(a *app) *cobra.Command {
	var opt compare.Options
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Compare two files or folders by what they mean",
		Long: `Compare two files of one type, in any layout, or two folders; a MAF may be a CSV
on either side. - is standard input. Files of a folder are paired by what they
are: type, SMSO, group, sender, recipient and order of sequence, not name.

A record is found again by its identity: an installation by its installationID,
an authorisation of a MAF by its MPxNs; and so is what stands in it: a device by
its deviceID, a meter by its mpxn, a check by its name. Their order is no
difference; nor are layout, spelling of Certificate IDs, authorisationIDs,
moments, sequence numbers, parents, digests and signatures. Dates are compared.
--all compares these too, but for layout, spelling and the trailer.

Sealed values of an MEF differ at every sealing: they are not compared and not
opened, and the outcome says so. With --all they are compared as they stand.

A record or a file that is malformed is reported as such and never called the
same. --max-findings bounds the differences listed of each pair of files (default
1000); the counts are exact.

--format json gives {"tool","a","b","all","pairs":[{"a","b","fileType","same",
"records":{"a","b","same","differ","onlyA","onlyB","unclear"},"notCompared":[…],
"differences":[{"kind","record","field","a":{"value","line","column","offset",
"path","problem"},"b":{…}}],"truncated"}],"onlyA":[{"file","fileType"}],"onlyB",
"skipped","same","exit"}; kind is differs, onlyA, onlyB, malformed or order, and
unclear counts what is malformed. ndjson gives a line for each difference with its
files, for each pair, and for the whole.

` + exitCodes + `
Here: 0 the same; 1 they differ; 2 also two types, or a file against a folder.`,
		Example: "  s1mig diff last-week/MCF.json this-week/MCF.json\n  s1mig diff --format json=changes.json old-run new-run",
		Args:    exactArgs("A", "B"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runDiff(cmd.Context(), a, opt, args[0], args[1])
		},
	}
	cmd.Flags().BoolVar(&opt.All, "all", false, "compare ids, moments, sequence numbers, parents, sealed values and order too")
	return cmd
}

func runDiff(ctx context.Context, a *app, opt compare.Options, nameA, nameB string) error {
	outputs, err := a.outputs(report.Text, report.JSON, report.NDJSON)
	if err != nil {
		return err
	}
	if nameA == "-" && nameB == "-" {
		return usagef("", "standard input is named twice")
	}
	if a.getenv("GOGC") == "" {
		debug.SetGCPercent(diffGC)
	}
	opt.Listed, opt.Codec = a.common.maxFindings, codec.Options{Workers: a.common.workers}
	a.say("comparing %s with %s", nameA, nameB)
	r, err := a.compare(ctx, opt, nameA, nameB)
	if err != nil {
		return diffFailure(err)
	}
	d := newDiff(r, nameA, nameB, opt.All)
	if !d.Same && a.common.failOn.value != "never" {
		d.Exit = report.ExitFindings
	}
	for _, o := range outputs {
		if err := a.write(o.path, func(w io.Writer) error { return d.write(w, o.format) }); err != nil {
			return err
		}
	}
	if !usesStdout(outputs) {
		fmt.Fprintf(a.stderr, "s1mig: %s\n", d.verdict())
	}
	return ended(d.Exit)
}

// compare compares two files or two folders.
func (a *app) compare(ctx context.Context, opt compare.Options, nameA, nameB string) (*compare.Report, error) {
	folderA, folderB := isFolder(nameA), isFolder(nameB)
	switch {
	case folderA && folderB:
		return compare.Folders(ctx, nameA, nameB, opt)
	case folderA != folderB:
		return nil, usagef("give two files or two folders", "%s and %s: a file cannot be compared with a folder", nameA, nameB)
	}
	inA, removeA, err := a.reread(nameA)
	if err != nil {
		return nil, err
	}
	defer removeA()
	inB, removeB, err := a.reread(nameB)
	if err != nil {
		return nil, err
	}
	defer removeB()
	p, err := compare.Files(ctx, inA, inB, opt)
	if err != nil {
		return nil, err
	}
	return &compare.Report{Pairs: []compare.Pair{*p}}, nil
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return name != "-" && err == nil && info.IsDir()
}

// reread makes an input that can be read more than once: what is no regular file,
// such as standard input or a pipe, is copied to a temporary file, which remove
// removes.
func (a *app) reread(name string) (in compare.Input, remove func(), err error) {
	path, remove := name, func() {}
	info, err := os.Stat(name)
	if name != "-" && (err != nil || info.Mode().IsRegular()) { // what is missing is told when it is opened
		return compare.Input{Name: name, Open: func() (io.ReadCloser, error) { return os.Open(path) }}, remove, nil
	}
	from := a.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return in, remove, err
		}
		defer f.Close()
		from = f
	}
	if path, err = spool(from); err != nil {
		return in, remove, err
	}
	return compare.Input{Name: name, Open: func() (io.ReadCloser, error) { return os.Open(path) }}, func() { os.Remove(path) }, nil
}

// spool copies an input to a temporary file.
func spool(r io.Reader) (path string, err error) {
	f, err := os.CreateTemp("", "s1mig-spool-*")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, r)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// diffFailure is the failure of a comparison that could not be made.
func diffFailure(err error) error {
	var types *compare.TypesError
	switch {
	case errors.As(err, &types):
		return usagef("see s1mig types list", "%s", err)
	case errors.Is(err, compare.ErrNoFiles):
		return inputf("name the folders that hold them; see s1mig types list", "%s", err)
	}
	return err
}
