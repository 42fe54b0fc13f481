package main

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"truce/door/client"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun/word"
)

type wordsCmd struct {
	List wordsListCmd `cmd:"" default:"withargs" help:"List the office's own words, what they are called and of what they are kinds."`
	Add  wordsAddCmd  `cmd:"" help:"Add a word to a list, as a kind of one of its words; or bring one back that ended."`
	End  wordsEndCmd  `cmd:"" help:"End a word: what used it keeps it, no later act may use it."`
}

type wordsListCmd struct {
	atOffice
	signer
}

func (c *wordsListCmd) Run(ctx context.Context, e *env) error {
	d, err := c.reading(ctx, e, c.signer)
	if err != nil {
		return err
	}
	return errors.Join(e.ownWords(ctx, d), d.Close())
}

// ownWords prints what each word is called in every language that it has.
func (e *env) ownWords(ctx context.Context, d desk) error {
	found := false
	for item, err := range d.All(ctx, word.Words().Plural, client.Filter{}) {
		var w word.Word
		if err == nil {
			err = json.Unmarshal(item.State, &w)
		}
		if err != nil {
			return err
		}
		found = true
		ended := ""
		if w.Ended != (shape.Prose{}) {
			ended = ", ended: " + w.Ended.Text
		}
		e.printf("%s/%s  a kind of %s%s\n", w.List, w.Code, w.Of, ended)
		for _, label := range w.Labels {
			e.printf("  %-4s %s\n", label.Language, label.Text)
		}
		if w.Definition != (shape.Prose{}) {
			e.printf("  when to use it (%s): %s\n", w.Definition.Language, w.Definition.Text)
		}
	}
	if !found {
		e.notef("The office has no words of its own. `truce words add` adds one.\n")
	}
	return nil
}

type wordsAddCmd struct {
	Word       string `arg:"" help:"The list and the word: event/own-NAME.KIND, where KIND is the word of the list of which it is a kind." placeholder:"LIST/CODE"`
	Label      labels `required:"" help:"What it is called, English among them: --label en='Cattle raid' --label es='Robo de ganado'." placeholder:"TAG=TEXT" sep:"none"`
	Definition string `help:"When to use it."`
	In         string `default:"und" help:"Language of the definition, such as ar." placeholder:"TAG"`
	Exercise   bool   `help:"It is part of an exercise."`
	atOffice
	signer
}

func (c *wordsAddCmd) Run(ctx context.Context, e *env) error {
	list, code, err := wordNamed(c.Word)
	if err != nil {
		return err
	}
	b := word.WordAdded{List: list, Code: code, Definition: shape.In(c.In, c.Definition), Exercise: c.Exercise}
	if b.Labels, err = c.Label.read(); err != nil {
		return err
	}
	return c.do(ctx, e, c.signer, "word-added", word.Subject(list, code), b)
}

// labels are written TAG=TEXT, each language once.
type labels []string

func (l labels) read() (all []word.Label, err error) {
	for _, text := range l {
		language, called, is := strings.Cut(text, "=")
		if !is || language == "" || called == "" {
			return nil, problem.Invalid(problem.ValueUnfit, problem.P{"value": text, "option": "--label", "example": "--label en='Cattle raid'"})
		}
		if slices.ContainsFunc(all, func(l word.Label) bool { return l.Language == language }) {
			return nil, problem.Invalid(problem.ValueUnfit, problem.P{"value": text, "option": "--label", "example": "--label en='Cattle raid' --label ar='...'"})
		}
		all = append(all, word.Label{Language: language, Text: called})
	}
	slices.SortFunc(all, func(a, b word.Label) int { return strings.Compare(a.Language, b.Language) })
	return all, nil
}

type wordsEndCmd struct {
	Word   string `arg:"" help:"The list and the word, such as event/own-cattle-raid.looting." placeholder:"LIST/CODE"`
	Reason string `required:"" help:"Why, for everybody."`
	In     string `default:"und" help:"Language of the reason, such as es." placeholder:"TAG"`
	atOffice
	signer
}

func (c *wordsEndCmd) Run(ctx context.Context, e *env) error {
	list, code, err := wordNamed(c.Word)
	if err != nil {
		return err
	}
	return c.do(ctx, e, c.signer, "word-ended", word.Subject(list, code), word.WordEnded{Reason: shape.In(c.In, c.Reason)})
}

func wordNamed(name string) (list, code string, err error) {
	list, code, is := strings.Cut(name, "/")
	if !is || list == "" || !strings.HasPrefix(code, "own-") {
		return "", "", problem.Invalid(problem.ValueUnfit, problem.P{"value": name, "option": "WORD", "example": "event/own-cattle-raid.looting"})
	}
	return list, code, nil
}
