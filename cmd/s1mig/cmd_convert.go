package main

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/report"
	"s1mig/pkg/seal"
)

type convertFlags struct {
	to        enum
	keys, out string
}

func newConvertCommand(a *app) *cobra.Command {
	c := convertFlags{to: enum{allowed: []string{"csv", "json", "ndjson"}}}
	cmd := &cobra.Command{
		Use:   "convert FILE --to ENCODING",
		Short: "Write a file in another encoding: " + joined(c.to.allowed),
		Long: `Write a file in another encoding:

  json    the canonical layout, one record a line, sealed again by the sender's key
  ndjson  one line for the header, for each record and for the trailer
  csv     a MAF, one row for each meter; its signature goes to FILE.jws beside -o FILE

A file that is malformed is refused, since something of it would be lost. The
header of a MAF in CSV comes from its name.`,
		Example: "  s1mig convert MAF.json --to csv -o MAF.csv",
		Args:    exactArgs("FILE"),
		RunE:    func(cmd *cobra.Command, args []string) error { return runConvert(cmd.Context(), a, c, args[0]) },
	}
	f := cmd.Flags()
	f.Var(&c.to, "to", "encoding: "+joined(c.to.allowed))
	f.StringVar(&c.keys, "keys", "", "`DIR` of certificates and private keys in PEM, in place of those of the seed")
	f.StringVarP(&c.out, "out", "o", "", "`FILE` to write to (default: standard output)")
	return cmd
}

// converter writes the records of a file in one encoding.
type converter interface {
	record(v any)
	close(codec.Result) error
}

func runConvert(ctx context.Context, a *app, c convertFlags, name string) error {
	if c.to.value == "" {
		return usagef("known: "+joined(c.to.allowed), "--to is missing")
	}
	w, err := a.loadFacts(c.keys)
	if err != nil {
		return err
	}
	s, err := a.openSource(name, w)
	if err != nil {
		return err
	}
	defer s.close()
	if c.to.value == "csv" && s.Type != maf.Type {
		return usagef("", "%s is a %s; only a MAF has a form in CSV", name, s.Type.Name)
	}
	if c.to.value == "ndjson" {
		return a.write(c.out, func(to io.Writer) error { return convert(ctx, name, s, newNDJSON(to, s)) })
	}
	kid, key, err := senderKey(w, s.Header)
	if err != nil {
		return err
	}
	sign := func(digest string, n int64) (string, error) { return seal.SignTrailer(key, kid, digest, n) }
	if c.to.value == "json" {
		return a.write(c.out, func(to io.Writer) error {
			return convert(ctx, name, s, &jsonConverter{codec.NewWriter(to, s.Type, s.Header), sign})
		})
	}
	return a.writeCSV(ctx, c.out, name, s, sign)
}

// writeCSV writes a MAF as CSV, and its signature beside it.
func (a *app) writeCSV(ctx context.Context, out, name string, s *source, sign func(string, int64) (string, error)) error {
	var sealed codec.Seal
	err := a.write(out, func(to io.Writer) error {
		c := &csvConverter{w: codec.NewCSVWriter(to), seal: &sealed}
		return convert(ctx, name, s, c)
	})
	if err != nil || out == "" || out == "-" {
		return err
	}
	signature, err := sign(sealed.Digest, sealed.Records)
	if err != nil {
		return err
	}
	return a.write(out+".jws", func(to io.Writer) error { _, err := io.WriteString(to, signature+"\n"); return err })
}

// convert passes the records of a file to a converter.
func convert(ctx context.Context, name string, s *source, c converter) error {
	faults := len(codec.Lossy(s.Findings))
	met := map[string]bool{} // the authorisations of a CSV: one that is split is malformed
	result, err := s.Visit(ctx, func() codec.Worker { return &collect{s: s} }, func(outcome any) error {
		b := outcome.(collected)
		faults += b.faults
		for _, v := range b.records {
			if a, ok := v.(*maf.Authorisation); ok && s.csv {
				if met[a.AuthorisationID] {
					faults++
				}
				met[a.AuthorisationID] = true
			}
			c.record(v)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !s.csv {
		faults += len(codec.Lossy(result.Findings))
	}
	if faults > 0 {
		return &failure{code: report.ExitFindings, what: name + " is malformed, so something of it would be lost", hint: "s1mig validate says what"}
	}
	return c.close(result)
}

// collect keeps records, in a form that outlives their block.
type collect struct {
	s *source
	b collected
}

type collected struct {
	records []any
	faults  int
}

func (c *collect) Record(r *codec.Record) {
	c.b.faults += len(codec.Lossy(r.Findings))
	switch v := r.Value.(type) {
	case *maf.Authorisation:
		c.b.records = append(c.b.records, cloneAuthorisation(v))
	default:
		c.b.records = append(c.b.records, codec.Append(nil, c.s.Type.Record, v))
	}
}

func (c *collect) End() any {
	b := c.b
	c.b = collected{}
	return b
}

func cloneAuthorisation(a *maf.Authorisation) *maf.Authorisation {
	out := *a
	out.AuthorisationID = strings.Clone(a.AuthorisationID)
	out.CommissioningParty = strings.Clone(a.CommissioningParty)
	out.Meters = make([]maf.Meter, len(a.Meters))
	for i, m := range a.Meters {
		ids := m.SupplierCertificateIDs
		m.SupplierCertificateIDs = make([]ident.CertificateID, len(ids))
		for k, id := range ids {
			m.SupplierCertificateIDs[k] = ident.CertificateID(strings.Clone(string(id)))
		}
		m.NetworkOperatorCertificateID = ident.CertificateID(strings.Clone(string(m.NetworkOperatorCertificateID)))
		out.Meters[i] = m
	}
	return &out
}

type jsonConverter struct {
	w    *codec.Writer
	sign func(string, int64) (string, error)
}

func (c *jsonConverter) record(v any) {
	if raw, ok := v.([]byte); ok {
		c.w.WriteRaw(raw)
		return
	}
	c.w.Write(v)
}

func (c *jsonConverter) close(codec.Result) error { _, err := c.w.Close(c.sign); return err }

type ndjsonConverter struct {
	w   io.Writer
	s   *source
	err error
}

func newNDJSON(w io.Writer, s *source) *ndjsonConverter {
	c := &ndjsonConverter{w: w, s: s}
	c.line(`{"header":`, codec.Append(nil, s.Type.Header, s.Header), "}\n")
	return c
}

func (c *ndjsonConverter) line(before string, text []byte, after string) {
	_, err := io.WriteString(c.w, before+string(text)+after)
	c.err = errors.Join(c.err, err)
}

func (c *ndjsonConverter) record(v any) {
	raw, ok := v.([]byte)
	if !ok {
		raw = codec.Append(nil, c.s.Type.Record, v)
	}
	c.line("", raw, "\n")
}

func (c *ndjsonConverter) close(r codec.Result) error {
	if r.Trailer != nil {
		c.line(`{"trailer":`, codec.Append(nil, envelope.TrailerTable, r.Trailer), "}\n")
	}
	return c.err
}

type csvConverter struct {
	w    *codec.CSVWriter
	seal *codec.Seal
}

func (c *csvConverter) record(v any) { c.w.Write(v.(*maf.Authorisation)) }

func (c *csvConverter) close(codec.Result) (err error) { *c.seal, err = c.w.Close(); return err }
