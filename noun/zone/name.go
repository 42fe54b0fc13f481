package zone

import "slices"

// Name is a name in one language.
type Name struct {
	Language string `json:"language" once:"true" language:"script" doc:"language, with its script where one word is not enough (BCP 47)"`
	Text     string `json:"text" maxlen:"200" doc:"the name"`
}

// Names is the same name in several languages.
type Names []Name

// In answers the name in the language, else in English, else in the first.
func (n Names) In(language string) string {
	for _, want := range []string{language, "en"} {
		if i := slices.IndexFunc(n, func(x Name) bool { return x.Language == want }); i >= 0 {
			return n[i].Text
		}
	}
	if len(n) == 0 {
		return ""
	}
	return n[0].Text
}
