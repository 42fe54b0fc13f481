package gazetteer_test

import (
	"testing"

	"truce/ground/place"
	"truce/noun/gazetteer"
)

func at(code, name string, lon, lat float64, within ...gazetteer.Division) gazetteer.Place {
	p := gazetteer.Place{Code: code}
	p.Kind, p.Names = "settlement", []gazetteer.Name{{Language: "ar-Latn", Text: name}}
	p.Position, p.Within = &place.Position{Lon: lon, Lat: lat}, within
	return p
}

func small() *gazetteer.Index {
	hama := gazetteer.Division{Level: 1, Code: "P1", Name: "Hama"}
	north := gazetteer.Division{Level: 2, Code: "D1", Name: "North"}
	south := gazetteer.Division{Level: 2, Code: "D2", Name: "South"}
	return gazetteer.NewIndex([]gazetteer.Place{
		at("C1", "Zalaqit", 36.6, 35.3, hama, north), at("C2", "Mazraa (North)", 36.7, 35.4, hama, north),
		at("C3", "Mazraa (South)", 36.7, 34.9, hama, south), at("C4", "Naf Karab - Karabnaf", 36.1, 35.0, hama, south),
	})
}

func TestResolve(t *testing.T) {
	t.Parallel()
	x := small()
	for what, c := range map[string]struct {
		q    gazetteer.Query
		code string
		n    int // candidates
	}{
		"the name itself":               {gazetteer.Query{Name: " zalaqit "}, "C1", 1},
		"namesakes":                     {gazetteer.Query{Name: "Mazraa"}, "", 2},
		"namesakes, the district known": {gazetteer.Query{Name: "al-Mazra'a", Within: "D2"}, "C3", 2},
		"namesakes, a point known":      {gazetteer.Query{Name: "Mazraa", Near: &place.Position{Lon: 36.75, Lat: 35.38}}, "C2", 2},
		"namesakes, neither near":       {gazetteer.Query{Name: "Mazraa", Near: &place.Position{Lon: 38, Lat: 33}}, "", 2},
		"by sound":                      {gazetteer.Query{Name: "Zellaqiyat"}, "", 1},
		"by sound, the district known":  {gazetteer.Query{Name: "Zellaqiyat", Within: "D1"}, "C1", 1},
		"by sound, another district":    {gazetteer.Query{Name: "Zellaqiyat", Within: "D2"}, "", 1},
		"by sound, the province known":  {gazetteer.Query{Name: "Zellaqiyat", Within: "P1"}, "", 1},
		"one of two names":              {gazetteer.Query{Name: "Karabnaf"}, "C4", 1},
		"one consonant more":            {gazetteer.Query{Name: "Zalaqitan", Within: "D1"}, "", 1},
		"nothing like it":               {gazetteer.Query{Name: "Pepsi"}, "", 0},
		"no letters":                    {gazetteer.Query{Name: "()"}, "", 0},
		"a division":                    {gazetteer.Query{Name: "Hama Governorate", Kind: "province"}, "P1", 1},
		"a division by sound":           {gazetteer.Query{Name: "Hemma", Kind: "province"}, "P1", 1},
		"a division is no village":      {gazetteer.Query{Name: "Hama"}, "", 0},
	} {
		a := x.Resolve(c.q)
		if a.Code != c.code || len(a.Candidates) != c.n {
			t.Errorf("%s: %+v", what, a)
		}
	}
}

// TestResolve_order: what lies where it should comes first, then what is nearer.
func TestResolve_order(t *testing.T) {
	t.Parallel()
	a := small().Resolve(gazetteer.Query{Name: "Mazraa", Near: &place.Position{Lon: 38, Lat: 33}})
	first, second := a.Candidates[0], a.Candidates[1]
	if first.Code != "C3" || *first.DistanceMetres > *second.DistanceMetres || first.Agrees || first.Reason != "spelling" {
		t.Errorf("%+v", a)
	}
	if one := small().Resolve(gazetteer.Query{Name: "Mazraa", Limit: 1}); len(one.Candidates) != 1 || one.Code != "" {
		t.Errorf("a limit hides a namesake: %+v", one)
	}
}
