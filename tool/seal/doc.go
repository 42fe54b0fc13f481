// Package seal encrypts to people: a source's identity inside an act, or a whole file
// of evidence, so that only those who were named can read it and the server never can.
//
// The format is age-encryption.org/v1, so the age command, or any other age
// implementation, opens what was sealed here and the other way round.
//
// # For whom
//
// A sealed text does not tell for whom it was sealed: age keeps its recipients anonymous,
// and only someone who holds a right key finds out, by opening it. Whoever seals
// therefore lists the recipients beside the sealed text. Recipient marshals to its
// `age1…` string for this purpose. The list is a statement by the one who sealed; nothing
// in the sealed text proves it.
//
// # What remains visible
//
// The number of recipients, and the length of what was sealed. Where the length of a name
// would give the name away, pad before sealing; spaces after a JSON value do no harm.
//
// # What it is not for
//
// It does not say who sealed (sign the act for that), keeps no keys, and knows no roles.
//
// # Randomness
//
// age draws keys and nonces from the operating system (crypto/rand) and accepts no other
// source. So this is the one package that takes no rand reader: sealing the same text
// twice never gives the same bytes, in tests neither.
package seal
