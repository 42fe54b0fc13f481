package importer

import (
	"truce/ground/act"
	"truce/ground/place"
	"truce/noun"
	"truce/noun/gazetteer"
)

// names looks names up for the rows of one table, which come again and again. It is for
// one goroutine.
type names struct {
	places    *gazetteer.Index // nil: nothing has a code
	divisions map[[2]string]string
}

func namesOf(places *gazetteer.Index) names { return names{places, map[[2]string]string{}} }

// near is the place code of a name near a point, "" where the gazetteer does not answer
// one place: the name alone then stays.
func (n names) near(name string, at place.Position) string {
	if n.places == nil {
		return ""
	}
	return n.places.Code(gazetteer.Query{Name: name, Near: &at})
}

// within is the place code of a name within a division.
func (n names) within(name, division string) string {
	if n.places == nil || division == "" {
		return ""
	}
	return n.places.Code(gazetteer.Query{Name: name, Within: division})
}

// division is the code of a district within a province or, if no one district has the
// name, of the province; "" if that has no code either.
func (n names) division(province, district string) string {
	if n.places == nil || province == "" {
		return ""
	}
	key := [2]string{province, district}
	code, known := n.divisions[key]
	if !known {
		code = n.find(province, district)
		n.divisions[key] = code
	}
	return code
}

func (n names) find(province, district string) string {
	in := n.places.Code(gazetteer.Query{Name: province, Kind: "province"})
	if in == "" || district == "" {
		return in
	}
	if code := n.places.Code(gazetteer.Query{Name: district, Kind: "district", Within: in}); code != "" {
		return code
	}
	return in
}

// named is how the office calls what a row becomes, and the nonce of which that name is made. Of what
// persons open day by day it is made from the importer's key and the name by source and row: nobody
// else can open it, it tells nothing, and a row that is imported twice is there once.
func (o Options) named(bySource act.SubjectID) (act.SubjectID, string) {
	of, _ := o.Kinds.Noun(bySource.Noun())
	if of.Named != noun.Made {
		return bySource, ""
	}
	return act.Named(of.Name, o.Key.Public().ID(), string(bySource)), string(bySource)
}

// before are the names that keys which imported before gave to what a nonce is of.
func (o Options) before(noun, nonce string) (names []act.SubjectID) {
	for _, key := range o.Before {
		if nonce != "" && key != o.Key.Public().ID() {
			names = append(names, act.Named(noun, key, nonce))
		}
	}
	return names
}
