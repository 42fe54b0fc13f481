package gazetteer

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Index answers which places a name may mean. It is immutable; any number of goroutines
// may ask it.
type Index struct {
	places   []Place
	byCode   map[string]int
	spelt    map[string][]entry // by Spelling
	sounding map[string][]entry // by Sound
}

// entry is one name of one place.
type entry struct {
	place    int // in Index.places
	name     string
	spelling string
	sound    string
}

// NewIndex reads the names of the places. Divisions that no place of their own lists are
// taken from the places within them.
func NewIndex(places []Place) *Index {
	x := &Index{
		places: append(slices.Clone(places), divisions(places)...),
		byCode: map[string]int{}, spelt: map[string][]entry{}, sounding: map[string][]entry{},
	}
	for i, p := range x.places {
		x.byCode[p.Code] = i
		seen := map[string]bool{}
		for _, n := range p.All() {
			for _, name := range readings(n.Text) {
				e := entry{i, n.Text, Spelling(name), Sound(name)}
				if e.spelling == "" || seen[e.spelling] {
					continue
				}
				seen[e.spelling] = true
				x.spelt[e.spelling] = append(x.spelt[e.spelling], e)
				if e.sound != "" {
					x.sounding[e.sound] = append(x.sounding[e.sound], e)
				}
			}
		}
	}
	return x
}

// Len is how many places there are.
func (x *Index) Len() int { return len(x.places) }

// Places are all of them, in no order that means anything. They must not be changed.
func (x *Index) Places() []Place { return x.places }

// Place finds a place by its code.
func (x *Index) Place(code string) (Place, bool) {
	i, there := x.byCode[code]
	if !there {
		return Place{}, false
	}
	return x.places[i], true
}

// divisions are those that the places name and that are not listed themselves.
func divisions(places []Place) []Place {
	found := map[string]Place{}
	for _, p := range places {
		for i, d := range p.Within {
			if _, seen := found[d.Code]; !seen && d.Name != "" && d.Level <= 3 {
				found[d.Code] = Place{Code: d.Code, PlaceListed: PlaceListed{
					Kind: kindOf(d.Level), Names: []Name{{Language: "und", Text: d.Name}}, Within: p.Within[:i],
				}}
			}
		}
	}
	for _, p := range places {
		delete(found, p.Code)
	}
	return slices.Collect(maps.Values(found))
}

// kindOf is the word for divisions of a level.
func kindOf(level int) string {
	return [...]string{1: "province", 2: "district", 3: "sub-district"}[level]
}

// isDivision reports whether places of the kind hold other places.
func isDivision(kind string) bool {
	return kind == "province" || kind == "district" || kind == "sub-district"
}

var (
	bracketed = regexp.MustCompile(`\([^()]*\)?`)
	between   = regexp.MustCompile(` - | / |/|\\`)
)

// readings are a name as it is to be found: without what stands in brackets, which tells
// namesakes apart ("Jbine (Karnaz)"), and each of several names that a list put into one
// ("Naf Karab - Karabnaf").
func readings(name string) []string {
	plain := strings.TrimSpace(bracketed.ReplaceAllString(name, " "))
	if plain == "" {
		plain = name
	}
	all := []string{plain}
	for _, part := range between.Split(plain, -1) {
		if part = strings.TrimSpace(part); part != "" && part != plain {
			all = append(all, part)
		}
	}
	return all
}
