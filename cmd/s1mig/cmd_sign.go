package main

import (
	"context"
	"io"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/seal"
	"s1mig/pkg/world"
)

func newSignCommand(a *app) *cobra.Command {
	var keys, out string
	cmd := &cobra.Command{
		Use:   "sign FILE",
		Short: "Seal a file again after a hand edit: count, digest and signature",
		Long: `Seal a file again after a hand edit: count, digest and signature, by the key of
the sender that its header names. Every byte before the trailer stays as it is.
Without -o the file itself is replaced. - is standard input, which goes to
standard output. Of a MAF in CSV the signature alone is written, to FILE.jws.`,
		Example: "  s1mig sign MAF.json\n  s1mig sign --keys keys -o sealed.json draft.json",
		Args:    exactArgs("FILE"),
		RunE:    func(cmd *cobra.Command, args []string) error { return runSign(cmd.Context(), a, args[0], keys, out) },
	}
	cmd.Flags().StringVar(&keys, "keys", "", "`DIR` of certificates and private keys in PEM, in place of those of the seed")
	cmd.Flags().StringVarP(&out, "out", "o", "", "`FILE` to write to (default: the file itself)")
	return cmd
}

// maxSigned is the largest file that sign takes in: it is for hand edits.
const maxSigned = 1 << 30

func runSign(ctx context.Context, a *app, name, keys, out string) error {
	w, err := a.loadFacts(keys)
	if err != nil {
		return err
	}
	if strings.EqualFold(path.Ext(name), ".csv") {
		return a.signCSV(ctx, w, name, out)
	}
	text, err := readInput(a, name, maxSigned)
	if err != nil {
		return err
	}
	sealed, err := signed(ctx, w, name, text)
	if err != nil {
		return err
	}
	if out == "" {
		out = name
	}
	if err := a.write(out, func(to io.Writer) error { _, err := to.Write(sealed); return err }); err != nil {
		return err
	}
	a.say("sealed %s", out)
	return nil
}

// signCSV writes the signature of a MAF in CSV beside it, or to out.
func (a *app) signCSV(ctx context.Context, w *world.World, name, out string) error {
	s, err := a.openSource(name, w)
	if err != nil {
		return err
	}
	defer s.close()
	result, err := s.Visit(ctx, func() codec.Worker { return ignore{} }, func(any) error { return nil })
	if err != nil {
		return err
	}
	kid, key, err := senderKey(w, s.Header)
	if err != nil {
		return err
	}
	signature, err := seal.SignTrailer(key, kid, result.Digest, result.Records)
	if err != nil {
		return err
	}
	if out == "" {
		out = name + ".jws"
	}
	return a.write(out, func(to io.Writer) error { _, err := io.WriteString(to, signature+"\n"); return err })
}

// signed returns a file sealed again.
func signed(ctx context.Context, w *world.World, name string, text []byte) ([]byte, error) {
	f, err := codec.Open(strings.NewReader(string(text)), filetype.Lookup, codec.Options{Workers: 1})
	if err != nil {
		return nil, inputf("s1mig sign takes a migration file whose header names its type and sender", "%s: %s", name, err)
	}
	result, err := f.Visit(ctx, func() codec.Worker { return ignore{} }, func(any) error { return nil })
	if err != nil {
		return nil, err
	}
	kid, key, err := senderKey(w, f.Header)
	if err != nil {
		return nil, err
	}
	at, err := findTrailer(text)
	if err != nil {
		return nil, inputf("s1mig validate --draft FILE says where", "%s: %s", name, err)
	}
	return at.sealed(text, result.Records, func(digest string) (string, error) {
		return seal.SignTrailer(key, kid, digest, result.Records)
	})
}

// senderKey finds the key of the sender that a header names.
func senderKey(w *world.World, h *envelope.Header) (kid ident.CertificateID, key *seal.PrivateKey, err error) {
	sender, ok := w.ByEUI(h.Sender)
	if !ok {
		return kid, nil, usagef("give the world it belongs to with --world, or mend the header", "the sender %s is not an organisation of the world %s", h.Sender, w.Name)
	}
	kid, key, ok = w.SigningKey(sender.Name)
	if !ok {
		return kid, nil, usagef("put its private key into the folder that --keys names", "there is no signing key of %s, the sender", sender.Name)
	}
	return kid, key, nil
}

// ignore reads records without looking at them.
type ignore struct{}

func (ignore) Record(*codec.Record) {}
func (ignore) End() any             { return nil }
