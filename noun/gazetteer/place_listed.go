package gazetteer

import (
	"errors"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/published"
)

// PlaceListed says that a gazetteer lists a place. The name of its subject is its code,
// as in "place/C3446". Filed again it replaces the earlier listing; variants stay.
//
//	{"kind": "settlement", "names": [{"language": "ar-Latn", "text": "Zalaqit"}, {"language": "ar", "text": "زلاقيات"},
//	   {"language": "en", "text": "Zellaqiyat", "variant": true}],
//	 "within": [{"level": 1, "code": "SY05", "name": "Hama"}, {"level": 2, "code": "SY0505", "name": "Muhradah"}],
//	 "position": {"lon": 36.6, "lat": 35.3}, "precision": "locality"}
type PlaceListed struct {
	Kind       string          `json:"kind" code:"place-kind" doc:"what sort of place it is"`
	Names      []Name          `json:"names" maxlen:"30" doc:"its names, the one to show first"`
	Within     []Division      `json:"within,omitempty" maxlen:"4" doc:"administrative divisions that it lies in, the largest first"`
	Position   *place.Position `json:"position,omitempty" doc:"a point of it"`
	Precision  string          `json:"precision,omitempty" code:"place-precision" doc:"how well the point stands for the place"`
	Population *int            `json:"population,omitempty" min:"0" max:"100000000" doc:"people who live there, as the gazetteer has it; 0: nobody; absent: it does not say"`
	Origin     *published.Row  `json:"origin,omitempty" doc:"the published record that it was taken from"`
	Exercise   bool            `json:"exercise,omitzero" doc:"true for everything that is not there"`
}

// Name is one name in one language.
type Name struct {
	Language string `json:"language" language:"script" doc:"language, and script if not its usual one (BCP 47), such as ar or ar-Latn"`
	Text     string `json:"text" maxlen:"200" doc:"the name"`
	Variant  bool   `json:"variant,omitzero" doc:"true for another spelling or an older name"`
}

// Division is an administrative division.
type Division struct {
	Level int    `json:"level" min:"1" max:"4" doc:"1 for the largest, such as a province"`
	Code  string `json:"code" pattern:"^[A-Za-z0-9._:-]{1,40}$" doc:"its place code"`
	Name  string `json:"name,omitempty" maxlen:"200" doc:"its name as the gazetteer has it"`
}

// Fits refuses a place without a name, and divisions that are not in order.
func (b PlaceListed) Fits(subject act.SubjectID) error {
	if len(subject.Name()) > 40 {
		return errors.New("the subject's name is the place code: at most 40 characters")
	}
	if len(b.Names) == 0 || b.Names[0].Variant {
		return errors.New("names: the first must be there, and no variant")
	}
	for i, d := range b.Within {
		if i > 0 && d.Level <= b.Within[i-1].Level {
			return errors.New("within: the largest division first, one of each level")
		}
	}
	return nil
}
