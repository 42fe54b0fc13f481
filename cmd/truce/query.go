package main

import (
	"strconv"
	"strings"
	"time"

	"truce/problem"
	"truce/store"
)

// query selects subjects. What a reader may not see is left out whatever the query.
type query struct {
	Noun     []string  `help:"Nouns, such as report,incident,post." placeholder:"NOUN"`
	Subject  []string  `help:"Subjects." placeholder:"SUBJECT"`
	Kind     []string  `help:"Kinds of event or post, such as mortar." placeholder:"KIND"`
	Status   []string  `help:"Such as logged, draft, withdrawn, confirmed." placeholder:"STATUS"`
	Party    []string  `help:"Party of the reporter or operator, such as TR." placeholder:"PARTY"`
	Zone     []string  `help:"Zone named in the record." placeholder:"ZONE"`
	From     time.Time `help:"Began at this time or later (RFC 3339)." placeholder:"TIME"`
	Until    time.Time `help:"Began before this time." placeholder:"TIME"`
	InForce  time.Time `help:"Held at this time in the world." placeholder:"TIME"`
	Known    time.Time `help:"As the office knew it at this time." placeholder:"TIME"`
	Box      string    `help:"Box in degrees: west,south,east,north." placeholder:"BOX"`
	Text     string    `help:"Words that all occur."`
	Counting bool      `help:"Only what counts: no drafts, nothing withdrawn."`
	Limit    int       `help:"Most rows." default:"50"`
	After    string    `help:"Go on after this page, as the last one said." placeholder:"TOKEN"`
}

func (q query) filter() (store.Filter, error) {
	box, err := parseBox(q.Box)
	return store.Filter{
		Nouns: q.Noun, Subjects: q.Subject, Kinds: q.Kind, Statuses: q.Status, Parties: q.Party, Zones: q.Zone,
		From: q.From, Until: q.Until, InForce: q.InForce, Known: q.Known, Box: box, Text: q.Text, Counting: q.Counting,
	}, err
}

func parseBox(text string) (*store.Box, error) {
	if text == "" {
		return nil, nil
	}
	var edges []float64
	for _, part := range strings.Split(text, ",") {
		edge, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil {
			return nil, problem.Invalid(problem.BoxMalformed).Because(err)
		}
		edges = append(edges, edge)
	}
	if len(edges) != 4 || edges[0] > edges[2] || edges[1] > edges[3] {
		return nil, problem.Invalid(problem.BoxMalformed)
	}
	return &store.Box{MinLon: edges[0], MinLat: edges[1], MaxLon: edges[2], MaxLat: edges[3]}, nil
}
