package bulletin

// Words are all words of a language.
func Words(lang string) map[string]string { return texts()[lang] }
