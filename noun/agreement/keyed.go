package agreement

import (
	"fmt"
	"iter"

	"truce/ground/act"
	"truce/ground/fold"
)

// keyed is a fold.Field for each key, in the order in which the keys were first set.
type keyed[K comparable, T any] struct {
	order []K
	kept  map[K]*kept[T]
}

// kept is a value apart from where it comes from: two people who say the same without
// knowing of each other, each with a source, do not contradict each other.
type kept[T any] struct {
	value fold.Field[T]
	from  fold.Field[origin]
}

// origin is the act that set a value, and how its author knows.
type origin struct {
	act      act.ID
	source   string
	recorded bool // the mission says what a party said
}

// told is a value with where it comes from. Why says why it does not count.
type told[T any] struct {
	value T
	origin
	why string
}

// heard is what parties said and then, of those that did not, what the mission recorded of them.
func heard[K comparable, T any](own, recorded keyed[K, T]) iter.Seq2[K, told[T]] {
	return func(yield func(K, told[T]) bool) {
		for _, key := range own.order {
			value, from, _ := own.get(key)
			if !yield(key, told[T]{value, from, ""}) {
				return
			}
		}
		for _, key := range recorded.order {
			value, from, _ := recorded.get(key)
			if _, _, said := own.get(key); !said && !yield(key, told[T]{value, from, RecordedOnly}) {
				return
			}
		}
	}
}

func (k *keyed[K, T]) set(g fold.Graph, key K, value T, from origin) {
	if k.kept == nil {
		k.kept = map[K]*kept[T]{}
	}
	if k.kept[key] == nil {
		k.kept[key] = &kept[T]{}
		k.order = append(k.order, key)
	}
	k.kept[key].value.Set(g, from.act, value)
	k.kept[key].from.Set(g, from.act, from)
}

// stands reports whether an act would say anew, and otherwise, what its author knew to be said. A consent is given once:
// with a later day it would move by one party's word what all agreed on.
func (k *keyed[K, T]) stands(g fold.Graph, key K, by act.ID, value T) bool {
	held := k.kept[key]
	return held != nil && held.value.Replaces(g, by, value)
}

func (k keyed[K, T]) get(key K) (T, origin, bool) {
	if held := k.kept[key]; held != nil {
		return held.value.Value(), held.from.Value(), true
	}
	var none T
	return none, origin{}, false
}

// conflicts names each key whose values differ, as "signature {signed-text TR}".
func (k keyed[K, T]) conflicts(what string) []fold.Conflict {
	var found []fold.Conflict
	for _, key := range k.order {
		if c, is := k.kept[key].value.Conflict(fmt.Sprintf("%s %v", what, key)); is {
			found = append(found, c)
		}
	}
	return found
}
