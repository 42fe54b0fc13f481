// Package custodians tells a device to whom it seals. The office shows acts and answers nothing: who the
// custodians are follows from what two sides signed (people.Show). The device remembers the set that its owner accepted,
// and the acts that it saw; the first time, and when another set is in force, it seals to nobody until its owner was told
// who they are and accepted them.
package custodians
