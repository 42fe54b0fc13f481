package officetest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/noun/zone"
)

// Proposal is a boundary for zone/dz-idlib, a square whose west side lies so, with a belt.
func Proposal(number int, west float64, from time.Time) zone.ZoneProposed {
	return zone.ZoneProposed{
		Terms: Terms(number, from), Names: zone.Names{{Language: "en", Text: "EXERCISE"}}, Geometry: Square(west, 35), Edges: zone.Straight,
		Belts: []zone.Belt{{Code: "sz-idlib", WidthMetres: 3000}},
	}
}

// Enact proposes a boundary and has all guarantors consent, each as recorded at a moment.
func (w *World) Enact(t testing.TB, subject string, p zone.ZoneProposed, at time.Time) act.ID {
	t.Helper()
	id := w.Must(t, "liaison-tr", "zone-proposed", subject, p).ID
	digest, err := zone.Digest(p.Geometry)
	if err != nil {
		t.Fatal(err)
	}
	for _, party := range []string{"IR", "RU", "TR"} {
		w.Must(t, "secretary", "zone-consented", subject, zone.ZoneConsented{Consenting: zone.Consenting{
			Proposal: id, Digest: digest, Party: party, At: at, Source: "EXERCISE. Letter",
		}})
	}
	return id
}

// Drawn is a boundary of 1,900 vertices (all that an act holds) for one of four zones.
func Drawn(r *rand.Rand, number, z int, from time.Time) zone.ZoneProposed {
	p := Proposal(number, 0, from)
	p.Geometry = coast(r, 36.8+1.3*float64(z), 33.5+0.8*float64(z), 0.6, 1900)
	p.Belts = []zone.Belt{{Code: fmt.Sprintf("sz-%d", z), WidthMetres: 3000}}
	return p
}

// coast is a boundary of n vertices that wiggles at all sizes, as natural borders do.
func coast(r *rand.Rand, lon, lat, degrees float64, n int) jsontext.Value {
	var amp, phase [8]float64
	for i := range amp {
		amp[i], phase[i] = r.Float64()/float64(i+2), r.Float64()*2*math.Pi
	}
	at := make([]string, n+1)
	for i := range n {
		d := 1.0
		for k := range amp {
			d += 0.3 * amp[k] * math.Sin(float64(int(1)<<k)*2*math.Pi*float64(i)/float64(n)+phase[k])
		}
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		at[i] = fmt.Sprintf("[%.5f,%.5f]", lon+degrees*d*cos, lat+degrees*d*sin)
	}
	at[n] = at[0]
	return []byte(`{"type":"MultiPolygon","coordinates":[[[` + strings.Join(at, ",") + `]]]}`)
}
