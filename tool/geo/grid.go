package geo

// The index cuts the earth into cells of 2^16 units (0.0066 degree: 730 m by 600 m at 34 N)
// and pages of 32 by 32 cells.
const (
	cellBits = 16
	pageBits = cellBits + 5
	pageSide = 1 << (pageBits - cellBits)
	cellSize = 1 << cellBits
	pageSize = 1 << pageBits
)

// pageKey is the column and row of a page, counted from the point 0,0.
type pageKey struct{ x, y int32 }

func pageOf(p Point) pageKey { return pageKey{p.Lon >> pageBits, p.Lat >> pageBits} }

// cellOf is the number of the point's cell in its page, row by row.
func cellOf(p Point) int {
	const mask = pageSide - 1
	return int(p.Lat>>cellBits&mask)<<5 | int(p.Lon>>cellBits&mask)
}

// corner is the south-west corner of the page.
func (k pageKey) corner() Point { return Point{k.x << pageBits, k.y << pageBits} }

// cellCorner is the south-west corner of a cell of the page.
func (k pageKey) cellCorner(cell int) Point {
	c := k.corner()
	return Point{c.Lon + int32(cell%pageSide)<<cellBits, c.Lat + int32(cell/pageSide)<<cellBits}
}

// cross calls do for each cell that comes within one unit of the segment ab, and perhaps
// for a few more. Rows are cut exactly, in integers.
func cross(a, b Point, do func(pageKey, int)) {
	if a.Lat > b.Lat {
		a, b = b, a
	}
	low, high := (int64(a.Lat)-1)>>cellBits, (int64(b.Lat)+1)>>cellBits
	for row := low; row <= high; row++ {
		south := max(row<<cellBits-1, int64(a.Lat))
		north := min((row+1)<<cellBits, int64(b.Lat))
		x1, x2 := lonAt(a, b, south), lonAt(a, b, north)
		if a.Lat == b.Lat {
			x1, x2 = int64(a.Lon), int64(b.Lon)
		}
		for col := (min(x1, x2) - 2) >> cellBits; col <= (max(x1, x2)+2)>>cellBits; col++ {
			p := Point{int32(col << cellBits), int32(row << cellBits)}
			do(pageOf(p), cellOf(p))
		}
	}
}

// lonAt is the longitude, rounded down, at which the segment has the latitude, which is
// brought into the segment's own range first.
func lonAt(a, b Point, lat int64) int64 {
	lat = min(max(lat, int64(a.Lat)), int64(b.Lat))
	rise := int64(b.Lat) - int64(a.Lat)
	if rise == 0 {
		return int64(a.Lon)
	}
	run := int64(b.Lon) - int64(a.Lon)
	q := run * (lat - int64(a.Lat))
	if q < 0 && q%rise != 0 {
		return int64(a.Lon) + q/rise - 1
	}
	return int64(a.Lon) + q/rise
}
