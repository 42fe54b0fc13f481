package post

import (
	"time"

	"truce/ground/act"
	"truce/ground/place"
)

// PostMoved says that a post stands elsewhere from a moment on.
//
//	{"from": "2018-02-05T09:00:00Z", "place": {"position": {"lon": 36.99, "lat": 35.99}, "precision": "vicinity"}}
type PostMoved struct {
	From  time.Time   `json:"from" doc:"since when it stands there"`
	Place place.Place `json:"place" class:"exact-place" doc:"where it stands"`
}

// Fits refuses a place that says nothing.
func (b PostMoved) Fits(act.SubjectID) error { return somewhere(b.Place) }
