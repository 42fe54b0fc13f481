package body

import (
	"truce/ground/problem"
	"truce/noun"
)

// Bodies are those that decide together.
func Bodies() noun.Noun {
	return noun.Noun{
		Name: Noun, Plural: "bodies", Named: noun.ByConsent,
		About: "Bodies that decide together, with their seats and rules.",
		State: Body{}, Fold: Fold, Rules: 1,
		Kinds: []noun.Kind{
			{Name: "body-established", Body: BodyEstablished{}, Opens: true, Group: "keep-bodies", Several: true, About: "What a body is, who sits in it and how it decides was put forward."},
			noun.Endorsement(),
		},
		Admission: noun.Admission{States: noun.ByOthers, Rules: []noun.Rule{seatsAnswer, noun.AnswersOnce(side), noun.UnlessTakenBack(side, inTime)}, Waiting: waiting},
		Public:    noun.Inside("who sits where is for those who sign in; bulletins publish what bodies found"),
		Plain:     "a name, seats and a rule, and what is put forward beside them",
	}
}

func side(q noun.Question) (string, *problem.Problem) { return noun.SideOf(q.Party), nil }
