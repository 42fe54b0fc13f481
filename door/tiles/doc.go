// Package tiles is the door of the map: vector tiles (Mapbox Vector Tile 2.1, Web Mercator)
// of what happened and of what was agreed, for one reader's rights, filters and both clocks.
//
//	GET /tiles/situation                 TileJSON 3.0
//	GET /tiles/situation/{z}/{y}/{x}     a tile; row before column, as OGC API Tiles has it
//
// with the filters of the lists (kind, status, party, zone, from, until, text, within, ...)
// and inForce and known. With inForce the ground is as it was in force at that moment, and what
// happened is what had begun by then. Layers:
//
//	clusters   z <= 8: how many in about a sixteenth of a tile (count); a lone one as below;
//	           z >= 9: instead of incidents and areas, in a thirty-second, where 2500 are passed
//	incidents  z >= 9: points: subject, noun, kind, status, party, zone, day, form, radius
//	areas      z >= 9: sectors in which something was seen or heard
//	zones, belts, lines, posts   as in force then
//	names      of zones: one point inside each
//
// Points are held in memory in the order of a curve through the square of the map (Morton's),
// so that a tile is one run of them; what a filter selects is worked out once, for all tiles.
// Places are exact only for who may read exact places; for others they are moved to a tenth
// of a degree, and no tile of any zoom tells more.
package tiles
