package admission_test

import (
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/admission"
)

// standing says of each noun whether acts about it change what acts about others are judged by. A noun that is new says it here.
var standing = map[string]bool{
	"office": true, "organisation": true, "person": true, "key": true, // who may speak
	"body":      true,                             // whose seats sign a finding
	"word":      true,                             // what an act may call things
	"agreement": true, "zone": true, "line": true, // the law

	"post": false, "report": false, "incident": false, "restriction": false, "tally": false, "bulletin": false, "evidence": false, "private": false, "place": false,
}

// Whoever changes what others are judged by has seen all that was said, and says until when the act may be handed in: asked of
// each kind about each noun. What answers one act ends too, and need not have seen the rest.
func TestAdmit_asks_each_kind_for_what_its_author_saw_and_for_its_end(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	for _, n := range r.kinds.Nouns() {
		bound, said := standing[n.Name]
		if !said {
			t.Errorf("%s: say above whether others are judged by how it stands", n.Name)
		}
		r.open(n, nil)
		r.now = r.now.Add(admission.Unheard)
		for _, k := range n.Kinds {
			r.wants(problem.ExpiryMissing, bound, r.says(k, n.Name+"/of-nobody", nil), func(a *act.Act) { a.Expires = time.Time{} })
			r.wants(problem.ExpiryMissing, bound, r.says(k, n.Name+"/of-nobody", nil), func(a *act.Act) { a.Expires = r.now.Add(admission.MaxLife + time.Hour) })
			r.wants(problem.HeadsMissing, bound && !k.Answers, r.says(k, n.Name+"/of-nobody", nil), func(a *act.Act) { a.Prev = nil })
		}
	}
}

// wants reports whether an act is refused for one reason, or not for it.
func (r *register) wants(key problem.Key, refused bool, c admission.Candidate, change func(*act.Act)) {
	r.Helper()
	change(&c.Act)
	c.Act.Issuer = r.keys["verifier"].Public().ID()
	if c.Act.Kind == "office-opened" || c.Act.Kind == "root-enrolled" {
		return // there is one founding, and the key of a root comes with the act: both are refused before
	}
	v, err := r.ledger.Admit(c)
	if err != nil {
		r.Fatal(err)
	}
	if is := v.Why != nil && v.Why.Key == key; is != refused {
		r.Errorf("%s about %s: refused for %s %v, want %v: %v", c.Act.Kind, c.Act.Subject, key, is, refused, v.Why)
	}
}
