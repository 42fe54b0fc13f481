package gazetteer

import (
	"slices"
	"strings"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/place"
	"truce/ground/shape"
)

// Place is the state of a place.
type Place struct {
	Code string `json:"code"`
	PlaceListed
	Variants []Variant `json:"variants,omitempty"` // that people added, besides those listed
}

// Variant is a name that somebody added.
type Variant struct {
	Name
	Source shape.Prose   `json:"source" class:"narrative"`
	By     act.SubjectID `json:"by" class:"staff"`
}

// Fold adds up the acts about a place.
func Fold(subject act.SubjectID, entries []fold.Entry, _ fold.Look) fold.Folded {
	g := fold.NewGraph(entries)
	var listed fold.Field[PlaceListed]
	var variants variants
	for _, e := range entries {
		switch b := e.Body.(type) {
		case *PlaceListed:
			listed.Set(g, e.ID, *b)
		case *PlaceVariantAdded:
			variants.set(g, e, b.Name, &Variant{b.Name, b.Source, e.Person})
		case *PlaceVariantWithdrawn:
			variants.set(g, e, b.Name, nil)
		}
	}
	s := Place{Code: subject.Name(), PlaceListed: listed.Value(), Variants: variants.standing()}
	conflicts := fold.Conflicts(func() (fold.Conflict, bool) { return listed.Conflict("listing") })
	return fold.Folded{Periods: []fold.Period{s.period()}, Conflicts: append(conflicts, variants.conflicts()...)}
}

// variants are the added names, in the order in which they were first spoken of.
type variants struct {
	order  []string
	fields map[string]*fold.Field[*Variant]
}

func (v *variants) set(g fold.Graph, e fold.Entry, n Name, to *Variant) {
	key := n.Language + " " + n.Text
	if v.fields == nil {
		v.fields = map[string]*fold.Field[*Variant]{}
	}
	if v.fields[key] == nil {
		v.fields[key] = &fold.Field[*Variant]{}
		v.order = append(v.order, key)
	}
	v.fields[key].Set(g, e.ID, to)
}

func (v *variants) standing() []Variant {
	var all []Variant
	for _, key := range v.order {
		if added := v.fields[key].Value(); added != nil {
			all = append(all, *added)
		}
	}
	return all
}

// conflicts are the names that one added and another took back without knowing.
func (v *variants) conflicts() []fold.Conflict {
	var found []fold.Conflict
	for _, key := range v.order {
		if c, is := v.fields[key].Conflict("variant " + key); is {
			found = append(found, c)
		}
	}
	return found
}

const maxLabel = 400 // bytes of names that lists are searched by

func (s Place) period() fold.Period {
	p := fold.Period{Kind: s.Kind, Status: "listed", Counts: true, State: s}
	var names []string
	length := 0
	for _, n := range s.All() {
		if length += len(n.Text) + 2; !slices.Contains(names, n.Text) && length <= maxLabel {
			names = append(names, n.Text)
		}
	}
	p.Label = strings.Join(names, ", ")
	if s.Position != nil {
		radius, _ := place.RadiusMetres(s.Precision)
		p.Where = fold.Where{Known: true, Lon: s.Position.Lon, Lat: s.Position.Lat, RadiusMetres: radius}
	}
	return p
}

// All are the listed names and those that were added.
func (s Place) All() []Name {
	all := slices.Clone(s.Names)
	for _, v := range s.Variants {
		all = append(all, v.Name)
	}
	return all
}

// In answers the code of the division of a level that the place lies in, or that it is.
func (s Place) In(level int) string {
	for _, d := range s.Within {
		if d.Level == level {
			return d.Code
		}
	}
	return ""
}
