package admission

import (
	"cmp"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/ground/shape"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/people"
	"truce/noun/word"
	"truce/tool/kinds"
)

// Rules are those of one register. They are immutable and may be asked by any number of
// goroutines.
type Rules struct {
	kinds       *kinds.Kinds
	library     *library
	origin, key string
	id          act.RegisterID
	nouns       map[string]*noun.Admission // looked up several times an act: a noun is large to copy
	people      map[string]bool            // nouns of the directory
	general     []general
	lists       lists
	last        int // number that is the program's own: it has it and all before it
}

// general is a rule for acts of all kinds.
type general = func(*inquiry) *problem.Problem

// generals are the rules for acts of all kinds of all numbers, in the order in which they are asked. What a later number decides
// otherwise stands beside what the earlier ones do (noun.Since, noun.Until).
func generals() []general {
	return []general{founding, ended, meant, written, zoned, timely, named, there, follows, names, erases, permitted, mayHaveRead, wasThere, ofTheNoun, ofTheSeries, waitsLittle, leavesAWay}
}

// New makes the rules, with the program's own policies, of the register of an origin, whose tree
// heads the verifier key (C2SP signed-note) checks. A key that cannot be read is an error.
func New(k *kinds.Kinds, p *policy.Policy, origin, key string) (*Rules, error) {
	r := &Rules{kinds: k, library: &library{own: p, nouns: k.Nouns()}, nouns: map[string]*noun.Admission{}, people: map[string]bool{},
		general: generals(), lists: ownLists(), last: Number}
	for _, n := range k.Nouns() {
		r.nouns[n.Name], r.people[n.Name] = &n.Admission, n.Part == noun.People
	}
	return r.Of(origin, key)
}

// Of are the rules of another register.
func (r *Rules) Of(origin, key string) (*Rules, error) {
	id, err := register.ID(key)
	if err != nil {
		return nil, err
	}
	other := *r
	other.origin, other.key, other.id = origin, key, act.RegisterID(id)
	return &other, nil
}

// ID names the register.
func (r *Rules) ID() act.RegisterID { return r.id }

// ofNoun is what the subject's noun adds.
func (r *Rules) ofNoun(subject act.SubjectID) *noun.Admission {
	if adds, is := r.nouns[subject.Noun()]; is {
		return adds
	}
	return &noun.Admission{}
}

// ofPeople reports whether the subject belongs in the directory.
func (r *Rules) ofPeople(subject act.SubjectID) bool { return r.people[subject.Noun()] }

// Author finds whose key signed, and how it stands, as a directory tells. Before an office is
// founded only its founder speaks, with the key that the founding act brings.
func Author(a act.Act, body any, d *people.Directory, at time.Time) (people.Author, *problem.Problem) {
	if !d.Founded() {
		return founder(a, body)
	}
	if b, is := body.(*people.RootEnrolled); is {
		return root(a, b, d)
	}
	author, standing := d.Author(a.Issuer, at)
	switch standing {
	case people.Unknown:
		return author, problem.Forbidden(problem.KeyUnknown, problem.P{"key": a.Issuer})
	case people.Unproven:
		if _, proves := body.(*people.KeyPossessed); !proves {
			return author, problem.Forbidden(problem.KeyUnproven, problem.P{"key": a.Issuer})
		}
	case people.Unvouched:
		return author, problem.Forbidden(problem.KeyUnvouched, problem.P{"key": a.Issuer, "party": author.Party})
	case people.Revoked:
		return author, problem.Forbidden(problem.KeyRevoked, problem.P{"key": a.Issuer, "since": author.RevokedAt})
	case people.Outside:
		if !speaksOfItself(body) {
			return author, problem.Forbidden(problem.KeyOutside, problem.P{"key": a.Issuer})
		}
	}
	return author, nil
}

// speaksOfItself are the kinds that a key signs before its period begins: its holder proves to hold it.
func speaksOfItself(body any) bool {
	_, proves := body.(*people.KeyPossessed)
	return proves
}

// root is whoever brings a root key, signed with it: the key comes with the act. Whose it is was
// said with its fingerprint.
func root(a act.Act, b *people.RootEnrolled, d *people.Directory) (people.Author, *problem.Problem) {
	key, err := act.ParsePublicKey(b.Key)
	if err != nil || key.ID() != a.Issuer {
		return people.Author{}, problem.Invalid(problem.SignatureWrong, problem.P{"key": a.Issuer}).Because(err)
	}
	holder, named := d.Awaited(a.Subject, b.Party, a.Issuer)
	if !named {
		return people.Author{}, problem.Invalid(problem.RootMismatch, problem.P{"party": b.Party, "key": a.Issuer}).At("/key")
	}
	return people.Author{Person: holder, Name: holder, Party: b.Party, Roles: []string{people.RegistrarRole}, Key: key}, nil
}

func founder(a act.Act, body any) (people.Author, *problem.Problem) {
	b, is := body.(*people.OfficeOpened)
	if !is {
		return people.Author{}, problem.Conflict(problem.OfficeNotFounded)
	}
	by, key, is := b.By(a.Issuer)
	if !is {
		return people.Author{}, problem.Invalid(problem.SignatureWrong, problem.P{"key": a.Issuer})
	}
	return people.Author{Person: by.Person, Name: by.Person, Party: by.Party, Key: key}, nil
}

// Admit decides about a candidate that is not in the register yet. It is pure: the same
// candidate with the same facts gets the same verdict. An error says that the facts could not
// be read, and nothing of the act.
func (r *Rules) Admit(c Candidate, facts Facts) (Verdict, error) {
	q := &inquiry{Rules: r, c: c, facts: facts}
	v := Verdict{Outcome: Taken}
	v.Author, v.Why = Author(c.Act, c.Body, facts.Directory(), c.Received)
	q.author = v.Author
	if !q.settle() {
		return Verdict{Outcome: Beyond, Author: v.Author, Why: r.Lacking(q.term)}, facts.Err()
	}
	for _, rule := range r.general {
		if v.Why != nil {
			break
		}
		v.Why = rule(q)
	}
	switch {
	case v.Why != nil:
		v.Outcome = Refused
	case q.withheld && !c.Whole: // whoever takes an act was told all that its author had to tell
		v.Outcome = Undecided
	}
	if v.Why == nil && !r.kinds.Governs(c.Act.Subject.Noun()) {
		_, v.Rests = facts.Crowds(c.Act, WhoseOf(v.Author))
	}
	return v, facts.Err()
}

// inquiry is one candidate on its way through the rules.
type inquiry struct {
	*Rules
	c        Candidate
	author   people.Author
	facts    Facts
	term     people.Term    // the rules in force
	policy   *policy.Policy // by them
	withheld bool           // a rule could not be asked: what it needs is withheld from this reader
}

// Under is the number of the rules in force; before an office is founded it is the program's own.
func (q *inquiry) Under() int { return cmp.Or(q.term.Rules.Admission, q.last) }

// meant refuses an act that its author did not sign for this register: nobody can bring a drill
// into a real register, nor another's words from one into another.
// What was signed for a register is meant for its successor, too, once the key that signed it said there that it brings it: whoever else handed
// it in could leave out what its author said of it since.
func meant(q *inquiry) *problem.Problem {
	a, d := q.c.Act, q.facts.Directory()
	if refusal := q.Meant(a, d); refusal != nil || slices.Contains(a.Audience, q.id) || q.facts.Brings(a.Issuer, a.ID, q.c.Received) {
		return refusal
	}
	return q.notBrought(a, d)
}

func (r *Rules) notBrought(a act.Act, d *people.Directory) *problem.Problem {
	o, _ := d.Office(people.OfficeSubject(r.origin))
	return problem.Invalid(problem.NotBrought, problem.P{"origin": o.Predecessor.Origin, "act": a.ID.String(), "key": a.Issuer}).At("/aud")
}

// Meant is the part of Admit that says for which register an act was signed, as far as a directory tells: of a key that brings
// something from the register before, it does not tell what.
func (r *Rules) Meant(a act.Act, d *people.Directory) *problem.Problem {
	if slices.Contains(a.Audience, r.id) {
		return nil
	}
	o, _ := d.Office(people.OfficeSubject(r.origin))
	if slices.ContainsFunc(a.Audience, o.Takes) {
		if d.Brought(a.Issuer) > 0 {
			return nil
		}
		return r.notBrought(a, d)
	}
	var others []string
	for _, id := range a.Audience {
		others = append(others, string(id))
	}
	return problem.Invalid(problem.AudienceOther, problem.P{"other": others, "id": r.id}).At("/aud")
}

// MaxLife is for how long at most an act that changes what others are judged by may be handed in.
const MaxLife = 92 * 24 * time.Hour

// timely refuses what its author meant to be handed in by an earlier time. An act that changes what
// others are judged by (Kinds.Governs) must say such a time: a consent that was signed and never sent cannot be handed in years
// later. The office's clock decides; the author's is a claim.
func timely(q *inquiry) *problem.Problem {
	until, received := q.c.Act.Expires, q.c.Received
	switch {
	case !until.IsZero() && received.After(until):
		return problem.Conflict(problem.ActExpired, problem.P{"until": until}).At("/exp")
	case q.kinds.Governs(q.c.Act.Subject.Noun()) && (until.IsZero() || until.After(received.Add(MaxLife))):
		return problem.Invalid(problem.ExpiryMissing, problem.P{"days": int(MaxLife.Hours() / 24)}).At("/exp")
	}
	return nil
}

// named keeps names that were made from a key and a nonce (act.Named) for that key: whoever saw or
// guessed one cannot open its subject before its author does. What is opened day by day has such a
// name, unless the rules in force let people choose.
func named(q *inquiry) *problem.Problem {
	a := q.c.Act
	switch {
	case a.Nonce != "" && a.Subject == act.Named(a.Subject.Noun(), a.Issuer, a.Nonce):
		return nil
	case a.Nonce != "" || a.Subject.Made() && !q.knows(a.Subject):
		return problem.Invalid(problem.NameOfAnother, problem.P{"subject": a.Subject}).At("/sub")
	case q.opensByDay() && !q.term.Rules.ChosenNames:
		return problem.Invalid(problem.NameChosen, problem.P{"subject": a.Subject}).At("/sub")
	case q.ofAnother(a.Subject) && q.opensByDay(): // where people choose names, one that is in use is all that can be told
		return problem.Invalid(problem.NameOfAnother, problem.P{"subject": a.Subject}).At("/sub")
	}
	return nil
}

// opensByDay reports whether the act opens what persons open day by day.
func (q *inquiry) opensByDay() bool {
	spec, _ := q.kinds.Spec(q.c.Act.Kind)
	of, _ := q.kinds.Noun(q.c.Act.Subject.Noun())
	return of.Named == noun.Made && spec.Opens && !q.knows(q.c.Act.Subject)
}

// there asks for the subject, unless the kind may open one.
func there(q *inquiry) *problem.Problem {
	if spec, _ := q.kinds.Spec(q.c.Act.Kind); spec.Opens {
		return nil
	}
	return q.known(q.c.Act.Subject)
}

func (q *inquiry) known(subject act.SubjectID) *problem.Problem {
	if !q.knows(subject) {
		return problem.NotFound(problem.SubjectUnknown, problem.P{"subject": subject})
	}
	return nil
}

// follows looks for the acts that this one says it follows. Of one about another subject nothing else is said than of one that
// is not there: the author may have no right to know that it is.
func follows(q *inquiry) *problem.Problem {
	for _, prev := range q.c.Act.Prev {
		switch q.facts.Precedes(q.c.Act.Subject, prev) {
		case NotHere, OfAnother:
			return problem.Conflict(problem.PrevUnknown, problem.P{"prev": prev, "subject": q.c.Act.Subject})
		}
	}
	return cmp.Or(q.knowsAll(), q.crowdsOut())
}

// knowsAll asks of an act that changes what others are judged by that it follows all that was said about its subject until Unheard
// before: whoever changes what others are judged by has seen what it changes. What answers an act need not have seen the rest; nor a side
// that ends its own key, which nothing that was said of it can keep alive.
func (q *inquiry) knowsAll() *problem.Problem {
	spec, _ := q.kinds.Spec(q.c.Act.Kind)
	if spec.Answers || !q.kinds.Governs(q.c.Act.Subject.Noun()) || q.endsOwn() {
		return nil
	}
	if head, is := q.facts.Unseen(q.c.Act, q.c.Received); is {
		return problem.Conflict(problem.HeadsMissing, problem.P{"subject": q.c.Act.Subject, "prev": head}).At("/prev")
	}
	return nil
}

// crowdsOut refuses an act about what others are judged by that would be one too many beside others of its side: nothing about such a
// subject rests. Who brings a key, or proves to hold it, does so once, and may not be heard before.
func (q *inquiry) crowdsOut() *problem.Problem {
	if !q.kinds.Governs(q.c.Act.Subject.Noun()) {
		return nil
	}
	switch q.c.Body.(type) {
	case *people.KeyPossessed, *people.RootEnrolled:
		return nil
	}
	if beside, crowds := q.facts.Crowds(q.c.Act, WhoseOf(q.author)); crowds {
		return problem.Conflict(problem.OwnHeadsMissing, problem.P{"subject": q.c.Act.Subject, "prev": beside, "side": noun.SideOf(q.author.Party)}).At("/prev")
	}
	return nil
}

// endsOwn reports whether the act ends a key of its author's own side.
func (q *inquiry) endsOwn() bool {
	if _, ends := q.c.Body.(*people.KeyRevoked); !ends {
		return false
	}
	party, known := q.facts.Directory().Enrolled(q.c.Act.Subject)
	return known && party == q.author.Party
}

// names looks for the subjects that the act names, as far as they are disclosed.
func names(q *inquiry) *problem.Problem {
	for _, subject := range kinds.Refers(q.c.Body) {
		if subject == "" {
			continue // withheld
		}
		if unknown := q.known(subject); unknown != nil {
			if list, code, own := noun.WordOf(subject); own {
				return problem.NotFound(problem.WordUnknown, problem.P{"code": code, "list": list})
			}
			return unknown
		}
		if refusal := q.inUse(subject); refusal != nil {
			return refusal
		}
		if q.tells(subject) {
			return problem.Conflict(problem.CompartmentKept, problem.P{"subject": subject, "party": q.facts.Compartment(subject)})
		}
		if subject != q.c.Act.Subject && q.keeps(subject) { // its own side's word would tell others that it is there
			return problem.Conflict(problem.PrivateKept, problem.P{"subject": subject})
		}
	}
	if !q.c.Whole && slices.Contains(q.ofNoun(q.c.Act.Subject).HidesNames, q.c.Act.Kind) {
		opened, err := q.c.Act.Open(q.c.Disclosed)
		q.withheld = q.withheld || err != nil || len(opened.Withheld) > 0
	}
	return nil
}

// inUse refuses a word of the office's own that has ended. A state that cannot be read is refused too: of
// what nobody can read nobody can say that it is in use.
func (q *inquiry) inUse(subject act.SubjectID) *problem.Problem {
	list, code, own := noun.WordOf(subject)
	if !own {
		return nil
	}
	states := q.facts.States(subject)
	if len(states) == 0 {
		return nil
	}
	var w word.Word
	if err := json.Unmarshal(states[len(states)-1].JSON, &w); err == nil && w.Ended == (shape.Prose{}) {
		return nil
	}
	return problem.Conflict(problem.WordEnded, problem.P{"code": code, "list": list})
}

// MaxWaiting is how many acts one side may have put forward about one subject by which others are judged that wait for others to sign. Each is
// told wherever the subject is, and read with whatever is said of it.
const MaxWaiting = 16

// waitsLittle refuses to put forward one more act of those that several sign where as many of the same side wait. A side takes one back
// by a no. Texts and boundaries are no such acts: what is new of them takes the place of what was. Nobody but the side holds its places, and
// nothing holds one that a yes cannot bring into force any more: what somebody put forward in whose voice the side does not speak, or
// with a key that speaks no more or is in doubt, is no word of it.
func waitsLittle(q *inquiry) *problem.Problem {
	spec, _ := q.kinds.Spec(q.c.Act.Kind)
	of, _ := q.kinds.Noun(q.c.Act.Subject.Noun())
	if !spec.Several || of.Admission.Waiting == nil || q.endsOwn() {
		return nil
	}
	var waiting []noun.Proposal
	for _, s := range q.facts.States(q.c.Act.Subject) {
		waiting = of.Admission.Waiting(s.JSON, q.c.Received)
	}
	side := noun.SideOf(q.author.Party)
	waiting = slices.DeleteFunc(waiting, func(p noun.Proposal) bool { return !q.holdsPlace(p, side) })
	if len(waiting) < MaxWaiting {
		return nil
	}
	return problem.Conflict(problem.WaitingTooMany, problem.P{"side": side, "subject": q.c.Act.Subject, "limit": MaxWaiting, "act": waiting[0].Act})
}

// holdsPlace reports whether what waits is the word of a side, put forward by somebody who speaks for it still; or, where nobody speaks for
// the side, the author's own.
func (q *inquiry) holdsPlace(p noun.Proposal, side string) bool {
	party, by, _ := q.facts.Signed(p.Act)
	if !p.Answered(noun.SideOf(party)) {
		return by == q.c.Act.Issuer
	}
	d := q.facts.Directory()
	_, standing := d.Author(by, q.c.Received)
	return noun.SideOf(party) == side && slices.Contains(p.Yes(), side) && standing == people.Enrolled &&
		!d.Doubted(by, p.Received, p.Received) && !d.Disavowed(by, p.Received, p.Received)
}

// erases refuses the erasure of what an act hides that is not in the register, and of what a side said that counts by anybody but
// that side: others sign beside it, and two others cannot take from a side what it said.
func erases(q *inquiry) *problem.Problem {
	b, is := q.c.Body.(*people.DisclosureErased)
	if !is {
		return nil
	}
	party, _, there := q.facts.Signed(b.Act)
	if !there || q.facts.Precedes(b.Subject, b.Act) != OfTheSubject {
		return problem.NotFound(problem.NothingToErase, problem.P{"act": b.Act, "subject": b.Subject}).At("/act")
	}
	o, _ := q.facts.Directory().Office(people.OfficeSubject(q.origin))
	if s, _ := o.Side(noun.SideOf(party)); party == q.author.Party || s.Counts.IsZero() {
		return nil
	}
	return problem.Forbidden(problem.ErasureOfAnother, problem.P{"party": noun.SideOf(party)}).At("/act")
}

// mayHaveRead refuses whoever says that he checked what he may not read.
func mayHaveRead(q *inquiry) *problem.Problem {
	b, is := q.c.Body.(*people.HeadChecked)
	if !is {
		return nil
	}
	for _, class := range b.Classes {
		if !q.policy.MayDo(PersonOf(q.author), policy.Read(class)) {
			return problem.Forbidden(problem.ClassNotRead, problem.P{"class": class}).At("/classes")
		}
	}
	return nil
}

// wasThere refuses whoever says that he checked more entries than the register had when it received that. Of what root its head
// was, whoever holds the register tells (copies.Audit); an office looks before it takes such a word.
func wasThere(q *inquiry) *problem.Problem {
	b, is := q.c.Body.(*people.HeadChecked)
	if !is || q.c.Act.Subject != people.OfficeSubject(q.origin) || b.Size <= q.c.Index {
		return nil
	}
	return problem.Conflict(problem.HeadBeyond, problem.P{"size": b.Size, "has": q.c.Index}).At("/size")
}

// founding holds the founding act to the register that it founds, and to being the first.
func founding(q *inquiry) *problem.Problem {
	b, founds := q.c.Body.(*people.OfficeOpened)
	switch {
	case founds && q.facts.Directory().Founded():
		return problem.Conflict(problem.OfficeAlreadyFounded)
	case founds && q.c.Act.Subject != people.OfficeSubject(b.Origin):
		return problem.Invalid(problem.BodyWrong, problem.P{"reason": "the subject must be office/ and the origin"}).At("/origin")
	case founds && (b.Origin != q.origin || b.RegisterKey != q.key):
		return problem.Invalid(problem.BodyWrong, problem.P{"reason": "origin and registerKey must be this register's own"}).At("/registerKey")
	}
	return nil
}

// ended refuses everything once the register was succeeded by another.
func ended(q *inquiry) *problem.Problem {
	o, _ := q.facts.Directory().Office(people.OfficeSubject(q.origin))
	if o.Successor == nil {
		return nil
	}
	return problem.Conflict(problem.RegisterEnded, problem.P{"other": o.Successor.Origin, "id": o.Successor.Register, "since": o.Successor.Since})
}

// ofTheNoun asks what only the noun knows.
func ofTheNoun(q *inquiry) *problem.Problem {
	for _, rule := range q.ofNoun(q.c.Act.Subject).Rules {
		if refusal := rule(q.question()); refusal != nil {
			return refusal
		}
	}
	return nil
}

func (q *inquiry) question() noun.Question {
	return noun.Question{
		Act: q.c.Act, Body: q.c.Body, Person: q.author.Name, Party: q.author.Party, Received: q.c.Received, Number: q.Under(), Facts: q.facts,
		Withhold: func() { q.withheld = true }, Withheld: q.lacks, Behind: q.facts.Directory().Behind, PartyOf: q.facts.Directory().PartyOf,
	}
}

// lacks reports whether what the act hides of a class is not at hand.
func (q *inquiry) lacks(class string) bool {
	if q.c.Whole {
		return false
	}
	opened, err := q.c.Act.Open(q.c.Disclosed)
	return err != nil || slices.Contains(opened.Withheld, class)
}
