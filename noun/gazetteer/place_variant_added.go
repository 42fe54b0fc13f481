package gazetteer

import "truce/ground/shape"

// PlaceVariantAdded says that a name was used for the place: by a speaker on the line who
// confirmed it when it was read back, or in a document. From then on the name leads here.
//
//	{"name": {"language": "en", "text": "Zellaqiyat"}, "source": {"text": "hotline, read back and confirmed", "language": "en"}}
type PlaceVariantAdded struct {
	Name   Name        `json:"name" doc:"the name as it was used"`
	Source shape.Prose `json:"source" class:"narrative" maxlen:"500" doc:"where it was used, and how it is known to mean this place"`
}

// PlaceVariantWithdrawn takes a variant back: it does not mean this place.
//
//	{"name": {"language": "en", "text": "Zellaqiyat"}, "reason": {"text": "it was another village", "language": "en"}}
type PlaceVariantWithdrawn struct {
	Name   Name        `json:"name" doc:"the name that is taken back"`
	Reason shape.Prose `json:"reason" class:"narrative" maxlen:"500" doc:"why"`
}
