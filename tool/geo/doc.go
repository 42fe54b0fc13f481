// Package geo is geometry on the earth: exact places, polygons and the rules that make them
// usable in a legal text, which polygons hold a point at an instant, distances in metres.
//
// Positions are whole numbers of 1e-7 degree (about 1 cm), so every yes or no about inside,
// outside, crossing or touching is decided in integers and is the same on every machine.
// Edges are straight in longitude and latitude; a text that meant geodesics has its edges
// densified on entry ([Densify]). Distances, bearings and areas are on the WGS84 ellipsoid.
//
// A point on the border is inside. Neighbours share their border, so a point there is
// inside both: a shot fired on the line between two zones breaks the rules of both, and
// neither side may say that it fell in the other's. [Where.Holds] is the one place that
// says so; answers still name [Border] so that a reader sees it.
//
// The package does no input or output and keeps no clock. Nothing here crosses the
// antimeridian: a shape that would is two shapes. It is not a general GIS library: it knows
// polygons, lines, sectors and belts, because the agreements speak of those.
package geo
