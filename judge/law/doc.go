// Package law says which rules held at a place and a time: in which zones and belts it
// lies, by the boundaries that were in force then, how far it is from which line, which
// clauses of which version applied to whom, and which of them an incident engages.
//
// It answers from a Snapshot, which is made from the states of zones, lines and agreements
// as an office holds them. Two clocks are asked: when something happened in the world, and
// what the office knew at a moment. An event of 20 July is judged by the boundary of 20 July,
// also when that changed later, or was only known later.
//
// Places are uncertain. A circle or a sector lies inside, outside or may lie on both sides;
// a stretch of time in which a boundary changed may too. Then the answer is may-be, never a
// guess. Distances are geodesic, in metres. A place on a border is inside (geo.Where.Holds
// says why), and is told to be on the border. Belts are decided by the distance to the zone,
// never by a drawn polygon.
//
// It is pure: no clock, no database. It does not say who did something, nor whether a party
// is guilty of a breach: a clause is engaged or not, or that cannot be decided.
package law
