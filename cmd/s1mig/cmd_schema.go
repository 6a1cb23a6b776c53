package main

import (
	"io"

	"github.com/spf13/cobra"

	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/schema"
)

func newSchemaCommand(a *app) *cobra.Command {
	var record bool
	cmd := &cobra.Command{
		Use:       "schema TYPE",
		Short:     "Print the JSON Schema (draft-07) of a file type",
		Example:   "  s1mig schema MCF > mcf.schema.json",
		Args:      exactArgs("TYPE"),
		ValidArgs: filetype.Names(),
		RunE:      func(_ *cobra.Command, args []string) error { return runSchema(a, args[0], record) },
	}
	cmd.Flags().BoolVar(&record, "record", false, "of one record instead of a whole file")
	return cmd
}

func runSchema(a *app, name string, record bool) error {
	t, err := lookupType(name)
	if err != nil {
		return err
	}
	text := schema.Generate(t)
	if record {
		text = schema.GenerateRecord(t)
	}
	return a.write("", func(w io.Writer) error { _, err := w.Write(text); return err })
}

// lookupType finds a file type by a name from the command line.
func lookupType(name string) (*envelope.Type, error) {
	t, ok := filetype.Lookup(name)
	if !ok {
		return nil, unknown("file type", name, filetype.Names())
	}
	return t, nil
}
