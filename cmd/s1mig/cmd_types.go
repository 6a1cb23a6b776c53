package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/report"
)

func newTypesCommand(a *app) *cobra.Command {
	var all bool
	list := &cobra.Command{
		Use:   "list",
		Short: "List the seven migration files",
		Args:  exactArgs(),
		RunE:  func(*cobra.Command, []string) error { return runTypesList(a, all) },
	}
	list.Flags().BoolVar(&all, "all", false, "the supporting files as well")
	return newGroup("types", "File types", list)
}

type typeInfo struct {
	FileType string   `json:"fileType"`
	Name     string   `json:"name"`
	Clause   string   `json:"clause"`
	MadeBy   []string `json:"madeBy"`
	Doc      string   `json:"doc"`
}

func runTypesList(a *app, all bool) error {
	outputs, err := a.outputs(report.Text, report.JSON)
	if err != nil {
		return err
	}
	types := filetype.Seven()
	if all {
		types = filetype.All()
	}
	return a.each(outputs, func(w io.Writer, f report.Format) error {
		if f == report.JSON {
			return writeIndented(w, typeInfos(types))
		}
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, t := range typeInfos(types) {
			fmt.Fprintf(table, "%s\t%s\t%s\tmade by %s\n", t.FileType, t.Name, t.Clause, strings.Join(t.MadeBy, ", "))
		}
		return table.Flush()
	})
}

func typeInfos(types []*envelope.Type) []typeInfo {
	var infos []typeInfo
	for _, t := range types {
		info := typeInfo{FileType: t.Name, Name: t.Long, Clause: t.Clause, Doc: t.Doc, MadeBy: []string{}}
		for _, k := range t.Producers {
			info.MadeBy = append(info.MadeBy, string(k))
		}
		infos = append(infos, info)
	}
	return infos
}
