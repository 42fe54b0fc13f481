package bulletin

import (
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

// Sections are the closed list of sections, in the order in which they are read.
func Sections() []Section {
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
