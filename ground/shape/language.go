package shape

import "fmt"

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
