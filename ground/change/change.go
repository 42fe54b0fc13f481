// Package change tells in which members two JSON values differ, by path: what an act did to a
// state. It compares values that one program wrote: two spellings of one value differ.
package change

import (
	"bytes"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
)

// Change is one member that differs.
type Change struct {
	Member string         `json:"member" doc:"names joined by dots, places in lists in brackets" example:"state.reports[2].reason"`
	Before jsontext.Value `json:"before,omitempty" doc:"absent: it was not there"`
	After  jsontext.Value `json:"after,omitempty" doc:"absent: it is not there any more"`
}

// Between answers the members that differ, in the order of after, then those that it lacks.
// An object that is there on one side only is told member by member; a list, as one value.
func Between(before, after jsontext.Value) ([]Change, error) {
	var c comparison
	err := c.values("", before, after)
	return c.found, err
}

type comparison struct{ found []Change }

func (c *comparison) values(path string, before, after jsontext.Value) error {
	before, after = there(before), there(after)
	switch {
	case bytes.Equal(before, after):
		return nil
	case object(before) && object(after) && (filled(before) || filled(after)):
		return c.objects(path, before, after)
	case kind(before) == '[' && kind(after) == '[':
		return c.lists(path, before, after)
	}
	c.found = append(c.found, Change{path, before, after})
	return nil
}

// there takes null for a member that is not there.
func there(v jsontext.Value) jsontext.Value {
	if len(v) == 0 || v.Kind() == 'n' {
		return nil
	}
	return v
}

func kind(v jsontext.Value) jsontext.Kind {
	if v == nil {
		return 0
	}
	return v.Kind()
}

// object reports whether a value can be compared member by member: nothing has no members.
func object(v jsontext.Value) bool { return v == nil || v.Kind() == '{' }

func filled(v jsontext.Value) bool { return kind(v) == '{' && len(v) > len("{}") }

func (c *comparison) objects(path string, before, after jsontext.Value) error {
	old, oldNames, err := members(before)
	if err != nil {
		return fmt.Errorf("compare %s: %w", path, err)
	}
	now, names, err := members(after)
	if err != nil {
		return fmt.Errorf("compare %s: %w", path, err)
	}
	for _, name := range oldNames {
		if _, still := now[name]; !still {
			names = append(names, name)
		}
	}
	for _, name := range names {
		if err := c.values(join(path, name), old[name], now[name]); err != nil {
			return err
		}
	}
	return nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// lists compares element by element what lies between those that both begin and end with, so
// that one put in or taken out is told as that.
func (c *comparison) lists(path string, before, after jsontext.Value) error {
	old, err := elements(before)
	if err != nil {
		return fmt.Errorf("compare %s: %w", path, err)
	}
	now, err := elements(after)
	if err != nil {
		return fmt.Errorf("compare %s: %w", path, err)
	}
	same := 0
	for same < min(len(old), len(now)) && bytes.Equal(old[same], now[same]) {
		same++
	}
	old, now = old[same:], now[same:]
	for len(old) > 0 && len(now) > 0 && bytes.Equal(old[len(old)-1], now[len(now)-1]) {
		old, now = old[:len(old)-1], now[:len(now)-1]
	}
	for i := range max(len(old), len(now)) {
		if err := c.values(fmt.Sprintf("%s[%d]", path, same+i), at(old, i), at(now, i)); err != nil {
			return err
		}
	}
	return nil
}

func at(all []jsontext.Value, i int) jsontext.Value {
	if i < len(all) {
		return all[i]
	}
	return nil
}
