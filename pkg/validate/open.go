package validate

import (
	"context"
	"errors"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
	"s1mig/pkg/seal"
)

var (
	mefRecordID = mef.Record.MustRef("installationID")
	mefDevice   = mef.Devices.MustRef("deviceID")
	mefSealed   = mef.Devices.MustRef("sealed")
)

// openSealed looks into the sealed values of an MEF, once its digest, its count and its
// signature hold. It reports whether it did. The error is seal.ErrWrongKey or a
// fault of the world. Nothing that is opened leaves this file.
//
// Of a file that is whole but signed with a key that is not the certificate's,
// nothing is opened either; but where the content key is for another key as
// well, it is the keys that are wrong, and the error says so.
func (v *reading) openSealed(ctx context.Context) (bool, error) {
	if v.codec.Type != mef.Type || v.opt.Keys == nil || !v.file.Sealed && !v.foreign {
		return false, nil
	}
	if !v.headerOK("contentKey", "recipientCertificateID", "sender", "sequence", "groupID") {
		return false, nil
	}
	id, key := v.opt.Keys.AgreementKey()
	h := v.codec.Header
	if !sameCertificate(h.RecipientCertificateID, id) {
		return false, seal.ErrWrongKey
	}
	content, err := seal.UnwrapContentKey(h.ContentKey, key, h.RecipientCertificateID)
	switch {
	case !v.file.Sealed && !errors.Is(err, seal.ErrWrongKey):
		return false, nil
	case errors.Is(err, seal.ErrMalformedJWE):
		v.one(rules.MEFOpen, err.Error(), "have the SMSO make the file again", headerPlace{v.codec}, "contentKey")
		return false, nil
	case err != nil:
		return false, err
	}
	r, err := v.source.again()
	if err != nil {
		return false, err
	}
	opt := *v.opt
	opt.Codec.NoDigest = true // it holds, or nothing would be opened
	f, _, err := open(r, v.file.Name, &opt)
	if err != nil {
		return false, err
	}
	sealer := seal.NewSealer(content, false)
	result, err := f.Visit(ctx, func() codec.Worker { return &opener{v: v, sealer: sealer.Clone()} }, v.mergeOpened)
	v.file.Spent.Open = result.Spent.Busy()
	return err == nil, err
}

// sameCertificate reports whether two ids name one certificate; a serial number
// alone is compared as such.
func sameCertificate(a, b ident.CertificateID) bool {
	ka, kb := a.Key(), b.Key()
	if ka.Issuer == "" || kb.Issuer == "" {
		ka.Issuer, kb.Issuer = "", ""
	}
	return ka == kb
}

// opener opens the values of the records that one goroutine reads.
type opener struct {
	v      *reading
	sealer *seal.Sealer
	aad    []byte
	plain  []byte
	found  []placed
}

// Record implements codec.Worker.
func (w *opener) Record(r *codec.Record) {
	installation, ok := r.Value.(*mef.Installation)
	if r.Broken || !ok || !installation.OK(mefRecordID) {
		return
	}
	h := w.v.codec.Header
	for i := range installation.Devices {
		d := &installation.Devices[i]
		if !d.OK(mefDevice) || !d.OK(mefSealed) {
			continue
		}
		w.aad = seal.AAD(w.aad[:0], h.Sender, h.Sequence, h.GroupID, installation.InstallationID, d.DeviceID)
		plain, err := w.sealer.Open(w.plain[:0], w.aad, []byte(d.Sealed))
		if err != nil {
			w.report(r, rules.MEFOpen, err.Error(), i)
			continue
		}
		if err := seal.CheckCredentials(plain); err != nil {
			w.report(r, rules.MEFCredentials, err.Error(), i)
		}
		clear(plain)
		w.plain = plain
	}
}

func (w *opener) report(r *codec.Record, broken *rule.Rule, message string, device int) {
	if w.v.rules.Severity(broken) == finding.Off {
		return
	}
	f := w.v.rules.Finding(broken, message, "have the SMSO make the file again")
	f.Record = recordID(r, w.v.codec.Type)
	f.Pos, f.Path = r.At("devices", device, "sealed")
	w.found = append(w.found, placed{int64(r.Index), f})
}

// End implements codec.Worker.
func (w *opener) End() any {
	found := w.found
	w.found = nil
	return found
}

// mergeOpened takes over what a block's sealed values came to.
func (v *reading) mergeOpened(block any) error {
	found, _ := block.([]placed)
	for i, p := range found {
		v.count(p.Code, p.Severity, 1)
		v.keep(p.at, p.Finding)
		v.fileBad = v.fileBad || p.Severity == finding.Error && p.Code == rules.MEFOpen.Code
		if p.Severity == finding.Error && (i == 0 || found[i-1].at != p.at) && v.away.add(p.at) {
			v.reject(p.at, p.Record)
		}
	}
	return nil
}
