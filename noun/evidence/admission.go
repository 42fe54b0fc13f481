package evidence

import (
	"slices"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun"
)

// admission lets policies ask who holds a piece. Who handed it to whom, and who made it, may
// be withheld.
func admission() noun.Admission {
	return noun.Admission{
		States: noun.BySelf, Persons: holder, Rules: []noun.Rule{closed, sameFile, givenByHolder},
		HidesNames:   []act.Kind{"evidence-deposited", "custody-transferred"},
		Compartments: true,
	}
}

func holder(q noun.Question) noun.Persons {
	e, there := held(q)
	return noun.Persons{Holder: e.Holder, Withheld: there && e.Holder == ""}
}

func held(q noun.Question) (e Evidence, there bool) {
	for _, s := range q.Facts.States(q.Act.Subject) {
		if json.Unmarshal(s.JSON, &e) == nil {
			return e, true
		}
	}
	return e, false
}

// closed refuses any file under the name of a piece whose file sides erased: nobody could hold it to what was there before.
func closed(q noun.Question) *problem.Problem {
	if _, is := q.Body.(*EvidenceDeposited); !is {
		return nil
	}
	for _, s := range q.Facts.Of(noun.Office) {
		var o struct {
			Erased []struct {
				Subject act.SubjectID `json:"subject"`
				Classes []string      `json:"classes"`
			} `json:"erased"`
		}
		if err := json.Unmarshal(s.JSON, &o); err != nil {
			return problem.Internal(problem.InternalFault).Because(err)
		}
		for _, e := range o.Erased {
			if e.Subject == q.Act.Subject && slices.Contains(e.Classes, "file") {
				return problem.Conflict(problem.EvidenceErased, problem.P{"subject": q.Act.Subject})
			}
		}
	}
	return nil
}

// sameFile refuses another file under the name of one that was deposited: what was said of that would be said of this.
func sameFile(q noun.Question) *problem.Problem {
	b, is := q.Body.(*EvidenceDeposited)
	e, there := held(q)
	switch {
	case !is || !there:
		return nil
	case b.Original == "" || e.Original == "":
		q.Withhold()
		return nil
	case b.Original != e.Original:
		return problem.Conflict(problem.EvidenceOther, problem.P{"subject": q.Act.Subject}).At("/original")
	}
	return nil
}

// givenByHolder refuses a hand-over by somebody who did not have the piece, and one that others than the holder's side tell of, unless
// it says that the chain is broken: then it changes nothing of who has it.
func givenByHolder(q noun.Question) *problem.Problem {
	b, is := q.Body.(*CustodyTransferred)
	e, there := held(q)
	if !is || b.Broken || !there {
		return nil
	}
	from, has := q.Behind(b.From), q.Behind(e.Holder)
	switch {
	case from == "" || has == "" || has.Noun() == "key" && has != from:
		q.Withhold()
		return nil
	case from != has:
		return problem.Conflict(problem.CustodyBroken, problem.P{"person": b.From}).At("/from")
	}
	if party := q.PartyOf(e.Holder); party != q.Party {
		return problem.Forbidden(problem.CustodyOfAnother, problem.P{"party": noun.SideOf(party)})
	}
	return nil
}
