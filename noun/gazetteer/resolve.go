package gazetteer

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"truce/ground/place"
)

// Query is a name, and what is known of where the place is.
type Query struct {
	Name   string
	Kind   string          // word of the taxonomy place-kind; "": towns, villages and their like
	Within string          // code of a division that it lies in; "": not known
	Near   *place.Position // where the speaker says that it is, roughly; nil: not known
	Limit  int             // most candidates; 0: 20
}

// NearMetres is how far from Query.Near a place may be to be the one that is meant.
const NearMetres = 15_000

// Answer is one place, or several of which a person must choose, or none.
type Answer struct {
	Code       string      `json:"code,omitempty" doc:"the one place that the name means here; absent: ask"`
	Candidates []Candidate `json:"candidates" doc:"best first"`
}

// Candidate is a place that may be meant.
type Candidate struct {
	Code           string          `json:"code"`
	Kind           string          `json:"kind"`
	Names          []Name          `json:"names"`
	Within         []Division      `json:"within,omitempty"`
	Position       *place.Position `json:"position,omitempty"`
	Matched        string          `json:"matched" doc:"the name of it that is like the one that was asked for"`
	Reason         string          `json:"reason" enum:"same,spelling,sound,similar" doc:"same: letter by letter; spelling: but for article, hamza, doubled letters and the like; sound: the same consonants; similar: one consonant differs"`
	Score          float64         `json:"score" minimum:"0" maximum:"1" doc:"for the order only"`
	DistanceMetres *float64        `json:"distanceMetres,omitempty" doc:"from near"`
	Agrees         bool            `json:"agrees" doc:"it lies where it was said to lie, as far as anything was said"`
}

// Reasons, from the surest down.
const (
	Same     = "same"
	Spelt    = "spelling"
	Sounding = "sound"
	Similar  = "similar"
)

// Resolve answers the one place that the name means, or candidates to choose from.
//
// A place is answered if it is the only one of that spelling where the place is said to
// lie; or if none there has the spelling and it is the only one that sounds so, with
// three consonants or more, in a known district or near a known point. A province is too
// large for that: tried on published events, one in ten was then another village, and
// one in two hundred near a known point. Of provinces, and of divisions within one that
// is known, there are so few that the sound is enough. Anything else is for a person to
// decide.
func (x *Index) Resolve(q Query) Answer {
	found := x.candidates(q)
	if len(found) == 0 {
		found = x.similar(q)
	}
	slices.SortStableFunc(found, better)
	a := Answer{Code: x.decide(q, found), Candidates: found}
	if limit := cmp.Or(q.Limit, 20); len(found) > limit {
		a.Candidates = found[:limit]
	}
	if a.Candidates == nil {
		a.Candidates = []Candidate{}
	}
	return a
}

// Code is the Code of Resolve, for those who do not ask further.
func (x *Index) Code(q Query) string { return x.decide(q, x.candidates(q)) }

func (x *Index) decide(q Query, found []Candidate) string {
	for _, reasons := range [][]string{{Same, Spelt}, {Sounding}} {
		var only []Candidate
		for _, c := range found {
			if c.Agrees && slices.Contains(reasons, c.Reason) {
				only = append(only, c)
			}
		}
		switch {
		case len(only) == 0:
			continue
		case len(only) > 1 || reasons[0] == Sounding && !x.soundIsEnough(q):
			return ""
		}
		return only[0].Code
	}
	return ""
}

func (x *Index) soundIsEnough(q Query) bool {
	if isDivision(q.Kind) {
		return q.Kind == "province" || q.Within != ""
	}
	area, _ := x.Place(q.Within)
	return len(Sound(q.Name)) >= 3 && (q.Near != nil || area.Kind == "district" || area.Kind == "sub-district")
}

// candidates are the places whose names are like the one asked for, each once.
func (x *Index) candidates(q Query) []Candidate {
	b := best{}
	for _, reading := range readings(q.Name) {
		b.add(x, q, x.spelt[Spelling(reading)], Spelt)
		b.add(x, q, x.sounding[Sound(reading)], Sounding)
	}
	return b.all()
}

// similar are places in whose names' sound one consonant was added, left out or changed.
func (x *Index) similar(q Query) []Candidate {
	b := best{}
	for _, reading := range readings(q.Name) {
		sound := Sound(reading)
		for other, entries := range x.sounding {
			if len(sound) >= 3 && oneApart(sound, other) {
				b.add(x, q, entries, Similar)
			}
		}
	}
	return b.all()
}

// best holds for each place the name by which it fits best.
type best map[int]Candidate

func (b best) add(x *Index, q Query, entries []entry, reason string) {
	for _, e := range entries {
		c, fits := x.candidate(q, e, reason)
		if before, there := b[e.place]; fits && (!there || better(c, before) < 0) {
			b[e.place] = c
		}
	}
}

func (b best) all() []Candidate {
	all := make([]Candidate, 0, len(b))
	for _, c := range b {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b Candidate) int { return strings.Compare(a.Code, b.Code) })
	return all
}

func (x *Index) candidate(q Query, e entry, reason string) (Candidate, bool) {
	p := x.places[e.place]
	if q.Kind != "" && p.Kind != q.Kind || q.Kind == "" && isDivision(p.Kind) {
		return Candidate{}, false
	}
	short := reason == Sounding && len(e.sound) < 3 // half of all names sound so
	if reason == Spelt && strings.EqualFold(e.name, strings.TrimSpace(q.Name)) {
		reason = Same
	}
	c := Candidate{
		Code: p.Code, Kind: p.Kind, Names: p.All(), Within: p.Within, Position: p.Position, Matched: e.name, Reason: reason, Agrees: true,
	}
	if q.Within != "" {
		c.Agrees = p.Code == q.Within || slices.ContainsFunc(p.Within, func(d Division) bool { return d.Code == q.Within })
	}
	if q.Near != nil {
		c.Agrees = c.Agrees && p.Position != nil
		if p.Position != nil {
			d := math.Round(metres(*q.Near, *p.Position))
			c.DistanceMetres, c.Agrees = &d, c.Agrees && d <= NearMetres
		}
	}
	c.Score = c.score(Spelling(q.Name), e.spelling)
	return c, c.Agrees || !short
}

// score orders candidates: by reason, then by whether they lie where they should, then by
// how alike the spellings are.
func (c Candidate) score(asked, spelling string) float64 {
	score := map[string]float64{Same: 1, Spelt: 0.95, Sounding: 0.8, Similar: 0.55}[c.Reason]
	if c.Reason == Sounding || c.Reason == Similar {
		score -= 0.2 * (1 - likeness(asked, spelling))
	}
	if !c.Agrees {
		score -= 0.5
	}
	return math.Round(max(0, score)*1000) / 1000
}

func better(a, b Candidate) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(far(a), far(b)), strings.Compare(a.Code, b.Code))
}

func far(c Candidate) float64 {
	if c.DistanceMetres == nil {
		return math.Inf(1)
	}
	return *c.DistanceMetres
}
