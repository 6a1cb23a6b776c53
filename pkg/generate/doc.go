// Package generate makes records of the seven file types out of an estate: what
// a supplier puts into a MAF, and what an SMSO's register gives for MCF, MGF and
// MEF. It also spoils an authorisation so that exactly a wanted set of the eight
// exceptions of MTAD 17.20 is found in it. The parties of a run and the command
// line make their records here and nowhere else.
//
// Files makes the files of a clean migration without the parties and without what
// they exchange: each is one pass over a register, and so is what must be known of
// a file before it. They are byte for byte what the parties would exchange.
//
// It may import abreast, world, rule, filetype, codec and seal.
package generate
