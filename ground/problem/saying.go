package problem

import "golang.org/x/text/language"

// Saying is a sentence that is no refusal, in the first of the reader's languages that we
// have: how a deadline was reckoned, why a consent does not count. The word names it, as in
// "step-count-from"; packages that speak so have their own keys, and the word is what they
// are a key of, a hyphen and the key. A word that is not in the catalogue says itself.
func Saying(word string, params P, readers ...language.Tag) string {
	c := catalogueFor(readers)
	sentence, has := c.Sayings[word]
	if !has {
		return shown(word)
	}
	return (&Problem{Params: params}).fill(c, sentence)
}

// HasSaying reports whether the catalogue has the word.
func HasSaying(word string) bool {
	_, has := catalogues()["en"].Sayings[word]
	return has
}
