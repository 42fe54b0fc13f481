// Package register is an office's append-only register of signed acts, and the means to check one.
//
// A register is a sequence of entries. An [Entry] is the time at which the office received an act, and
// the act. Entries are the leaves of a Merkle tree (RFC 6962, section 2.1). The office signs the root of
// the tree: a [TreeHead]. Whoever holds a signed head can be shown, with a few hashes, that an entry is
// in the register (inclusion) or that a later head only added entries (consistency).
//
// What is in the package, in the order in which a reader may want it:
//
//   - [Entry], [Tree], [TreeHead]: what is recorded, hashed and signed.
//   - [TilePath], [HashTile], bundles of entries: how a register is published as plain files.
//   - [Tiler], [ProveInclusion], [ProveConsistency], [Receipt]: proofs, and the receipt for one entry.
//   - [Signer]: signs the heads of an office and refuses to fork or to roll back.
//   - [Cosigner], [Policy]: others sign the same head, and how many of them are enough.
//   - [Check], [Compare]: is this copy intact, which entry is the first bad one, were two parties shown
//     different histories.
//
// The formats are those of C2SP: signed-note, tlog-checkpoint, tlog-tiles, tlog-cosignature,
// tlog-witness, tlog-proof, tlog-policy. Two words differ, because they mean other things in a
// ceasefire: a C2SP checkpoint is here a tree head, a C2SP witness is here a cosigner.
//
// The package is for a party that trusts nobody: it imports nothing else of this project, does no
// networking, opens no database and reads no clock. It does not know what an act says, nor whether
// its author was allowed to say it; [Options.Entry] is the place to check that.
package register
