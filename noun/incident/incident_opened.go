package incident

import (
	"truce/ground/act"
	"truce/ground/shape"
	"truce/ground/taxonomy"
	"truce/noun"
)

// IncidentOpened starts a file that gathers reports about one happening.
//
//	{"title": {"text": "Mortar fire near Zellaqiyat", "language": "en"}, "event": "mortar", "zone": "dz-1", "area": "SY0502"}
type IncidentOpened struct {
	Title    shape.Prose `json:"title,omitzero" maxlen:"200" class:"narrative" doc:"a few words"`
	Event    string      `json:"event" code:"event" doc:"what happened, as far as is known"`
	Zone     string      `json:"zone,omitempty" pattern:"^[A-Za-z0-9._:-]{1,40}$" doc:"zone named by who opened it"`
	Area     string      `json:"area,omitempty" pattern:"^[A-Za-z0-9._:-]{1,40}$" doc:"place code of the sub-district or larger, for everyone"`
	Exercise bool        `json:"exercise,omitzero" doc:"true for everything that did not happen"`
}

// Refers names the office's own word.
func (b IncidentOpened) Refers() []act.SubjectID { return noun.OwnWords(taxonomy.Event, b.Event) }
