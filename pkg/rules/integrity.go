package rules

import (
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
)

// The rules of integrity: whether the file is the one that its sender sealed.
// The reader and package validate find them.
var (
	Count = &rule.Rule{
		Code: finding.Count, Name: "COUNT", Title: "The trailer counts other than the records are",
		Severity: finding.Error, Scope: rule.File, Clause: "5.3 (format)", Integrity: true,
		Doc:  "Records were lost or added after the file was sealed, or it was sealed wrongly.",
		Fix:  "Send the file again; after a change that is meant, seal it again with s1mig sign.",
		Good: "8 records and recordCount 8", Bad: "7 records and recordCount 8", Since: "1",
	}
	Digest = &rule.Rule{
		Code: finding.Digest, Name: "DIGEST", Title: "The trailer's digest is not that of the bytes",
		Severity: finding.Error, Scope: rule.File, Clause: "5.3 (format); FIPS 180-4", Integrity: true,
		Doc:  "The digest is SHA-256 over the exact bytes before the name trailer. An editor or a transfer that changes line ends is enough to break it.",
		Fix:  "Send the file again, as bytes; after a change that is meant, seal it again with s1mig sign.",
		Good: "the digest that head -n -1 FILE | openssl dgst -sha256 prints", Bad: "a file whose line ends were changed on the way", Since: "1",
	}
	Signature = &rule.Rule{
		Code: finding.Signature, Name: "SIGNATURE", Title: "The signature is not to be trusted",
		Severity: finding.Error, Scope: rule.File, Clause: "5.3 (format); RFC 7515", Integrity: true,
		Doc:   "The trailer's signature must be ES256 over the trailer's digest and count, by a digitalSignature certificate of the directory that is the sender's, in force when the file was made and not revoked. The message begins with which of these fails: malformed signature, wrong algorithm, embedded key, unknown key, ambiguous key, wrong key usage, certificate not yet valid, certificate expired, certificate revoked, signer is not the sender, bad signature, other payload.",
		Fix:   "Sign with the sender's own signing key (s1mig sign); check that its certificate is in the directory.",
		Needs: []rule.Fact{rule.NeedsCertificates},
		Good:  "a JWS with alg ES256 and the kid of a certificate of the sender", Bad: "a JWS with alg none, or with the key in its own header", Since: "1",
	}
	FormatVersion = &rule.Rule{
		Code: finding.FormatVersion, Name: "FORMAT_VERSION", Title: "A version of the format that is not known",
		Severity: finding.Error, Scope: rule.File, Clause: "5.3 (format)",
		Doc:  "The layouts are versioned; a version that this program does not know may mean other things by the same names.",
		Fix:  "Write the file in the version that the message names.",
		Good: `{"formatVersion":"1.0"}`, Bad: `{"formatVersion":"9.0"}`, Since: "1",
	}
	Replay = &rule.Rule{
		Code: finding.Replay, Name: "REPLAY", Title: "A sequence number used again for other bytes",
		Severity: finding.Error, Scope: rule.Process, Clause: "5.3 (exchange processes)", Integrity: true,
		Doc:   "Files of one type from one sender to one recipient are numbered. The same number with the same digest is a file sent again, and acknowledged again; with another digest it is another file under a number that is taken.",
		Fix:   "Give the new file the next sequence number.",
		Needs: []rule.Fact{rule.NeedsHistory},
		Good:  "MCF 3 after MCF 2", Bad: "two different files that are both MCF 2", Since: "1",
	}
	Gap = &rule.Rule{
		Code: "X-GAP", Name: "GAP", Title: "A sequence number was left out",
		Severity: finding.Warning, Scope: rule.Process, Clause: "5.3 (exchange processes)",
		Doc:   "Files of one type from one sender to one recipient are numbered without a gap, so a number that is missing is a file that has not arrived.",
		Fix:   "Wait for the missing file, or ask its sender for it.",
		Needs: []rule.Fact{rule.NeedsHistory},
		Good:  "MVF 1, MVF 2, MVF 3", Bad: "MVF 1, MVF 3", Since: "1",
	}
)
