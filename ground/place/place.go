// Package place holds the small values that say where something is, shared by the nouns.
// It computes nothing: geometry is package geo's.
package place

import (
	"math"
	"time"
)

// Position is a point on the WGS84 ellipsoid, in degrees: longitude first, as in RFC 7946.
type Position struct {
	Lon float64 `json:"lon" min:"-180" max:"180" doc:"degrees east, WGS84"`
	Lat float64 `json:"lat" min:"-90" max:"90" doc:"degrees north, WGS84"`
}

// Coarse rounds to a tenth of a degree (about 10 km): the finest that people without
// the right to exact places are shown.
func (p Position) Coarse() Position {
	return Position{math.Round(p.Lon*10) / 10, math.Round(p.Lat*10) / 10}
}

// Place is where something is said to be: a position, a code or a name belongs in it.
type Place struct {
	Position  *Position `json:"position,omitempty"`
	Precision string    `json:"precision,omitempty" code:"place-precision" doc:"how well the position is known"`
	// A source that states its own uncertainty, such as a published data set.
	RadiusMetres float64 `json:"radiusMetres,omitzero" min:"1" max:"1000000" doc:"how far from the position it may be, in metres, where the source states it"`
	Name         string  `json:"name,omitempty" maxlen:"200" doc:"as the source named it"`
	Code         string  `json:"code,omitempty" pattern:"^[A-Za-z0-9._:-]{1,40}$" doc:"place code of the gazetteer"`
}

// Empty reports whether the place says nothing of where it is.
func (p Place) Empty() bool { return p.Position == nil && p.Name == "" && p.Code == "" }

// Radius is how far from the position it may be, in metres: what the source states or what
// goes with the precision, whichever is more. Without either the position stands for an
// area of which nobody said how large it is, and 0, false is answered.
func (p Place) Radius() (metres float64, known bool) {
	metres, known = RadiusMetres(p.Precision)
	return max(metres, p.RadiusMetres), known || p.RadiusMetres > 0
}

// RadiusMetres is the uncertainty that goes with a precision code. Sub-districts and
// larger have none of their own: what is then known is an area, and 0, false is answered.
func RadiusMetres(precision string) (float64, bool) {
	switch precision {
	case "exact":
		return 10, true
	case "vicinity":
		return 100, true
	case "locality":
		return 1000, true
	}
	return 0, false
}

// Extent is when something happened, half-open, with how well it is known.
type Extent struct {
	From      time.Time `json:"from" doc:"start, RFC 3339"`
	Until     time.Time `json:"until,omitzero" doc:"end, RFC 3339; absent for a moment"`
	Precision string    `json:"precision" code:"time-precision" doc:"how well the times are known"`
}
