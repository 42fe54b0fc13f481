// Package near says which records lay near which posts, as was known at each moment. Distances
// are on the ellipsoid; what is not placed well enough to say may be near. It is pure and knows
// neither rights nor where anything is kept.
package near

import (
	"cmp"
	"math"
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/tool/geo"
)

// Metres is how near is near.
const Metres = 5000

// Post is where a post stood during one period in the world, as known during one stretch.
type Post struct {
	Subject               act.SubjectID
	Where                 fold.Where // a circle
	From, Until           time.Time  // half-open; zero: open
	KnownFrom, KnownUntil time.Time  // half-open; a zero KnownUntil: known so now
}

// Record is something of which it is asked what it was near to.
type Record struct {
	Where                 fold.Where
	From, Until           time.Time // half-open; a zero Until lasts, a zero From is not known
	KnownFrom, KnownUntil time.Time // half-open; a zero KnownUntil: known so now
}

// Piece is what a record was near to, from one moment of knowledge on, until the next piece.
type Piece struct {
	KnownFrom time.Time
	Near      []Nearness // by post, each once
}

// Nearness is how surely a record was near a post: all of where it may have been, or some.
type Nearness struct {
	Post   act.SubjectID
	Surely bool
}

// Judge says what a record was near to, piece by piece of what was known while the record was.
// There is one piece at least. A record without a place, or with one of unknown extent, is near
// nothing that can be told.
func Judge(r Record, posts []Post) []Piece {
	met := meeting(r, posts)
	moments := []time.Time{r.KnownFrom}
	for _, m := range met {
		for _, at := range []time.Time{m.KnownFrom, m.KnownUntil} {
			if at.After(r.KnownFrom) && (r.KnownUntil.IsZero() || at.Before(r.KnownUntil)) {
				moments = append(moments, at)
			}
		}
	}
	slices.SortFunc(moments, time.Time.Compare)
	var pieces []Piece
	for _, at := range slices.CompactFunc(moments, time.Time.Equal) {
		piece := Piece{at, knownAt(met, at)}
		if n := len(pieces); n == 0 || !slices.Equal(pieces[n-1].Near, piece.Near) {
			pieces = append(pieces, piece)
		}
	}
	return pieces
}

// meets is a post that a record was near to, while that was known.
type meets struct {
	Post
	surely bool
}

// meeting are the posts that stood then and there, whenever that was known.
func meeting(r Record, posts []Post) (met []meets) {
	at, reach, placed := circle(r.Where)
	if !placed {
		return nil
	}
	for _, p := range posts {
		post, own, placed := circle(p.Where)
		if !placed || !p.stood(r) || apart(at, post) > Metres+reach+own {
			continue
		}
		metres := geo.Distance(at, post)
		if metres-reach-own <= Metres {
			met = append(met, meets{p, metres+reach+own <= Metres && !r.From.IsZero()})
		}
	}
	return met
}

// stood reports whether the post stood at some time of the record.
func (p Post) stood(r Record) bool {
	if r.From.IsZero() {
		return true // as far as is known
	}
	until := r.Until
	if !until.IsZero() && !until.After(r.From) {
		until = r.From.Add(time.Microsecond)
	}
	return (p.Until.IsZero() || p.Until.After(r.From)) && (until.IsZero() || p.From.Before(until))
}

// circle is where something is, at most so far from a point. What was seen from a post in a
// sector is somewhere in the circle around the observer.
func circle(w fold.Where) (at geo.Point, reach float64, placed bool) {
	at, err := geo.FromDegrees(w.Lon, w.Lat)
	if !w.Known || w.Area || err != nil {
		return at, 0, false
	}
	if w.Sector != nil {
		return at, w.Sector.MaxMetres, true
	}
	return at, w.RadiusMetres, true
}

// apart is a distance that is never longer than the true one: a degree of latitude is at least
// so long everywhere.
func apart(a, b geo.Point) float64 {
	const metresPerDegree = 110_500
	_, south := a.Degrees()
	_, north := b.Degrees()
	return math.Abs(north-south) * metresPerDegree
}

// knownAt are the posts that were known at a moment, each as surely as any of its periods says.
func knownAt(met []meets, at time.Time) (near []Nearness) {
	for _, m := range met {
		if at.Before(m.KnownFrom) || !m.KnownUntil.IsZero() && !at.Before(m.KnownUntil) {
			continue
		}
		i := slices.IndexFunc(near, func(n Nearness) bool { return n.Post == m.Subject })
		if i < 0 {
			near = append(near, Nearness{m.Subject, m.surely})
		} else {
			near[i].Surely = near[i].Surely || m.surely
		}
	}
	slices.SortFunc(near, func(a, b Nearness) int { return cmp.Compare(a.Post, b.Post) })
	return near
}
