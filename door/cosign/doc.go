// Package cosign is both ends of C2SP tlog-witness: who signs the heads of other offices' registers, each with
// the time, and an office that asks for such signatures.
//
//	Folder    what a cosigner keeps: its key, the registers that it follows, the last head of each
//	Door      add-checkpoint and checkpoint, over HTTP
//	Asker     brings an office's head to its cosigners, and their signatures back
//
// A cosigner opens no connection to anybody: it answers. What it signs is not that a record is true, but that
// it saw a head, at a time by its own clock, which extends every head of that register that it signed before.
package cosign
