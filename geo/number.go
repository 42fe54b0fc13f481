package geo

import "math"

func abs64(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}

func roundUnit(v float64) int32 { return int32(math.Round(v)) }
