package main

import (
	"truce/ground/problem"
	"truce/noun"
	"truce/tool/kinds"
)

// lists are the names of all lists, as commands and addresses have them.
func lists() []string {
	var names []string
	for _, n := range kinds.Nouns() {
		names = append(names, n.Plural)
	}
	return names
}

// nounOf is what a list is of. Its name is the plural; the singular does, too.
func nounOf(list string) (noun.Noun, error) {
	for _, n := range kinds.Nouns() {
		if list == n.Plural || list == n.Name {
			return n, nil
		}
	}
	return noun.Noun{}, problem.NotFound(problem.ListUnknown, problem.P{"list": list})
}
