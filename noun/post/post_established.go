package post

import (
	"errors"
	"time"

	"truce/ground/act"
	"truce/ground/place"
)

// PostEstablished says that a post stands from a moment on.
//
//	{"name": "Observation post 1", "kind": "observation-post", "operator": "TR", "zone": "dz-1",
//	 "area": "SY0702", "from": "2017-10-13T00:00:00Z",
//	 "place": {"position": {"lon": 36.757, "lat": 36.308}, "precision": "locality"}}
type PostEstablished struct {
	Name     string      `json:"name" maxlen:"200" doc:"its name"`
	Kind     string      `json:"kind" code:"post-kind" doc:"what it is for"`
	Operator string      `json:"operator,omitempty" pattern:"^[A-Z][A-Z0-9-]{0,15}$" doc:"party whose forces run it"`
	Zone     string      `json:"zone,omitempty" pattern:"^[A-Za-z0-9._:-]{1,40}$" doc:"zone that it belongs to"`
	Area     string      `json:"area,omitempty" pattern:"^[A-Za-z0-9._:-]{1,40}$" doc:"place code of the sub-district or larger, for everyone"`
	From     time.Time   `json:"from" doc:"since when it stands"`
	Place    place.Place `json:"place" class:"exact-place" doc:"where it stands"`
	Exercise bool        `json:"exercise,omitzero" doc:"true for everything that did not happen"`
}

// Fits refuses a place that says nothing.
func (b PostEstablished) Fits(act.SubjectID) error { return somewhere(b.Place) }

func somewhere(p place.Place) error {
	if p != (place.Place{}) && p.Empty() { // nothing at all: it is withheld
		return errors.New("place: a position, a code or a name must be there")
	}
	return nil
}
