package policy

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/taxonomy"
)

// ReporterCannotVerify is the rule by which nobody verifies what he or she reported: a refusal
// by it has a sentence of its own.
const ReporterCannotVerify = "reporter-cannot-verify"

// memory keeps answers that depend on little: Cedar takes some ten microseconds for each.
type memory struct {
	answers sync.Map // of asked to its answer
	held    atomic.Int64
}

// asked is a question whose answer is remembered.
type asked struct{ about, noun, party, roles string }

// maxRemembered bounds a memory: kinds times parties times sets of roles.
const maxRemembered = 4096

func remember[A any](m *memory, q asked, answer func() A) A {
	if held, is := m.answers.Load(q); is {
		return held.(A)
	}
	a := answer()
	if m.held.Add(1) > maxRemembered {
		m.answers.Clear()
		m.held.Store(1)
	}
	m.answers.Store(q, a)
	return a
}

// MayOpen decides whether the person may make an act of the kind about a subject that is not
// there yet. Unless a policy is personal, the answer depends on the kind, the noun, the party and the roles alone, and is
// remembered: asking anew for every report was a tenth of what an office's one writer did.
func (p *Policy) MayOpen(who Person, kind act.Kind, id act.SubjectID) Decision {
	if !who.Known() || p.personal {
		return p.MayAct(who, kind, Subject{ID: id})
	}
	q := asked{string(kind), id.Noun(), who.Party, strings.Join(who.Roles, " ")}
	return remember(&p.memory, q, func() Decision { return p.MayAct(who, kind, Subject{ID: id}) })
}

// WhoMay lists the roles that may make an act of the kind about a new subject or, failing
// that, about one of their own: what a refusal tells.
func (p *Policy) WhoMay(kind act.Kind) []string {
	return p.holders("make "+string(kind), func(who Person) bool { return p.MayActEver(who, kind) })
}

// whoMayAbout is WhoMay of records of one noun alone.
func (p *Policy) whoMayAbout(kind act.Kind, noun string) []string {
	return p.holders("make "+string(kind)+" about "+noun, func(who Person) bool { return p.mayActAbout(who, kind, noun) })
}

// WhoMayDo lists the roles that may do something in the office as a whole, for a refusal to tell.
func (p *Policy) WhoMayDo(what Action) []string {
	return p.holders("do "+string(what), func(who Person) bool { return p.MayDo(who, what) })
}

// Refusal tells somebody who may not do something in the office as a whole who may.
func (p *Policy) Refusal(what Action) *problem.Problem { return p.RefusalTo(string(what), what) }

// RefusalTo is Refusal of what takes the right to an action without being it, such as searching
// in what one may not read.
func (p *Policy) RefusalTo(do string, what Action) *problem.Problem {
	return problem.Forbidden(problem.NotPermitted, problem.P{"action": do, "allowed": p.WhoMayDo(what)})
}

// RefusalOfKind tells somebody who may not make acts of the kind about anything who may.
func (p *Policy) RefusalOfKind(kind act.Kind) *problem.Problem {
	return p.refusalTo(kind, p.WhoMay(kind))
}

// holders are the roles of which somebody may, of the mission or of a party. The answer is
// shared and must not be changed.
func (p *Policy) holders(question string, may func(Person) bool) []string {
	return remember(&p.memory, asked{about: question}, func() []string {
		var roles []string
		for _, role := range taxonomy.Default().List(taxonomy.Role).Codes() {
			somebody := Person{ID: "person/somebody", Roles: []string{role}}
			ofParty := somebody
			ofParty.Party = "party"
			if may(somebody) || may(ofParty) {
				roles = append(roles, role)
			}
		}
		return roles
	})
}

// MayDo decides whether the person may do something in the office as a whole. What is a record's
// own, such as its party's notes or who read it, is asked of the record with May.
func (p *Policy) MayDo(who Person, what Action) bool {
	may := func() bool { return p.May(who, what, Subject{}).Allowed }
	if !who.Known() || p.personal {
		return may()
	}
	return remember(&p.memory, asked{"may " + string(what), "", who.Party, strings.Join(who.Roles, " ")}, may)
}

// MayActEver reports whether the person may make an act of the kind about anything: about a new
// subject, one of his or her own or another's, which nothing forbids, of any noun that the kind is
// about. What stands may forbid it yet.
func (p *Policy) MayActEver(who Person, kind act.Kind) bool {
	return slices.ContainsFunc(p.about[kind], func(noun string) bool { return p.mayActAbout(who, kind, noun) })
}

func (p *Policy) mayActAbout(who Person, kind act.Kind, noun string) bool {
	mine := Subject{ID: act.SubjectID(noun + "/mine"), Exists: true, Party: who.Party, Author: who.ID, KeyOwner: who.ID, Holder: who.ID}
	another := Subject{ID: act.SubjectID(noun + "/another"), Exists: true}
	return p.MayAct(who, kind, mine).Allowed || p.MayAct(who, kind, another).Allowed
}
