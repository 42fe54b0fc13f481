package main

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/noun/people"
	"truce/tool/answer"
)

// signedMembers are all members of an act's body as they were signed, one a line: nobody signs what he or she was not
// told. Sentences say what an act would do; what they do not say stands here.
func signedMembers(body any) ([]string, error) {
	if b, is := body.(*people.RulesSet); is {
		body = withoutTexts(*b)
	}
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	var lines []string
	return lines, signedValue(jsontext.NewDecoder(bytes.NewReader(text)), "", &lines)
}

// withoutTexts tells the texts of policies by what names them: they are pages, which truce rules texts writes to read.
func withoutTexts(b people.RulesSet) people.RulesSet {
	files := slices.Clone(b.PolicyFiles)
	for i, f := range files {
		if f.Text != "" {
			files[i].Text = fmt.Sprintf("%d characters with the SHA-256 digest %s: read it with truce rules texts --act", utf8.RuneCountInString(f.Text), f.Digest())
		}
	}
	b.PolicyFiles = files
	return b
}

// signedValue goes through a value, in the order in which its members are written.
func signedValue(d *jsontext.Decoder, path string, lines *[]string) error {
	token, err := d.ReadToken()
	if err != nil {
		return err
	}
	switch token.Kind() {
	case '{':
		for d.PeekKind() != '}' {
			name, err := d.ReadToken()
			if err != nil {
				return err
			}
			if err := signedValue(d, pathTo(path, name.String()), lines); err != nil {
				return err
			}
		}
	case '[':
		for i := 1; d.PeekKind() != ']'; i++ {
			if err := signedValue(d, pathTo(path, strconv.Itoa(i)), lines); err != nil {
				return err
			}
		}
	default:
		*lines = append(*lines, path+": "+strings.ReplaceAll(token.String(), "\n", "\n    "))
		return nil
	}
	_, err = d.ReadToken() // its end
	return err
}

func pathTo(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// hiddenFrom are the classes of what an act hides from whoever reads it: that is signed too.
func hiddenFrom(t answer.Told) []string {
	a, err := act.Parse(t.Act)
	if err != nil {
		return nil
	}
	disclosed, err := act.ParseDisclosures(strings.Join(append(t.Disclosures[:len(t.Disclosures):len(t.Disclosures)], ""), "~"))
	if err != nil {
		return nil
	}
	opened, err := a.Open(disclosed)
	if err != nil {
		return nil
	}
	return opened.Withheld
}
