package visible

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"truce/ground/edition"
)

//go:embed unseen.txt
var first string

//go:embed marks.txt
var firstMarks string

// MostMarks is how many marks may stand upon one letter: more than any writing has, and so few that they neither cover the lines
// above and below nor are cut where programs cut (UAX #15 lets 30 stand in a row, in decomposed text, which these never exceed).
const MostMarks = 10

// Rule is one edition of what nobody sees in a text, and of where it has a place.
type Rule struct {
	unseen  []span // by a file, in its order
	symbols []span // signs behind which a selector says whether the sign is drawn as a picture, as in ⚠️
	apart   []span // letters and digits of scripts that are written letter by letter: nothing unseen has a place between two of them
	blanks  []span // the spaces that Unicode has
	upon    []span // marks that are drawn upon the letter before them, by a file
	marks   []span // the joiners and the marks of direction of Arabic, Persian and Indic scripts
}

// Rules are the editions. Another is another file, that says all, beside those before it; the desk has the same (web/src/trust/visible.ts).
func Rules() edition.List[Rule] { return rules() }

var rules = sync.OnceValue(func() edition.List[Rule] { return edition.First(RuleOf(first, firstMarks)) })

// RuleOf is the rule with the unseen characters that a file lists and the marks that another does, a line a character or a range;
// lines that begin with # say something of it.
func RuleOf(unseen, marks string) Rule {
	return Rule{
		unseen: spansIn(unseen), upon: spansIn(marks),
		symbols: []span{{0xa9, 0xa9}, {0xae, 0xae}, {0x203c, 0x203c}, {0x2049, 0x2049}, {0x2122, 0x2122}, {0x2139, 0x2139},
			{0x2190, 0x27bf}, {0x2900, 0x2bff}, {0x3030, 0x3030}, {0x303d, 0x303d}, {0x3297, 0x3297}, {0x3299, 0x3299}, {0x1f000, 0x1fbff}},
		apart: []span{{'0', '9'}, {'A', 'Z'}, {'a', 'z'}, {0xc0, 0x58f}, {0x1e00, 0x1fff}},
		blanks: []span{{'\t', '\r'}, {' ', ' '}, {0x85, 0x85}, {0xa0, 0xa0}, {0x1680, 0x1680}, {0x2000, 0x200a}, {0x2028, 0x2029},
			{0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}},
		marks: []span{{0x61c, 0x61c}, {0x200c, 0x200f}},
	}
}

// span is a range of characters, both ends in it.
type span struct{ from, to rune }

func spansIn(file string) (all []span) {
	for line := range strings.Lines(file) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		from, to, several := strings.Cut(line, "..")
		if !several {
			to = from
		}
		all = append(all, span{character(from), character(to)})
	}
	return all
}

func character(hex string) rune {
	r, err := strconv.ParseUint(hex, 16, 21)
	if err != nil {
		panic(err) // it is compiled in
	}
	return rune(r)
}

func in(all []span, r rune) bool {
	_, is := slices.BinarySearchFunc(all, r, func(s span, r rune) int {
		switch {
		case s.to < r:
			return -1
		case s.from > r:
			return 1
		}
		return 0
	})
	return is
}

func (v Rule) isMark(r rune) bool { return in(v.marks, r) }

// each tells of every character of s whether it is hidden, until tell answers false.
func (v Rule) each(s string, tell func(i int, r rune, hidden bool) bool) {
	before := utf8.RuneError // the last character that is no joiner and no mark of direction
	inWord, run := false, false
	piled := 0 // what stands upon the last letter
	for i, r := range s {
		if v.piles(r) {
			piled++
		} else {
			piled = 0
		}
		if v.isMark(r) {
			if !run {
				after, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s[i:], v.isMark))
				run, inWord = true, in(v.apart, before) && in(v.apart, after)
			}
			if !tell(i, r, inWord || piled > MostMarks) {
				return
			}
			continue
		}
		if !tell(i, r, piled > MostMarks || v.hiddenAt(s[i:], before, run, r)) {
			return
		}
		before, run = r, false
	}
}

// piles reports whether a character stands upon the letter before it, or is nothing that would end what does.
func (v Rule) piles(r rune) bool {
	return r >= 0x300 && (v.isMark(r) || r == 0xfe0e || r == 0xfe0f || in(v.upon, r))
}

// hiddenAt reports whether the character with which s begins is hidden behind the one before it.
func (v Rule) hiddenAt(s string, before rune, marked bool, r rune) bool {
	switch {
	case r < 0x80 && r >= ' ' && r != 0x7f:
		return false
	case r == '\r':
		return !strings.HasPrefix(s, "\r\n")
	case r == 0xfe0e || r == 0xfe0f:
		keycap := strings.HasPrefix(s, "\ufe0f\u20e3") && (before == '#' || before == '*' || before >= '0' && before <= '9')
		return marked || !keycap && !in(v.symbols, before)
	}
	return in(v.unseen, r)
}
