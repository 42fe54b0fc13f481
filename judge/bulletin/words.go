package bulletin

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"golang.org/x/text/language"

	"truce/ground/taxonomy"
	"truce/ground/tongue"
)

//go:embed words/*.json tongues/*.json
var data embed.FS

// Languages are those that a bulletin can be read in. English, the fallback, is first.
func Languages() []string { return tongue.Codes() }

// texts are the words of all languages by key, read once. Each section has a file of words, and
// the page has one of what sections share; in them a key has a text for each of the first languages, in
// their order. A language that was added has a file of all its texts.
var texts = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, lang := range Languages() {
		all[lang] = map[string]string{}
	}
	files, err := fs.Glob(data, "words/*.json")
	for _, file := range files {
		err = errors.Join(err, readWords(file, all))
	}
	for _, t := range tongue.All() {
		if t.Added {
			err = errors.Join(err, readAdded(t.Code, all))
		}
	}
	if err != nil {
		panic(fmt.Errorf("read words of bulletins: %w", err)) // they are compiled in: a test reads them all
	}
	return all
})

func readWords(file string, into map[string]map[string]string) error {
	words := map[string][]string{}
	raw, err := data.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(raw, &words)
	}
	for key, texts := range words {
		if _, twice := into["en"][key]; twice {
			return fmt.Errorf("%s: %q is there twice", file, key)
		}
		for _, t := range tongue.All() {
			if t.Added {
				continue
			}
			if len(texts) == 0 {
				return fmt.Errorf("%s: %q is not there in %s", file, key, t.Code)
			}
			into[t.Code][key], texts = texts[0], texts[1:]
		}
		if len(texts) > 0 {
			return fmt.Errorf("%s: %q has more texts than there are languages", file, key)
		}
	}
	return err
}

// readAdded reads the texts of a language that was added. What it lacks is said in English; a test
// names it.
func readAdded(code string, into map[string]map[string]string) error {
	raw, err := data.ReadFile("tongues/" + code + ".json")
	if err != nil {
		return err
	}
	words := maps.Clone(into["en"])
	if err := json.Unmarshal(raw, &words); err != nil {
		return fmt.Errorf("tongues/%s.json: %w", code, err)
	}
	into[code] = words
	return nil
}

// reader is a language with its words, digits and direction.
type reader struct {
	lang  string
	tag   language.Tag
	words map[string]string
	own   []OwnWord // the office's own
}

// readerOf answers English for a language that bulletins are not written in.
func readerOf(lang string) reader {
	words, has := texts()[lang]
	if !has {
		lang, words = "en", texts()["en"]
	}
	return reader{lang: lang, tag: language.Make(lang), words: words}
}

func (r reader) tongue() tongue.Tongue {
	t, _ := tongue.Of(r.tag)
	return t
}

func (r reader) rightToLeft() bool { return r.tongue().RightToLeft() }

// say is the text under a key. A key without text shows itself: a test finds it.
func (r reader) say(key string) string {
	if text := r.words[key]; text != "" {
		return text
	}
	return key
}

// with is the text under a key with something in its one gap.
func (r reader) with(key string, value any) string {
	text := fmt.Sprint(value)
	if n, is := value.(int); is {
		text = r.n(n)
	}
	return strings.NewReplacer("{n}", text, "{a}", text).Replace(r.say(key))
}

// n writes a number as readers of the language do.
func (r reader) n(n int) string { return r.digits(strconv.Itoa(n)) }

// digits puts the digits of the language in the place of 0 to 9.
func (r reader) digits(text string) string {
	zero, _ := utf8.DecodeRuneInString(r.tongue().Zero)
	if r.tongue().Zero == "" {
		return text
	}
	return strings.Map(func(c rune) rune {
		if '0' <= c && c <= '9' {
			return zero + c - '0'
		}
		return c
	}, text)
}

// label is what a code of the taxonomies, or a word of the office's own, is called; a code that they lack shows itself.
func (r reader) label(list taxonomy.Name, code string) string {
	if label, is := r.ownLabel(list, code); is {
		return label
	}
	t, has := taxonomy.Default().List(list).Term(code)
	if !has {
		return code
	}
	return t.Label(r.tag)
}

// text is the one of several in the language, else in English, else the first.
func (r reader) text(all []Text) string {
	for _, want := range []string{r.lang, "en"} {
		for _, t := range all {
			if t.Language == want {
				return t.Text
			}
		}
	}
	if len(all) == 0 {
		return ""
	}
	return all[0].Text
}

// unit is what a figure counts.
func (r reader) unit(unit string) string {
	if text := r.words["unit-"+unit]; text != "" {
		return text
	}
	return r.label(taxonomy.CountingUnit, unit)
}
