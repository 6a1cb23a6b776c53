// Package party holds what the stub DCC, the stub SMSOs and the simulated
// suppliers have in common as parties of an exchange: reading their in-tray in
// one fixed order, receipts and acknowledgements, sequence numbers, sealing and
// publishing files, and a timer. It knows no file type's meaning.
//
// A party is driven by Step on a virtual clock. All it knows comes from the
// files in its mailboxes and from the world's configuration, so a party that is
// made anew over the same mailboxes reaches the same state and writes the same
// files.
//
// It may import abreast, world, validate, codec, filetype, rule, finding and exchange.
package party
