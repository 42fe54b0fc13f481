package taxonomy

import "golang.org/x/text/language"

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

// Labels holds the label of a term in each language.
type Labels struct {
	Arabic  string `json:"ar"`
	English string `json:"en"`
	Russian string `json:"ru"`
	Turkish string `json:"tr"`
	Persian string `json:"fa"`
}

// called are the labels of a kind of what these name.
func (l Labels) called(name string) Labels {
	of := func(base string) string { return name + " (" + base + ")" }
	return Labels{of(l.Arabic), of(l.English), of(l.Russian), of(l.Turkish), of(l.Persian)}
}

// Label returns the label for a reader: in the first of the reader's languages
// that we have (BCP 47, best first; a dialect gets its language), else in
// English.
func (t Term) Label(readers ...language.Tag) string {
	for _, reader := range readers {
		if label := t.Labels.in(reader); label != "" {
			return label
		}
	}
	return t.Labels.English
}

// in goes by the base language alone: a neighbouring language is not offered,
// so that a Ukrainian reader gets English, not Russian.
func (l Labels) in(reader language.Tag) string {
	base, _ := reader.Base()
	switch base.String() {
	case "ar":
		return l.Arabic
	case "en":
		return l.English
	case "ru":
		return l.Russian
	case "tr":
		return l.Turkish
	case "fa", "prs": // Dari
		return l.Persian
	}
	return ""
}
