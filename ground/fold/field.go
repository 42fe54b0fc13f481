package fold

import (
	"reflect"
	"slices"

	"truce/ground/act"
)

// Field is one member of a state that acts set. Setting it replaces the values whose acts
// the setter knew of and leaves the others standing beside it: concurrent values are
// both kept.
type Field[T any] struct {
	standing []setting[T]
}

type setting[T any] struct {
	act   act.ID
	value T
}

// Set is done by the act by, in the order of Order.
func (f *Field[T]) Set(g Graph, by act.ID, value T) {
	kept := f.standing[:0:0]
	for _, s := range f.standing {
		if !g.Knew(by, s.act) {
			kept = append(kept, s)
		}
	}
	f.standing = append(kept, setting[T]{by, value})
}

// Replaces reports whether the act by would set the field to something else than its author knew of.
func (f *Field[T]) Replaces(g Graph, by act.ID, value T) bool {
	return slices.ContainsFunc(f.standing, func(s setting[T]) bool { return g.Knew(by, s.act) && !reflect.DeepEqual(s.value, value) })
}

// Value is the last that was set in the order, or the zero value.
func (f Field[T]) Value() T {
	if len(f.standing) == 0 {
		var zero T
		return zero
	}
	return f.standing[len(f.standing)-1].value
}

// Stands reports whether what an act set was not replaced.
func (f Field[T]) Stands(by act.ID) bool {
	return slices.ContainsFunc(f.standing, func(s setting[T]) bool { return s.act == by })
}

// By is the act that set what Value answers, or the zero id.
func (f Field[T]) By() act.ID {
	if len(f.standing) == 0 {
		return act.ID{}
	}
	return f.standing[len(f.standing)-1].act
}

// IsSet reports whether any act set the field.
func (f Field[T]) IsSet() bool { return len(f.standing) > 0 }

// Conflict answers the standing values if they differ.
func (f Field[T]) Conflict(name string) (Conflict, bool) {
	if len(f.standing) < 2 {
		return Conflict{Field: name}, false
	}
	differ := false
	c := Conflict{Field: name}
	for _, s := range f.standing {
		differ = differ || !reflect.DeepEqual(s.value, f.standing[0].value)
		c.Acts = append(c.Acts, s.act)
	}
	return c, differ
}

// Conflicts gathers those that are there.
func Conflicts(candidates ...func() (Conflict, bool)) []Conflict {
	var found []Conflict
	for _, candidate := range candidates {
		if c, is := candidate(); is {
			found = append(found, c)
		}
	}
	return found
}
