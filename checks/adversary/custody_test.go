package adversary

import (
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/noun/evidence"
	"truce/noun/people"
	"truce/office/officetest"
)

// Broken: a custodian of RU said alone that TR's piece had gone from the mission to RU, and by the record RU had it, its chain broken for
// ever. Who has a piece, the holder's side alone changes; what another says of the chain stands under that side's name.
func TestCustody_another_side_takes_no_piece(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	rooted(t, w)
	w.File(t, 0, 2)
	set := w.SetCustodians(t, "custodian-1")
	w.Endorses(t, "root-tr", officeOf(w), set.ID)
	for _, side := range []string{"ru", "tr"} {
		person := "person/liaison-" + side
		w.Endorses(t, "root-"+side, person, w.Must(t, "administrator", "role-granted", person, people.RoleGranted{Role: "custodian"}).ID)
	}
	key, enrolled := enrol(t, w, "custodian-ru", "person/liaison-ru", "RU")
	w.Endorses(t, "root-ru", key, enrolled)
	vouchedFor(t, w, "second")
	b := w.Deposited(w.Send(t, "second", "text/plain", []byte("EXERCISE. A text that nobody else has.")))
	draft, _ := w.Kinds().Complete(act.Draft{Issued: w.Clock.Now(), Audience: w.Audience, Kind: "evidence-deposited", Subject: "evidence/1", Body: encoded(t, b)}, "en")
	if _, err := w.Submit(t.Context(), w.SignDraft(t, "second", draft)); err != nil {
		t.Fatal(err)
	}
	piece := func() (s evidence.Evidence) {
		if err := json.Unmarshal([]byte(status(t, w, "evidence/1")), &s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	holder := piece().Holder
	moved := func(from, to act.SubjectID, broken bool) evidence.CustodyTransferred {
		return evidence.CustodyTransferred{From: from, To: to, At: w.Clock.Now(), Reason: shape.In("en", "EXERCISE"), Broken: broken}
	}
	for _, who := range []string{"custodian-ru", "custodian-1"} {
		_, err := w.Do(t, who, "custody-transferred", "evidence/1", moved("person/liaison-tr", "person/liaison-ru", false))
		officetest.WantProblem(t, err, problem.CustodyOfAnother)
	}
	w.Must(t, "custodian-ru", "custody-transferred", "evidence/1", moved("person/secretary", "person/liaison-ru", true))
	if s := piece(); s.Holder != holder || s.Broken || len(s.Custody) != 1 || s.Custody[0].Side != "RU" || !s.Custody[0].Broken {
		t.Errorf("by the word of RU's custodian: %+v", s)
	}
	w.Must(t, "second", "custody-transferred", "evidence/1", moved("person/liaison-tr", "person/custodian-1", false))
	if s := piece(); s.Holder != "person/custodian-1" || s.Broken {
		t.Errorf("by its holder's word: %+v", s)
	}
}
