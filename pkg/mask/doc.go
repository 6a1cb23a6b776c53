// Package mask copies a migration file with every identifier of a customer's
// premises, devices and authorisations replaced, so that the file can be shown
// to somebody else and still misbehaves in the same way.
//
// # What is replaced
//
// A field's lexical type says what it identifies, and so what becomes of it: see
// decide. MPxNs, Device IDs, the ids of installations, authorisations and alerts
// and the data of a SIM are replaced; free text is left out, since anything may
// stand in it. What a reader needs to see the fault stays: organisations, SMSO,
// group, certificates, models, firmware, dates, codes and outcomes, none of which
// is a customer's. A type with a lexical type that nobody has decided on is
// refused, and so is a file of sealed credentials (MEF): they are secrets, and
// what is wrong with them cannot be shown without them.
//
// # How
//
// A replacement depends on the value, on what it identifies and on a secret key,
// and on nothing else: the same in every field, record and file that one key has
// masked, without a table of what was replaced. Numbers (MPxN, EUI-64, ICCID,
// IMSI, MSISDN, IPv4) are enciphered within their form by FF1 of NIST SP 800-38G
// with AES-256, a permutation, so that different numbers stay different; ids and
// IPv6 addresses become a keyed hash (HMAC-SHA-256). There are few MPxNs, so a
// mapping without a secret could be undone by trying all of them. Both keys come
// from the secret by HKDF (RFC 5869).
//
// What is replaced stays of its kind and lands where nothing belongs to anybody,
// as far as the form has room: an MPAN has the dummy distributor 99 (or 00, which
// is nobody's, where the original's id is one that is warned of), a Device ID
// stays in the test block 90-B3-D5-1F or becomes a locally administered one. An
// MPRN has no such room: it is a number of the same length that says nothing of
// the original, but may happen to be somebody's. Right check digits stay right
// and wrong ones wrong by as much. The ten digits of MPANs of different
// distributors are enciphered differently and then meet under one distributor:
// among n of them about n²/(2·10^10) pairs become the same: one, of 140,000. SP
// 800-38G wants a million values at least; an MPRN of 6 or 7 digits has fewer, so
// whoever knows many pairs of those may guess others.
//
// # What is malformed
//
// A record that is JSON, or CSV, but not of its form is masked word by word: what
// is well formed as any other, and everything else by characters, a digit for
// each digit and a letter for each letter, so that the same fault stands in the
// same place. A fault of which that cannot be done ends the copy with a
// *MalformedError: nothing is copied that is not understood.
//
// The package may import codec and what lies below it.
package mask
