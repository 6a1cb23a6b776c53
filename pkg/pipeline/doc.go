// Package pipeline runs a whole test migration (MTAD 17.19): it makes the
// suppliers, the stub SMSOs and the stub DCC, gives each its mailboxes, steps all
// of them side by side on a virtual clock until nothing moves, and reconciles: every
// authorisation and every installation ends in exactly one terminal state, and
// the sums equal what entered.
//
// It may import abreast, dcc, smso, participant, party, generate, world, validate,
// exchange and scenario.
package pipeline
