package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"s1mig/pkg/ident"
	"s1mig/pkg/mask"
	"s1mig/pkg/report"
	"s1mig/pkg/seal"
	"s1mig/pkg/world"
)

func newMaskCommand(a *app) *cobra.Command {
	var keyFile, out string
	cmd := &cobra.Command{
		Use:   "mask FILE",
		Short: "Write a copy that can be shared: identifiers of premises and devices replaced",
		Long: `Write a copy that can be shown to somebody else: the same file, with the same
faults in the same places, whose identifiers are not those of any customer.

Replaced  MPxN, Device ID, the ids of installations, authorisations and alerts,
          the data of a SIM and the digests of parents: each by another of its
          form, the same wherever it stands. Check digits that are right stay
          right, and wrong ones wrong.
Left out  free text, in which anything may stand: (masked) stands for it.
Kept      organisations, SMSO, group, certificates, models, firmware, dates,
          codes and outcomes, and the names of parents. A certificate's serial
          number without an issuer, if it is not one of the world's, is replaced:
          it may be an MPxN in the wrong column.

What is malformed is masked character by character, so that the fault stays. A
file that is no JSON, or no CSV, cannot be told apart into what is an identifier
and what is not, and is refused with the place where it goes wrong. A MEF is
refused: it holds sealed credentials.

With --key-file the replacement depends on the secret in that file, which is at
least 16 random bytes, and is the same in every file masked with it. Keep it to
yourself: who has it can find the identifiers again. Without it a random key is
used, once.

The copy says that it is test data (testData) and is sealed again: count,
digest, and the sender's signature where the world has its test key; else it is
a draft without a signature. Its MPxNs stand in no register, so rules that ask
one (17.20 (a), (f) and others) answer otherwise than of the original. MPANs of
one distributor stay different from each other; all get the dummy distributor
99. A MAF in CSV stays CSV; its signature goes to FILE.jws beside -o FILE. - is
standard input.`,
		Example: "  head -c 32 /dev/urandom > mask.key\n  s1mig mask --key-file mask.key -o shared.json MAF.json",
		Args:    exactArgs("FILE"),
		RunE:    func(cmd *cobra.Command, args []string) error { return runMask(cmd.Context(), a, keyFile, out, args[0]) },
	}
	cmd.Flags().StringVar(&keyFile, "key-file", "", "`FILE` of a secret, for the same replacements in several files (default: a random key, used once)")
	cmd.Flags().StringVarP(&out, "out", "o", "", "`FILE` to write to (default: standard output)")
	return cmd
}

func runMask(ctx context.Context, a *app, keyFile, out, name string) error {
	key, err := maskKey(keyFile)
	if err != nil {
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
	sign, err := maskSign(w, s)
	if err != nil {
		return err
	}
	opt := mask.Options{Certificate: func(id ident.CertificateID) bool {
		_, err := w.Directory().Lookup(id)
		return err == nil || errors.Is(err, seal.ErrAmbiguousSerial)
	}}
	var done mask.Done
	err = a.write(out, func(to io.Writer) (err error) {
		if s.csv {
			done, err = mask.CSV(ctx, s.File, to, key, opt)
		} else {
			done, err = mask.File(ctx, s.File, to, key, opt, sign)
		}
		return err
	})
	if err != nil {
		return maskFailure(name, err)
	}
	if s.csv {
		if err := a.signMaskedCSV(out, done, sign); err != nil {
			return err
		}
	}
	a.tellMasked(keyFile, s, done, sign)
	return nil
}

// maxKeyFile is the largest key file that is taken in.
const maxKeyFile = 1 << 20

// maskKey makes a key of the secret in a file, or of random bytes.
func maskKey(keyFile string) (*mask.Key, error) {
	secret := make([]byte, 32)
	if keyFile == "" {
		_, _ = rand.Read(secret) // never fails: it ends the program instead
		return mask.NewKey(secret)
	}
	const hint = "make one with head -c 32 /dev/urandom > mask.key"
	f, err := os.Open(keyFile)
	if err == nil {
		defer f.Close()
		secret, err = io.ReadAll(io.LimitReader(f, maxKeyFile+1))
	}
	if err != nil {
		return nil, asConfiguration("--key-file", hint, err)
	}
	if len(secret) > maxKeyFile {
		return nil, usagef(hint, "--key-file: %s has more than %d bytes", keyFile, maxKeyFile)
	}
	key, err := mask.NewKey(secret)
	if err != nil {
		return nil, usagef(hint, "--key-file: %s: %s", keyFile, err)
	}
	return key, nil
}

// maskSign signs as the sender, where the world has its test key; else it is nil.
func maskSign(w *world.World, s *source) (mask.Sign, error) {
	kid, key, err := senderKey(w, s.Header)
	if f := (*failure)(nil); errors.As(err, &f) {
		return nil, nil
	}
	return func(digest string, records int64) (string, error) { return seal.SignTrailer(key, kid, digest, records) }, err
}

// signMaskedCSV writes the signature of a CSV beside it.
func (a *app) signMaskedCSV(out string, done mask.Done, sign mask.Sign) error {
	if sign == nil || out == "" || out == "-" {
		return nil
	}
	signature, err := sign(done.Seal.Digest, done.Seal.Records)
	if err != nil {
		return err
	}
	return a.write(out+".jws", func(to io.Writer) error { _, err := io.WriteString(to, signature+"\n"); return err })
}

// maskFailure says why there is no copy.
func maskFailure(name string, err error) error {
	var refused *mask.RefusedError
	var malformed *mask.MalformedError
	switch {
	case errors.As(err, &refused):
		return usagef("share what s1mig validate says of it, or a file of test data made with s1mig generate", "%s: %s", name, refused)
	case errors.As(err, &malformed):
		return &failure{code: report.ExitFindings, err: err, what: name + ": " + malformed.Error(),
			hint: "s1mig validate says what is wrong; mend this fault, or share the finding alone"}
	}
	return err
}

// tellMasked says what the reader of the copy cannot see.
func (a *app) tellMasked(keyFile string, s *source, done mask.Done, sign mask.Sign) {
	say := func(format string, args ...any) { fmt.Fprintf(a.stderr, "s1mig: "+format+"\n", args...) }
	say("masked %s", report.Count(done.Records, "record"))
	if done.Header {
		say("the header is malformed, masked character by character")
	}
	if done.Malformed > 0 {
		say("%s malformed, masked character by character", report.Count(done.Malformed, "record"))
	}
	if done.Texts > 0 {
		say("%s left out", report.Count(done.Texts, "free text"))
	}
	if sign == nil {
		say("there is no test key of the sender %s in this world: the copy is not signed; validate it with --draft", s.Header.Sender)
	}
	if keyFile == "" {
		say("the mapping cannot be repeated: give --key-file")
	}
}
