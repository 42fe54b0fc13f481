package incident

import (
	"errors"

	"truce/ground/act"
	"truce/ground/taxonomy"
	"truce/noun"
)

// consistent refuses a record whose members contradict each other, draft or not.
func (r Record) consistent() error {
	if t := r.Time; t != nil && !t.Until.IsZero() && !t.Until.After(t.From) {
		return errors.New("time: until must come after from")
	}
	if s := r.Sight; s != nil && s.MaxMetres <= s.MinMetres {
		return errors.New("sight: maxMetres must be more than minMetres: a range of no depth is nowhere")
	}
	if h := r.Harm; h != nil {
		if err := h.consistent(); err != nil {
			return err
		}
	}
	if r.Source != nil && r.SealedTo == "" {
		return errors.New("sealedTo: say to which custodians the source is sealed; truce sign --seal does")
	}
	return nil
}

// consistent refuses a range that ends before it begins, and more civilians killed than people. An end that is not
// said contradicts nothing.
func (h *Harm) consistent() error {
	less := func(a, b *int) bool { return a != nil && b != nil && *a < *b }
	switch {
	case less(h.KilledMax, h.KilledMin), less(h.InjuredMax, h.InjuredMin):
		return errors.New("harm: a maximum is less than its minimum")
	case less(h.KilledMax, h.CiviliansKilledMin), less(h.KilledMin, h.CiviliansKilledMin):
		return errors.New("harm: more civilians killed than people")
	case *h == (Harm{}):
		return errors.New("harm: it says nothing; leave it out")
	}
	return nil
}

// Refers names the post, the evidence and the office's own words.
func (r Record) Refers() []act.SubjectID {
	refers := append([]act.SubjectID(nil), r.Evidence...)
	refers = append(refers, noun.OwnWords(taxonomy.Event, r.Event)...)
	refers = append(refers, noun.OwnWords(taxonomy.WeaponClass, r.Weapon)...)
	if r.Count != nil {
		refers = append(refers, noun.OwnWords(taxonomy.CountingUnit, r.Count.Unit)...)
	}
	if r.Post != "" {
		refers = append(refers, r.Post)
	}
	return refers
}
