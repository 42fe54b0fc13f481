package visible_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/go-json-experiment/json"
	"golang.org/x/text/unicode/norm"

	"truce/ground/visible"
)

func TestText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a\x1b[31mred\x1b]0;x\a": `a\u001b[31mred\u001b]0;x\u0007`, "\u202egnp.exe": `\u202egnp.exe`, "\u2067x": `\u2067x`,
		"\u009b2J": `\u009b2J`, "\x7f\x00\b": `\u007f\u0000\u0008`, "a\rb": `a\u000db`, "\x9b2J": `\x9b2J`, "a\u2028b": `a\u2028b`,
		"a\tb\nc\r\nd": "a\tb\nc\r\nd", "می\u200cخواهم": "می\u200cخواهم", "\u2068x\u2069 قرية": "\u2068x\u2069 قرية", "": "",
	} {
		if got := visible.Text(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	told, err := json.Marshal(map[string]string{"narrative": "\x1b\x7f\u009b\u202e"})
	var back map[string]string
	read := json.Unmarshal([]byte(visible.Text(string(told))), &back)
	if err != nil || read != nil || back["narrative"] != "\x1b\x7f\u009b\u202e" {
		t.Errorf("%s: %q, %v, %v", told, back, err, read)
	}
}

// The browser's twin reads the same vectors (web/unit/visible.test.ts).
func TestHidden(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../testdata/vectors/texts.json")
	var all []struct {
		Text, Hidden string
		Blank        bool
	}
	if err == nil {
		err = json.Unmarshal(data, &all, json.MatchCaseInsensitiveNames(true))
	}
	if err != nil || len(all) < 120 {
		t.Fatal(len(all), err)
	}
	hidden, readable := visible.Rules().Newest().Patterns()
	isHidden, isReadable := regexp.MustCompile(hidden), regexp.MustCompile(readable)
	for _, v := range all {
		if isHidden.MatchString(v.Text) != (v.Hidden != "") || isReadable.MatchString(v.Text) == v.Blank {
			t.Errorf("%q: by the patterns hidden %t, readable %t; want %s, blank %t", v.Text, isHidden.MatchString(v.Text), isReadable.MatchString(v.Text), v.Hidden, v.Blank)
		}
		told := ""
		if r, is := visible.Rules().Newest().Hidden(v.Text); is {
			told = fmt.Sprintf("U+%04X", r)
		}
		if told != v.Hidden || visible.Rules().Newest().Blank(v.Text) != v.Blank {
			t.Errorf("%q: %s, blank %t; want %s, %t", v.Text, told, visible.Rules().Newest().Blank(v.Text), v.Hidden, v.Blank)
		}
		if shown, _ := visible.Rules().Newest().Hidden(visible.Text(v.Text)); shown == '\u202e' || shown == '\x1b' {
			t.Errorf("%q reaches who reads", v.Text)
		}
	}
}

func TestSeen(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"":                         "",
		"Kafr Nobol":               "Kafr Nobol",
		"Idl\u00adib\u200b":        "Idlib",
		"\ufeffAleppo\r\nand Homs": "Aleppo\r\nand Homs",
		"می\u200cروم":              "می\u200cروم",
		"\rone\u202etwo":           "onetwo",
		"Sin\u200c\u200bjar":       "Sinjar",
		"\u26a0\u200b\ufe0f":       "\u26a0",
	} {
		if got := visible.Rules().Newest().Seen(s); got != want {
			t.Errorf("Seen(%q) = %q, want %q", s, got, want)
		}
		if r, is := visible.Rules().Newest().Hidden(visible.Rules().Newest().Seen(s)); is {
			t.Errorf("Seen(%q) still holds %U", s, r)
		}
	}
}

// Whatever else the list has, what this runtime's Unicode counts as unseen is in it or has a rule of its own.
func TestUnseen_has_what_the_runtime_knows(t *testing.T) {
	t.Parallel()
	seen := []rune{'\n', '\t', '\r', 0x70f} // and what Unicode has drawn before digits
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) ||
			unicode.Is(unicode.Prepended_Concatenation_Mark, r) || slices.Contains(seen, r) {
			continue
		}
		text := "a" + string(r) + "b"
		if got, is := visible.Rules().Newest().Hidden(text); !is || got != r {
			t.Errorf("%U is taken", r)
		}
		if !visible.Rules().Newest().Blank(string(r)) {
			t.Errorf("%U alone is something to read", r)
		}
	}
}

// A text that is taken has in no row more marks than programs keep together: it is in the Stream-Safe Text Format (UAX #15, section
// 13), of 30 non-starters at most, however its letters are taken apart.
func TestMarks_in_a_row_are_kept_together(t *testing.T) {
	t.Parallel()
	most, behind := 0, 0 // non-starters that one mark is, and that stand at the end of another character
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue
		}
		apart := norm.NFKD.String(string(r))
		tail, all := 0, true
		for _, part := range apart {
			if norm.NFKD.PropertiesString(string(part)).CCC() == 0 {
				tail, all = 0, false
			} else {
				tail++
			}
		}
		_, tooMany := visible.Rules().Newest().Hidden("ق" + strings.Repeat(string(r), visible.MostMarks+1))
		switch {
		case tooMany:
			most = max(most, tail)
		case all && tail > 0:
			t.Errorf("%U is no mark, and decomposes to nothing else", r)
		default:
			behind = max(behind, tail)
		}
	}
	if row := behind + visible.MostMarks*most; most == 0 || row > 30 {
		t.Errorf("%d marks, each of %d, behind %d: %d non-starters in a row", visible.MostMarks, most, behind, row)
	}
}
