package main

import (
	"maps"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"
)

// difference is where two values of JSON are not the same.
type difference struct{ at, was, is string }

const (
	mostDifferences = 5  // of one value
	longValue       = 60 // letters of one that is shown
)

// differences shows the members in which two states differ, wherever in them they are. Two texts that are no states
// differ as they are.
func differences(was, is string) []difference {
	var a, b any
	if json.Unmarshal([]byte(was), &a) != nil || json.Unmarshal([]byte(is), &b) != nil || !nested(a, b) {
		return []difference{around("", was, is)}
	}
	all := members(nil, "", a, b)
	if len(all) == 0 { // in how it is written only
		return []difference{around("", was, is)}
	}
	if more := len(all) - mostDifferences; more > 0 {
		all = append(all[:mostDifferences], difference{"and " + several(int64(more), "member more", "members more"), "otherwise", "otherwise"})
	}
	return all
}

// nested reports whether both are of one kind that has members.
func nested(a, b any) bool {
	switch a.(type) {
	case map[string]any:
		_, is := b.(map[string]any)
		return is
	case []any:
		_, is := b.([]any)
		return is
	}
	return false
}

func members(all []difference, at string, a, b any) []difference {
	if !nested(a, b) {
		was, is := written(a), written(b)
		if was != is {
			all = append(all, around(at, was, is))
		}
		return all
	}
	if was, is := a.(map[string]any); is {
		now := b.(map[string]any)
		names := maps.Clone(was)
		maps.Copy(names, now)
		for _, name := range slices.Sorted(maps.Keys(names)) {
			all = members(all, joined(at, name), was[name], now[name])
		}
		return all
	}
	was, now := a.([]any), b.([]any)
	for i := range max(len(was), len(now)) {
		var x, y any
		if i < len(was) {
			x = was[i]
		}
		if i < len(now) {
			y = now[i]
		}
		all = members(all, joined(at, strconv.Itoa(i)), x, y)
	}
	return all
}

func joined(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

// written is a member as people read it; "" if there is none.
func written(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	text, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		return ""
	}
	return string(text)
}

// around cuts two long texts to where they differ.
func around(at, was, is string) difference {
	a, b := []rune(was), []rune(is)
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	cut := func(text []rune) string {
		if len(text) <= longValue {
			return nothing(string(text))
		}
		if from := max(same-longValue/3, 0); from > 0 {
			text = append([]rune("…"), text[from:]...)
		}
		return nothing(short(string(text), longValue))
	}
	return difference{at, cut(a), cut(b)}
}
