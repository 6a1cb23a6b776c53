package validate

import (
	"errors"
	"slices"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/rules"
	"s1mig/pkg/seal"
)

var (
	trailerSignature = envelope.TrailerTable.MustRef("signature")
	trailerDigest    = envelope.TrailerTable.MustRef("digest")
	trailerCount     = envelope.TrailerTable.MustRef("recordCount")
)

// judgeSeal decides whether the file is sealed: count and digest, which the
// reader has compared, and the signature over both.
func (v *reading) judgeSeal() {
	t := v.result.Trailer
	if t == nil {
		return
	}
	if t.OK(trailerDigest) {
		v.file.digest = t.Digest
	}
	if v.opt.Directory == nil || !v.signable(t) {
		return
	}
	err := seal.VerifyTrailer(t.Signature, v.opt.Directory, seal.Want{
		Digest: t.Digest, RecordCount: t.RecordCount,
		Sender: v.codec.Header.Sender, CreatedAt: v.codec.Header.CreatedAt.Time(),
		Producer: v.maySign,
	})
	if err == nil {
		v.file.Sealed = v.holds()
		return
	}
	var why *seal.TrustError
	v.foreign = errors.As(err, &why) && why.Reason == seal.BadSignature && v.holds()
	if v.opt.Stages != Answered {
		v.distrust(err, trailerPlace{&v.result})
	}
}

// signable reports whether all that a signature is judged by can be read.
func (v *reading) signable(t *envelope.Trailer) bool {
	return t.OK(trailerSignature) && t.OK(trailerDigest) && t.OK(trailerCount) && v.headerOK("sender", "createdAt")
}

// holds reports whether the reader found nothing wrong with the document as a
// whole: what the signature is over is then what was read.
func (v *reading) holds() bool {
	return v.result.Complete && !slices.ContainsFunc(v.result.Findings, func(f finding.Finding) bool {
		switch f.Code {
		case finding.Count, finding.Digest, finding.TopOrder, finding.TrailingData, finding.DuplicateName, finding.MissingField, finding.UnknownField:
			return true
		}
		return false
	})
}

// maySign reports whether a certificate of that role may sign this type of file.
// The certificate is the sender's, as has been checked, so what the sender is
// decides; a role that says what its holder is must agree.
func (v *reading) maySign(role seal.Role) bool {
	var kind envelope.Kind
	switch role {
	case seal.RoleSupplier:
		kind = envelope.Supplier
	case seal.RoleNetworkOperator:
		kind = envelope.NetworkOperator
	case seal.RoleRoot, seal.RoleRecovery, seal.RoleIssuingAuthority, seal.RoleWANProvider, seal.RoleLoadController:
		return false
	}
	return (kind == "" || v.codec.Type.MayMake(kind, v.codec.Header.SliceOf != "")) && v.rules.MayMake()
}

// distrust reports why a signature is not trusted. That the signer may not make
// the file has been said of its sender, if that is so, and so has that nobody
// knows the sender.
func (v *reading) distrust(err error, at rules.Place) {
	var why *seal.TrustError
	switch {
	case !errors.As(err, &why):
		v.one(rules.Signature, err.Error(), "", at, "signature")
	case why.Reason == seal.NotSender && v.rules.SaysSenderUnknown():
		// nobody's certificate can be that of a sender whom nobody knows
	case why.Reason != seal.Producer:
		v.one(rules.Signature, why.Error(), trustHint(why.Reason), at, "signature")
	case v.rules.MayMake():
		v.one(rules.Producer, why.Detail+"; it may not make a "+v.file.FileType, "", at, "signature")
	}
}

// trustHint says what to do about a signature that is not trusted.
func trustHint(r seal.Reason) string {
	switch r {
	case seal.Malformed, seal.Algorithm, seal.EmbeddedKey:
		return "sign with ES256 and name the key by kid alone"
	case seal.UnknownKey, seal.AmbiguousKey:
		return "name the signing certificate by issuer and serial, and check that the directory holds it"
	case seal.WrongUsage, seal.NotYetValid, seal.Expired, seal.Revoked:
		return "sign with a signing certificate that is in force"
	case seal.NotSender:
		return "the sender signs its own files"
	}
	return "the file was changed after it was signed, or signed with another key; sign it again if the change is meant"
}
