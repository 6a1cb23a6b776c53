package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"s1mig/pkg/report"
	"s1mig/pkg/seal"
)

func newKeysCommand(a *app) *cobra.Command {
	return newGroup("keys", "Test keys and SMKI organisation certificates", newKeysGenCommand(a), newKeysShowCommand(a))
}

func newKeysGenCommand(a *app) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "gen --out DIR",
		Short: "Write the test PKI of the world and seed: certificates and private keys",
		Long: `Write the test PKI of the world and seed: an issuing authority, and for every
organisation its certificates and private keys, in PEM. Anybody who knows the
seed can make them again: they are for test data alone, and say so.`,
		Example: "  s1mig keys gen --out keys\n  s1mig validate --keys keys FILE",
		Args:    exactArgs(),
		RunE:    func(*cobra.Command, []string) error { return runKeysGen(a, out) },
	}
	cmd.Flags().StringVar(&out, "out", "", "new or empty `DIR` to write to")
	return cmd
}

func runKeysGen(a *app, out string) error {
	if out == "" {
		return usagef("give a new or empty folder", "--out is missing")
	}
	w, err := a.loadFacts("")
	if err != nil {
		return err
	}
	if err := w.WriteKeys(out); err != nil {
		return outputFault(out, err)
	}
	return a.write("", func(to io.Writer) error {
		_, err := fmt.Fprintf(to, "wrote the test keys of %s, seed %d, to %s\n", report.Visible(w.Name), a.common.seed, report.Visible(out))
		return err
	})
}

func newKeysShowCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "show FILE…",
		Short:   "Say what certificates say: SMKI organisation certificates, in PEM or DER",
		Example: "  s1mig keys show keys/*.pem",
		Args:    someArgs("FILE"),
		RunE:    func(_ *cobra.Command, args []string) error { return runKeysShow(a, args) },
	}
}

// certificateInfo is what a certificate says. Private keys are never shown.
type certificateInfo struct {
	File           string `json:"file"`
	ID             string `json:"id,omitempty"`
	Subject        string `json:"subject,omitempty"`
	Role           string `json:"remotePartyRole,omitempty"`
	EUI            string `json:"eui64,omitempty"`
	Usage          string `json:"keyUsage,omitempty"`
	NotBefore      string `json:"notBefore,omitempty"`
	NotAfter       string `json:"notAfter,omitempty"`
	SubjectKeyID   string `json:"subjectKeyIdentifier,omitempty"`
	AuthorityKeyID string `json:"authorityKeyIdentifier,omitempty"`
	Policy         string `json:"certificatePolicy,omitempty"`
	Test           bool   `json:"test"`
	PrivateKey     bool   `json:"privateKey"`
}

func runKeysShow(a *app, files []string) error {
	outputs, err := a.outputs(report.Text, report.JSON)
	if err != nil {
		return err
	}
	infos := []certificateInfo{}
	for _, name := range files {
		found, err := showFile(a, name)
		if err != nil {
			return err
		}
		infos = append(infos, found...)
	}
	return a.each(outputs, func(w io.Writer, f report.Format) error {
		if f == report.JSON {
			return writeIndented(w, infos)
		}
		for i := range infos {
			infos[i].text(w)
		}
		return nil
	})
}

func showFile(a *app, name string) ([]certificateInfo, error) {
	const most = 1 << 20
	data, err := readInput(a, name, most)
	if err != nil {
		return nil, err
	}
	if key, err := seal.ParsePrivateKeyPEM(data); err == nil {
		return []certificateInfo{{File: name, Test: key.IsTest(), PrivateKey: true}}, nil
	}
	var certificates []*seal.Certificate
	if bytes.Contains(data, []byte("-----BEGIN")) {
		certificates, err = seal.ParsePEM(data)
	} else {
		var c *seal.Certificate
		c, err = seal.ParseCertificate(data)
		certificates = []*seal.Certificate{c}
	}
	if err != nil {
		return nil, inputf("expected SMKI organisation certificates (P-256, role in OU, EUI-64 as x500UniqueIdentifier) in PEM or DER", "%s: %s", name, err)
	}
	var infos []certificateInfo
	for _, c := range certificates {
		infos = append(infos, newCertificateInfo(name, c))
	}
	return infos, nil
}

// readInput reads a small file, or standard input for "-".
func readInput(a *app, name string, most int64) ([]byte, error) {
	r := a.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(data)) > most {
		err = inputf("", "%s is larger than %d bytes", name, most)
	}
	return data, err
}

func newCertificateInfo(file string, c *seal.Certificate) certificateInfo {
	info := certificateInfo{
		File: file, ID: c.ID().String(), Subject: c.SubjectCN, Role: c.Role.String(), Usage: c.Usage.String(),
		NotBefore: c.NotBefore.UTC().Format(time.RFC3339), NotAfter: c.NotAfter.UTC().Format(time.RFC3339),
		SubjectKeyID: fmt.Sprintf("%X", c.SubjectKeyID), AuthorityKeyID: fmt.Sprintf("%X", c.AuthorityKeyID),
		Policy: c.Policy, Test: c.IsTest(),
	}
	if !c.EUI.IsZero() {
		info.EUI = c.EUI.String()
	}
	return info
}

func (c *certificateInfo) text(w io.Writer) {
	fmt.Fprintf(w, "%s\n", report.Visible(c.File))
	if c.PrivateKey {
		fmt.Fprintf(w, "  %-24s [redacted]\n", "private key")
	}
	for _, row := range [][2]string{
		{"certificate id", c.ID}, {"subject", c.Subject}, {"RemotePartyRole", c.Role}, {"EUI-64", c.EUI}, {"key usage", c.Usage},
		{"not before", c.NotBefore}, {"not after", c.NotAfter}, {"subject key identifier", c.SubjectKeyID},
		{"authority key identifier", c.AuthorityKeyID}, {"certificate policy", c.Policy},
	} {
		if row[1] != "" {
			fmt.Fprintf(w, "  %-24s %s\n", row[0], report.Visible(row[1]))
		}
	}
	if c.Test {
		fmt.Fprintf(w, "  %-24s test data only\n", "marked")
	}
}
