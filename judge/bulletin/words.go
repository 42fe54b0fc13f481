package bulletin

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/go-json-experiment/json"
	"golang.org/x/text/language"

	"truce/ground/taxonomy"
)

//go:embed data/*.json
var data embed.FS

// Languages are those that a bulletin can be read in. English, the fallback, is first.
func Languages() []string { return []string{"en", "ar", "ru", "tr", "fa"} }

// texts are the words of all languages, read once: a test reads them all.
var texts = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, lang := range Languages() {
		raw, err := data.ReadFile("data/" + lang + ".json")
		words := map[string]string{}
		if err == nil {
			err = json.Unmarshal(raw, &words)
		}
		if err != nil {
			panic(fmt.Errorf("read words of bulletins: %w", err))
		}
		all[lang] = words
	}
	return all
})

// reader is a language with its words, digits and direction.
type reader struct {
	lang  string
	tag   language.Tag
	words map[string]string
}

// readerOf answers English for a language that bulletins are not written in.
func readerOf(lang string) reader {
	words, has := texts()[lang]
	if !has {
		lang, words = "en", texts()["en"]
	}
	return reader{lang, language.Make(lang), words}
}

// Language is the one of Languages that a reader of the tag gets.
func Language(tag language.Tag) string {
	base, _ := tag.Base()
	if base.String() == "prs" { // Dari, the Persian of Afghanistan
		return "fa"
	}
	return readerOf(base.String()).lang
}

func (r reader) rightToLeft() bool { return r.lang == "ar" || r.lang == "fa" }

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
	zero := rune(0)
	switch r.lang {
	case "ar":
		zero = '٠'
	case "fa":
		zero = '۰'
	default:
		return text
	}
	return strings.Map(func(c rune) rune {
		if '0' <= c && c <= '9' {
			return zero + c - '0'
		}
		return c
	}, text)
}

// label is what a code of the taxonomies is called; a code that they lack shows itself.
func (r reader) label(list taxonomy.Name, code string) string {
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
