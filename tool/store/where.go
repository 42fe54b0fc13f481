package store

import (
	"encoding/binary"
	"math"

	"zombiezen.com/go/sqlite"

	"truce/ground/fold"
)

// A sector is four float64 in its column, the lowest byte first: bearing and half width in
// degrees, nearest and farthest in metres. No query looks into it.
const sectorBytes = 4 * 8

// bindWhere binds a place to four columns from the given one on.
func bindWhere(s *sqlite.Stmt, column int, w fold.Where) {
	for i := range 4 {
		s.BindNull(column + i)
	}
	if !w.Known {
		return
	}
	s.BindFloat(column, w.Lon)
	s.BindFloat(column+1, w.Lat)
	if !w.Area {
		s.BindFloat(column+2, w.RadiusMetres)
	}
	if w.Sector != nil {
		s.BindBytes(column+3, packSector(*w.Sector))
	}
}

// readWhere reads a place from four columns from the given one on.
func readWhere(s *sqlite.Stmt, column int) fold.Where {
	if s.ColumnType(column) == sqlite.TypeNull {
		return fold.Where{}
	}
	w := fold.Where{Known: true, Lon: s.ColumnFloat(column), Lat: s.ColumnFloat(column + 1)}
	w.Area = s.ColumnType(column+2) == sqlite.TypeNull
	w.RadiusMetres = s.ColumnFloat(column + 2)
	if s.ColumnType(column+3) != sqlite.TypeNull {
		packed := make([]byte, sectorBytes)
		s.ColumnBytes(column+3, packed)
		w.Sector = unpackSector(packed)
	}
	return w
}

func packSector(s fold.Sector) []byte {
	var packed []byte
	for _, v := range []float64{s.BearingDegrees, s.HalfWidthDegrees, s.MinMetres, s.MaxMetres} {
		packed = binary.LittleEndian.AppendUint64(packed, math.Float64bits(v))
	}
	return packed
}

func unpackSector(packed []byte) *fold.Sector {
	at := func(i int) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(packed[8*i:])) }
	return &fold.Sector{BearingDegrees: at(0), HalfWidthDegrees: at(1), MinMetres: at(2), MaxMetres: at(3)}
}
