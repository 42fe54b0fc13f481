// Package watch tells a party's officer who speaks in his party's name in a register, from nothing but the register
// itself: which keys, since when, who of the party vouched for them or that only the mission did, which are new or ended
// since he last looked, and how much each signed since. It is fed with the acts of a copy while that is checked, so it
// believes nobody; what was seen is kept in a small file of the officer's own.
package watch
