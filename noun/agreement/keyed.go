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

// kept is what was said, by whom it is about or in its place: what the mission recorded counts while the party itself said nothing.
type kept[T any] struct{ own, recorded voice[T] }

// voice is a value apart from where it comes from: two people who say the same without
// knowing of each other, each with a source, do not contradict each other.
type voice[T any] struct {
	value fold.Field[T]
	from  fold.Field[origin]
}

// of is the voice that an act speaks with.
func (k *kept[T]) of(from origin) *voice[T] {
	if from.recorded {
		return &k.recorded
	}
	return &k.own
}

// heard is the voice that counts.
func (k *kept[T]) heard() *voice[T] {
	if k.own.value.IsSet() {
		return &k.own
	}
	return &k.recorded
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
	said := k.kept[key].of(from)
	said.value.Set(g, from.act, value)
	said.from.Set(g, from.act, from)
}

// itself reports whether the party said so itself.
func (k keyed[K, T]) itself(key K) bool {
	held := k.kept[key]
	return held != nil && held.own.value.IsSet()
}

// stands reports whether an act would say anew, and otherwise, what its author knew to be said in the same way. A consent is given
// once: with a later day it would move by one party's word what all agreed on.
func (k *keyed[K, T]) stands(g fold.Graph, key K, from origin, value T) bool {
	held := k.kept[key]
	return held != nil && held.of(from).value.Replaces(g, from.act, value)
}

func (k keyed[K, T]) get(key K) (T, origin, bool) {
	if held := k.kept[key]; held != nil {
		said := held.heard()
		return said.value.Value(), said.from.Value(), true
	}
	var none T
	return none, origin{}, false
}

// conflicts names each key whose values differ, as "signature {signed-text TR}".
func (k keyed[K, T]) conflicts(what string) []fold.Conflict {
	var found []fold.Conflict
	for _, key := range k.order {
		if c, is := k.kept[key].heard().value.Conflict(fmt.Sprintf("%s %v", what, key)); is {
			found = append(found, c)
		}
	}
	return found
}
