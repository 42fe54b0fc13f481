package problem

import (
	"embed"
	"encoding/json"
	"fmt"
	"sync"

	"golang.org/x/text/language"
)

//go:embed data/*.json
var files embed.FS

// catalogue holds the texts of one language.
type catalogue struct {
	Language    language.Tag      `json:"language"`
	Problems    map[string]entry  `json:"problems"`
	Reasons     map[string]string `json:"reasons"`
	rightToLeft bool
}

type entry struct {
	Sentence string `json:"sentence"`
	Remedy   string `json:"remedy"`
}

func (c *catalogue) entry(key Key) entry { return c.Problems[key.String()] }

// Languages lists the languages of the catalogue. English, the fallback, is first.
func Languages() []language.Tag {
	return []language.Tag{language.English}
}

// Language returns the language that Sentence and Remedy will use for a reader:
// the first of theirs (BCP 47, best first) that we have, English if we have none.
// A dialect gets its language, but not a neighbouring one: Ukrainian gets
// English, not Russian.
func Language(readers ...language.Tag) language.Tag {
	return catalogueFor(readers).Language
}

func catalogueFor(readers []language.Tag) *catalogue {
	all := catalogues()
	for _, reader := range readers {
		_, i, confidence := all.matcher.Match(reader)
		if confidence >= language.High {
			return all.byLanguage[i]
		}
	}
	return all.byLanguage[0]
}

type shelf struct {
	matcher    language.Matcher
	byLanguage []*catalogue // in the order of Languages
}

// catalogues reads the embedded files once. They are part of the program and a
// test reads them all, so that a file that cannot be read is a broken build.
var catalogues = sync.OnceValue(func() shelf {
	s := shelf{matcher: language.NewMatcher(Languages())}
	for _, tag := range Languages() {
		c, err := read(tag)
		if err != nil {
			panic(err)
		}
		s.byLanguage = append(s.byLanguage, c)
	}
	return s
})

func read(tag language.Tag) (*catalogue, error) {
	name := "data/" + tag.String() + ".json"
	raw, err := files.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read catalogue %s: %w", name, err)
	}
	c := new(catalogue)
	if err := json.Unmarshal(raw, c); err != nil {
		return nil, fmt.Errorf("decode catalogue %s: %w", name, err)
	}
	c.rightToLeft = tag == language.Arabic || tag == language.Persian
	return c, nil
}
