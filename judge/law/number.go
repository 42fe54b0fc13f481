package law

import (
	"math"

	"truce/tool/geo"
)

func cosDegrees(degrees float64) float64 { return math.Cos(degrees * math.Pi / 180) }

// unit moves a coordinate by some degrees, as far as the end of the map.
func unit(from int32, degrees, most float64) int32 {
	to := float64(from) + degrees*geo.Scale
	return int32(math.Round(min(max(to, -most*geo.Scale), most*geo.Scale)))
}
