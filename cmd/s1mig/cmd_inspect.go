package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"s1mig/pkg/codec"
	"s1mig/pkg/report"
)

func newInspectCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "inspect FILE",
		Short: "Show a file for people: header, records, trailer; secrets are not shown",
		Long: `Show a file for people: header, records and trailer, in the order of the format,
whatever the layout of the file. Secrets are not shown, and nothing is judged. -
is standard input.`,
		Example: "  s1mig inspect MCF.json",
		Args:    exactArgs("FILE"),
		RunE:    func(cmd *cobra.Command, args []string) error { return runInspect(cmd.Context(), a, args[0]) },
	}
}

func runInspect(ctx context.Context, a *app, name string) error {
	if _, err := a.outputs(report.Text); err != nil {
		return err
	}
	w, err := a.loadFacts("")
	if err != nil {
		return err
	}
	s, err := a.openSource(name, w)
	if err != nil {
		return err
	}
	defer s.close()
	return a.write("", func(w io.Writer) error { return inspectFile(ctx, w, s.File) })
}

func inspectFile(ctx context.Context, w io.Writer, f *codec.File) error {
	var head view
	head.line(0, "%s  %s (%s)", f.Type.Name, f.Type.Long, f.Type.Clause)
	head.line(0, "header")
	head.object(1, f.Type.Header, f.Header)
	if err := head.flush(w); err != nil {
		return err
	}
	result, err := f.Visit(ctx, func() codec.Worker { return &viewer{file: f} }, func(text any) error {
		_, err := w.Write(text.([]byte))
		return err
	})
	if err != nil {
		return err
	}
	var end view
	end.trailer(result)
	return end.flush(w)
}

// viewer renders records.
type viewer struct {
	file *codec.File
	view
}

func (v *viewer) Record(r *codec.Record) {
	v.line(0, "%s %d  line %d", v.file.Type.Record.Name, r.Index+1, r.Pos.Line)
	if r.Broken {
		v.line(1, "not JSON")
		return
	}
	v.object(1, v.file.Type.Record, r.Value)
}

func (v *viewer) End() any {
	text := v.text
	v.text = nil
	return text
}
