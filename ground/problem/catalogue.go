package problem

import (
	"embed"
	"encoding/json"
	"fmt"
	"sync"

	"golang.org/x/text/language"

	"truce/ground/tongue"
)

//go:embed data/*.json
var files embed.FS

// catalogue holds the texts of one language.
type catalogue struct {
	Language    language.Tag      `json:"language"`
	Problems    map[string]entry  `json:"problems"`
	Reasons     map[string]string `json:"reasons"`
	Sayings     map[string]string `json:"sayings"`
	rightToLeft bool
}

type entry struct {
	Sentence string `json:"sentence"`
	Remedy   string `json:"remedy"`
}

func (c *catalogue) entry(key Key) entry { return c.Problems[key.String()] }

// Languages lists the languages of the catalogue. English, the fallback, is first.
func Languages() []language.Tag {
	return tongue.Tags()
}

// Language returns the language that Sentence and Remedy will use for a reader:
// the first of theirs (BCP 47, best first) that we have, English if we have none.
// A dialect gets its language, but not a neighbouring one: language.Matcher
// would hand Russian to Ukrainian and Azerbaijani readers.
func Language(readers ...language.Tag) language.Tag {
	return catalogueFor(readers).Language
}

func catalogueFor(readers []language.Tag) *catalogue {
	all := catalogues()
	for _, reader := range readers {
		if t, is := tongue.Of(reader); is {
			return all[t.Code]
		}
	}
	return all["en"]
}

// catalogues reads the embedded files once, by base language. They are part of
// the program and a test reads them all, so that a file that cannot be read is a
// broken build.
var catalogues = sync.OnceValue(func() map[string]*catalogue {
	all := make(map[string]*catalogue)
	for _, tag := range Languages() {
		c, err := read(tag)
		if err != nil {
			panic(err)
		}
		all[tag.String()] = c
	}
	for _, t := range tongue.All() {
		if t.Added {
			all[t.Code].borrow(all["en"])
		}
	}
	return all
})

// borrow says in another language what a language that was added lacks: nobody is refused without a
// word. A test names it.
func (c *catalogue) borrow(from *catalogue) {
	for key, text := range from.Problems {
		if _, has := c.Problems[key]; !has {
			c.Problems[key] = text
		}
	}
	for key, text := range from.Reasons {
		if _, has := c.Reasons[key]; !has {
			c.Reasons[key] = text
		}
	}
	for key, text := range from.Sayings {
		if _, has := c.Sayings[key]; !has {
			c.Sayings[key] = text
		}
	}
}

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
	if c.Language != tag {
		return nil, fmt.Errorf("decode catalogue %s: it calls itself %s", name, c.Language)
	}
	t, _ := tongue.Of(tag)
	c.rightToLeft = t.RightToLeft()
	return c, nil
}
