package people_test

import (
	"slices"
	"testing"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun/people"
)

// told are the states of an office whose founder's key was lost and revoked.
func told(t *testing.T, key act.PublicKey) map[act.SubjectID]any {
	return map[act.SubjectID]any{
		"office/hq":                 people.Office{Founders: []people.Founder{{Person: "person/founder", ID: key.ID(), Key: jwk(t, key)}}},
		"person/founder":            people.Person{Organisation: "organisation/mission"},
		"organisation/mission":      people.Organisation{Name: "mission"},
		people.KeySubject(key.ID()): people.Key{ID: key.ID(), Revoked: true, Reason: shape.In("en", "lost")},
	}
}

func TestDirectory_is_the_same_in_any_order(t *testing.T) {
	t.Parallel()
	key := keyOf(t)
	states := told(t, key)
	var subjects []act.SubjectID
	for s := range states {
		subjects = append(subjects, s)
	}
	permute(subjects, func(order []act.SubjectID) {
		d := people.NewDirectory()
		for _, s := range order {
			put(t, d, s, states[s])
		}
		a, standing := d.Author(key.ID(), noon(7))
		if standing != people.Revoked || a.Person != "person/founder" || a.Key.ID() != key.ID() || !slices.Equal(a.Roles, []string{"administrator"}) {
			t.Errorf("told in the order %v: %+v, standing %v", order, a, standing)
		}
	})
}

func permute(all []act.SubjectID, do func([]act.SubjectID)) {
	if len(all) < 2 {
		do(all)
		return
	}
	for i := range all {
		rest := append(slices.Clone(all[:i]), all[i+1:]...)
		permute(rest, func(tail []act.SubjectID) { do(append([]act.SubjectID{all[i]}, tail...)) })
	}
}

func TestDirectory_founders_key(t *testing.T) {
	t.Parallel()
	key := keyOf(t)
	d := people.NewDirectory()
	if d.Founded() {
		t.Error("an empty directory has an office")
	}
	put(t, d, "office/hq", told(t, key)["office/hq"])
	a, standing := d.Author(key.ID(), noon(7))
	if !d.Founded() || standing != people.Enrolled || a.Person != "person/founder" || !slices.Equal(a.Roles, []string{"administrator"}) {
		t.Errorf("%+v, standing %v", a, standing)
	}
	before := d.Clone()
	put(t, d, people.KeySubject(key.ID()), told(t, key)[people.KeySubject(key.ID())])
	if _, standing := d.Author(key.ID(), noon(7)); standing != people.Revoked {
		t.Errorf("revoked: standing %v", standing)
	}
	if _, standing := before.Author(key.ID(), noon(7)); standing != people.Enrolled {
		t.Errorf("the clone changed: standing %v", standing)
	}
}

func TestDirectory_key_that_ended_before_it_began(t *testing.T) {
	t.Parallel()
	key := keyOf(t)
	d := people.NewDirectory()
	put(t, d, people.KeySubject(key.ID()), people.Key{ID: key.ID(), Revoked: true})
	if a, standing := d.Author(key.ID(), noon(7)); standing != people.Revoked || a.Key.ID() != "" {
		t.Errorf("%+v, standing %v", a, standing)
	}
	if _, standing := d.Author("another", noon(7)); standing != people.Unknown {
		t.Errorf("a key that nobody named: standing %v", standing)
	}
}
