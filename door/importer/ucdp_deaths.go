package importer

import (
	"fmt"

	"truce/ground/problem"
	"truce/noun/incident"
)

// deaths are the estimates of one row: of all, and the best ones by who was killed.
type deaths struct {
	low, best, high                 int
	sideA, sideB, civilian, unknown int
}

const maxDeaths = 1_000_000 // incident.Harm

func readDeaths(r Row) (deaths, *problem.Problem) {
	var d deaths
	for _, column := range []struct {
		name string
		into *int
	}{
		{"low", &d.low}, {"best", &d.best}, {"high", &d.high}, {"deaths_a", &d.sideA}, {"deaths_b", &d.sideB},
		{"deaths_civilians", &d.civilian}, {"deaths_unknown", &d.unknown},
	} {
		n, wrong := r.Whole(column.name, 0, maxDeaths)
		if wrong != nil {
			return d, wrong
		}
		*column.into = n
	}
	return d, nil
}

// harm is the claimed range. In a few rows the best estimate lies outside low and high,
// or low above high: the range then holds all three. Civilians are a best estimate only,
// so no more of them are claimed for sure than people killed for sure.
func (d deaths) harm() *incident.Harm {
	least, most := min(d.low, d.best, d.high), max(d.low, d.best, d.high)
	civilian := min(d.civilian, least)
	return &incident.Harm{KilledMin: &least, KilledMax: &most, CiviliansKilledMin: &civilian}
}

// effect is death where the best estimate says that somebody died.
func (d deaths) effect() string {
	if d.best > 0 {
		return "death"
	}
	return "unknown"
}

func (d deaths) sentence() string {
	return fmt.Sprintf("Deaths as estimated: low %d, best %d, high %d; of the best, side A %d, side B %d, civilians %d, unknown %d.",
		d.low, d.best, d.high, d.sideA, d.sideB, d.civilian, d.unknown)
}
