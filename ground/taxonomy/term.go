package taxonomy

import (
	"encoding/json"

	"golang.org/x/text/language"

	"truce/ground/tongue"
)

// Term is one word of a list. It is a plain value: changing a copy changes
// nothing else. Only the fields that its list uses are set.
type Term struct {
	Code       string `json:"code"`
	Labels     Labels `json:"labels"`
	Definition string `json:"definition"` // English, one or two short sentences

	Direct        bool `json:"direct,omitempty"`         // means: counts as direct observation
	Finding       bool `json:"finding,omitempty"`        // status: an outcome of verification
	Final         bool `json:"final,omitempty"`          // status: no step follows, except reopening
	Counts        bool `json:"counts,omitempty"`         // status: appears in published tallies, in its own column
	NeedsReason   bool `json:"needs_reason,omitempty"`   // must be written with a reason
	RadiusMetres  int  `json:"radius_metres,omitempty"`  // place precision: 0 means that it is an area, not a circle
	LengthSeconds int  `json:"length_seconds,omitempty"` // time precision: length of the span that is meant

	Protects string `json:"protects,omitempty"` // disclosure class: what it protects, and from whom

	Retired    bool   `json:"retired,omitempty"`     // may be read, not written
	ReplacedBy string `json:"replaced_by,omitempty"` // retired: the code to write instead, if there is one
}

// Labels holds the label of a term in each language. It never changes.
type Labels struct{ texts map[string]string } // by code of package tongue

// UnmarshalJSON reads labels by the code of their language.
func (l *Labels) UnmarshalJSON(text []byte) error { return json.Unmarshal(text, &l.texts) }

// MarshalJSON writes labels by the code of their language.
func (l Labels) MarshalJSON() ([]byte, error) { return json.Marshal(l.texts) }

// In is the label in a language of package tongue; "" if there is none.
func (l Labels) In(code string) string { return l.texts[code] }

// called are the labels of a kind of what these name.
func (l Labels) called(name string) Labels {
	kind := make(map[string]string, len(l.texts))
	for code, base := range l.texts {
		kind[code] = name + " (" + base + ")"
	}
	return Labels{kind}
}

// Label returns the label for a reader: in the first of the reader's languages
// that we have (BCP 47, best first; a dialect gets its language), else in
// English.
func (t Term) Label(readers ...language.Tag) string {
	for _, reader := range readers {
		spoken, _ := tongue.Of(reader)
		if label := t.Labels.In(spoken.Code); label != "" {
			return label
		}
	}
	return t.Labels.In("en")
}
