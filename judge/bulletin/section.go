package bulletin

import (
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Section is one part of a bulletin, whole: what it is made from, how, how it is read and what
// a copy of the register leaves open of it. Tables of the page, annexes, comparisons and
// what is not reckoned are made from this value and know no section by name.
//
// A section is a file of this package, a file of words (words/NAME.json) and its line in
// Sections. Its content is a type of its own; whatever in it is a Figure is found by itself: in
// the annexes, on the page with its records, and in comparisons.
type Section struct {
	Name  string // its member of the JSON, its words, and the word that heads it
	Under string // the section below whose heading it is read; "": it has a number of its own
	From  From

	// The numbers of the rules by which it is in a bulletin: from one on, and if another is said up to that one. A section that comes to
	// say something else is two, of one name: one until the number before, one since the new number.
	Since, Until int

	make  func(*maker) any
	read  func(jsontext.Value) (any, error)
	page  func(*page, any) []block
	facts func(any) sheet // nil: it says nothing but figures
}

// From is what a section is made from, and what each record that is not reckoned leaves open of it: paths
// below the section, in which * stands for any name. Rows without a function are always
// reckoned.
type From map[Table]func(Unreckoned) []string

// part is a section with a content of type T.
type part[T any] struct {
	name, under string
	from        From
	make        func(*maker) T
	page        func(*page, T) []block
	facts       func(T) sheet
}

func (p part[T]) section() Section {
	s := Section{Name: p.name, Under: p.under, From: p.from,
		make: func(m *maker) any { return p.make(m) },
		read: func(text jsontext.Value) (any, error) {
			var content T
			err := json.Unmarshal(text, &content, json.RejectUnknownMembers(true))
			return content, err
		},
		page: func(o *page, content any) []block { return p.page(o, content.(T)) },
	}
	if p.facts != nil {
		s.facts = func(content any) sheet { return p.facts(content.(T)) }
	}
	return s
}

// by reports whether the section is in bulletins by the rules of a number.
func (s Section) by(number int) bool {
	return number >= s.Since && (s.Until == 0 || number <= s.Until)
}

// rulebook are the rules that a program has: those of its own number, and of all before it.
type rulebook struct {
	last     int
	sections []Section // of all numbers, in the order in which they are read
}

func own() rulebook { return rulebook{Rules, every()} }

// Has reports whether this program has the rules of a number.
func Has(number int) bool { return own().has(number) }

func (b rulebook) has(number int) bool { return number >= 1 && number <= b.last }

// of are the sections of bulletins by the rules of a number.
func (b rulebook) of(number int) []Section {
	return slices.DeleteFunc(slices.Clone(b.sections), func(s Section) bool { return !s.by(number) })
}

// Sections are those of bulletins by the rules of this program's own number.
func Sections() []Section { return own().of(Rules) }

// every is the closed list of sections, in the order in which they are read.
func every() []Section {
	return []Section{
		forceSection(),
		countsSection(),
		mapSection(),
		zonesSection(),
		beltsSection(),
		eventsSection(),
		coverageSection(),
		talliesSection(),
		findingsSection(),
		answersSection(),
		attributionSection(),
		harmSection(),
		restrictionsSection(),
		deadlinesSection(),
		lateSection(),
		correctionsSection(),
		doubtedSection(),
	}
}
