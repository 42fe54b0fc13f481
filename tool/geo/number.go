package geo

import "math"

func abs64(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}

func roundUnit(v float64) int32 { return int32(math.Round(v)) }

// clampUnit rounds v and brings it into -limit to limit.
func clampUnit(v float64, limit int32) int32 {
	return roundUnit(math.Min(math.Max(v, -float64(limit)), float64(limit)))
}
