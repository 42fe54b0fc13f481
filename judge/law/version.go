package law

import (
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/force"
	"truce/noun/zone"
	"truce/tool/geo"
)

// version is one boundary of a zone, in force for one period and known for another.
type version struct {
	code         string
	shape        string // names the geometry and its edges
	area         *geo.Area
	belts        []belt
	reach        float64   // of the widest belt, metres
	around       *geo.Area // a box around all that is within reach, and commonRadius more
	fringe       *fringe   // what may be as near as that to the border
	force, known span
	boundary     *Boundary
	finding      Finding  // what is the same in every answer
	refs         []uint32 // its numbers in the index
	holders      []bound  // for whom it is in force, and when
}

type belt struct {
	width   float64
	finding Finding
}

// shapes are areas made before, by what names their geometry.
type shapes map[string]*geo.Area

// versionsOf reads the rows of one zone.
func versionsOf(subject act.SubjectID, rows []Row, made shapes) ([]*version, error) {
	var all []*version
	for _, r := range rows {
		var z zone.Zone
		if err := json.Unmarshal(r.State, &z); err != nil {
			return nil, fmt.Errorf("read state of %s: %w", subject, err)
		}
		if z.Boundary == nil {
			continue
		}
		v := newVersion(subject, r, *z.Boundary, z.For)
		if !longerKnown(all, v) {
			v.draw(z.Boundary.Geometry, z.Boundary.Edges, made)
			all = append(all, v)
		}
	}
	return all, nil
}

func newVersion(subject act.SubjectID, r Row, b zone.Boundary, holders []force.Member) *version {
	v := &version{
		code: subject.Name(), shape: b.Edges + " " + b.Digest,
		force: spanOf(r.From, r.Until), known: spanOf(r.KnownFrom, r.KnownUntil),
		boundary: boundaryOf(r, b.Told, b.Terms), holders: holdersOf(holders),
	}
	v.finding = Finding{Kind: Zone, Code: v.code, Boundary: v.boundary}
	for _, each := range b.Belts {
		v.reach = max(v.reach, each.WidthMetres)
		v.belts = append(v.belts, belt{each.WidthMetres, Finding{Kind: Belt, Code: each.Code, Zone: v.code, Boundary: v.boundary}})
	}
	return v
}

func boundaryOf(r Row, told zone.Told, t zone.Terms) *Boundary {
	return &Boundary{
		Act: told.Act, Agreement: t.Agreement, Version: t.Version, Clause: t.Clause, Approximate: t.Approximate,
		From: r.From, Until: r.Until,
	}
}

// longerKnown joins v to a version that says the same and was known just before or after:
// rows are written anew for many reasons.
func longerKnown(all []*version, v *version) bool {
	for _, o := range all {
		if o.boundary.Act != v.boundary.Act || o.force != v.force || !slices.Equal(o.holders, v.holders) {
			continue
		}
		if o.known.Until == v.known.From || v.known.Until == o.known.From {
			o.known = span{From: min(o.known.From, v.known.From), Until: max(o.known.Until, v.known.Until)}
			return true
		}
	}
	return false
}

// draw makes the area. Geometry that breaks a rule was let in by an office that does not
// check: nothing can be said by it.
func (v *version) draw(geometry []byte, edges string, made shapes) {
	a := made[v.shape]
	if a == nil {
		var err error
		if a, err = Draw(geometry, edges); err != nil {
			v.finding.Unusable = true
			for i := range v.belts {
				v.belts[i].finding.Unusable = true
			}
			return
		}
		made[v.shape] = a
	}
	v.area = a
	v.fringe = newFringe(a, v.reach+commonRadius)
	v.around, _ = geo.NewArea(rectangle(v.fringe.box)) // a box breaks no rule
}

// commonRadius is the most uncertainty, in metres, that is judged the fast way: that of a
// locality.
const commonRadius = 1000

// holds reports whether the version is in force and known at some time of the stretch.
func (v *version) holds(at span, known int64) bool {
	_, meets := meet(v.force, at)
	return meets && v.known.Holds(known)
}

func covers(force, at span) bool { return force.From <= at.From && at.Until <= force.Until }
