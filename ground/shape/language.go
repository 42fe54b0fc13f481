package shape

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

// languageForms are the forms of a member that names a language, by its tag.
func languageForms(name string) (pattern string, known bool) {
	switch name {
	case "plain":
		return `^[a-z]{2,3}$`, true
	case "script":
		return `^[a-z]{2,3}(-[A-Z][a-z]{3})?$`, true
	}
	return "", false
}

func (r reader) language(n *node, name string) error {
	pattern, known := languageForms(name)
	if !known {
		return fmt.Errorf("language %q is neither plain nor script", name)
	}
	form, err := r.pattern(pattern)
	n.forms, n.tongue = append(n.forms, form), true
	return err
}

// isLanguage reports whether there is such a language, and such a script, by the registry of IANA.
func isLanguage(s string) bool {
	base, script, scripted := strings.Cut(s, "-")
	if _, err := language.ParseBase(base); err != nil {
		return false
	}
	if !scripted {
		return true
	}
	_, err := language.ParseScript(script)
	return err == nil
}
