package taxonomy

import (
	"regexp"
	"strings"
)

// An office adds words of its own to a list that is open: an island has cattle raids. A code of
// one says of which word of the list it is a kind, so that whoever never heard of it, the law, a
// figure, a reader in another office, takes it as that:
//
//	own-cattle-raid.looting
//
// What it is called in the office's languages is said by an act (package word).

// ownName is the form of such a code up to the word of which it is a kind. Subjects are named by it,
// with the list before it.
const ownName = `^own-[a-z0-9][a-z0-9-]{0,29}\.`

var own = regexp.MustCompile(ownName + `[a-z0-9-]{1,30}$`)

// Own reports whether a code has the form of a word of an office's own.
func Own(code string) bool { return strings.HasPrefix(code, "own-") && own.MatchString(code) }

// Base is the word of the list that a code is, or is a kind of.
func Base(code string) string {
	if _, base, is := strings.Cut(code, "."); is && Own(code) {
		return base
	}
	return code
}

// Open reports whether an office may add words of its own to the list.
func (l *List) Open() bool { return l != nil && l.own }

// OwnPattern is the form of an office's own words in the list; "" for a closed list.
func (l *List) OwnPattern() string {
	if !l.Open() {
		return ""
	}
	return ownName + "(" + strings.Join(l.Known(), "|") + ")$"
}

// ownTerm is its base's, but for what it is called: its own name, and what it is a kind of.
func (l *List) ownTerm(code string) (Term, bool) {
	if !l.Open() || !Own(code) {
		return Term{}, false
	}
	i, has := l.at[Base(code)]
	if !has {
		return Term{}, false
	}
	t := l.terms[i]
	name, _, _ := strings.Cut(strings.TrimPrefix(code, "own-"), ".")
	t.Code, t.Labels = code, t.Labels.called(strings.ReplaceAll(name, "-", " "))
	return t, true
}
