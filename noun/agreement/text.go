package agreement

import "slices"

// Text is wording in one language.
type Text struct {
	Language   string `json:"language" once:"true" language:"script" doc:"language, with its script where one word is not enough (BCP 47)"`
	Text       string `json:"text" maxlen:"8000" doc:"the wording"`
	Translator string `json:"translator,omitempty" maxlen:"200" doc:"who translated it, if not whom the version names for the language"`
}

// Texts is the same wording in several languages.
type Texts []Text

// In answers the wording in the language, else in English, else in the first.
func (t Texts) In(language string) string {
	for _, want := range []string{language, "en"} {
		if i := slices.IndexFunc(t, func(x Text) bool { return x.Language == want }); i >= 0 {
			return t[i].Text
		}
	}
	if len(t) == 0 {
		return ""
	}
	return t[0].Text
}

// Language says where the wording in one language comes from.
type Language struct {
	Code       string `json:"code" once:"true" language:"script" doc:"language, with its script where one word is not enough (BCP 47)"`
	Original   bool   `json:"original,omitzero" doc:"true if the wording is the document's own"`
	Translator string `json:"translator,omitempty" maxlen:"200" doc:"who translated or put it in these words, unless original"`
}
