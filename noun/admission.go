package noun

import (
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/problem"
)

// Admission is what a noun adds to the rules by which acts about it are taken into a register.
// What holds for all acts stands in package admission, who may make which kind in the policies;
// here is what only the noun knows. Its zero value adds nothing.
//
// Its functions are pure: the same question with the same facts is answered alike by the office
// that takes an act, by one that mirrors its register, and by whoever checks a copy later.
type Admission struct {
	// Rules are asked in their order, after all others; the first refusal decides.
	Rules []Rule
	// Persons tells whom else than the first author policies may ask about. Nil: nobody.
	Persons func(Question) Persons
	// Keeps tells whether a subject is as if it was not there for all but its author's side. No act about
	// something else names it then. Nil: none is.
	Keeps func(Question, act.SubjectID) bool
	// Recalls are the kinds of act about its own subjects whose bodies the functions ask for.
	Recalls []act.Kind
	// States: who asks for states of its subjects.
	States Asking
	// HidesNames are the kinds that may hide subjects which they name: whoever was not given
	// those members cannot tell whether they were known.
	HidesNames []act.Kind
	// Waiting are, of a subject in its state, what acts put forward and a yes can still bring into force at a moment: of
	// one side so much and no more (admission.MaxWaiting). A noun says it whose acts sides sign and by which others are judged.
	Waiting func(state []byte, at time.Time) []Proposal
	// Compartments: acts about its subjects may keep them for one party alone (Enclosing).
	Compartments bool
}

// Asking says who asks how subjects of a noun stand, to judge acts by it. Facts answer nobody else.
type Asking int

// Askings.
const (
	NotAsked Asking = iota
	BySelf          // its own rules: an act about a subject is judged by how that very subject stands
	// ByOthers: acts about subjects of other nouns are judged by it too. Then acts about it follow what
	// was said about their subject until an hour before, and end: what one kept back for years would change how
	// others are judged today.
	ByOthers
)

// Rule answers why an act cannot be taken, nil if it can as far as this rule goes.
type Rule func(Question) *problem.Problem

// Question is an act that asks to be taken. Its subject may not be there yet.
type Question struct {
	Act      act.Act
	Body     any           // a pointer to the Go type of the kind
	Person   act.SubjectID // whose key signed, as everybody knows it: a person who is named, or the key
	Party    string        // that person's party; "" for the mission's own people
	Received time.Time     // by the clock of the office whose register it is for
	Number   int           // of the rules of admission in force in that register when it was received
	Facts    Facts
	// Withhold says that a rule could not be asked: what it compares is withheld from this reader.
	// Whoever takes an act into its first register is told everything.
	Withhold func()
	// Withheld reports whether what the act hides of a class is withheld from this reader, or erased.
	Withheld func(class string) bool
	// Behind is who an author is whom Person or First names: the person behind a key, if this
	// reader was told; else what it was asked about.
	Behind func(act.SubjectID) act.SubjectID
	// PartyOf is the party of an author or a person of whom it was asked by such a name; "" for the mission's own people.
	PartyOf func(act.SubjectID) string
}

// Under is Number.
func (q Question) Under() int { return q.Number }

// Asked is a question that is judged by the rules of one number of admission.
type Asked interface{ Under() int }

// Since is a rule of a number of admission and of all after it: earlier numbers decide as they did.
func Since[Q Asked](number int, rule func(Q) *problem.Problem) func(Q) *problem.Problem {
	return func(q Q) *problem.Problem {
		if q.Under() < number {
			return nil
		}
		return rule(q)
	}
}

// Until is a rule of all numbers of admission up to one, which later ones do not have.
func Until[Q Asked](number int, rule func(Q) *problem.Problem) func(Q) *problem.Problem {
	return func(q Q) *problem.Problem {
		if q.Under() > number {
			return nil
		}
		return rule(q)
	}
}

// Facts are what is known before an act: the entries ahead of it in its register, and what
// they add up to as of the last commit. A reader that fails answers that nothing is there, and
// the question is dropped as a whole.
type Facts interface {
	// Known reports whether anybody spoke of a subject.
	Known(act.SubjectID) bool
	// First is who first spoke of a subject, and by what kind of act; false if nobody did.
	First(act.SubjectID) (First, bool)
	// States are the states of a subject by start of their period, of a noun that says so
	// in its Admission.
	States(act.SubjectID) []State
	// Of are the latest states of all subjects of such a noun, in no order.
	Of(noun string) []State
	// Recall are the acts about a subject that its noun recalls, in the order of the register.
	Recall(act.SubjectID) []fold.Entry
	// Compartment is the party for which alone a subject is kept (Enclosing), "" if for none. To everybody else it is not there.
	Compartment(act.SubjectID) string
}

// Enclosing is a body that can keep its subject for its author's party alone. A subject is kept as long as no act about it says
// otherwise, and as long as one is kept with which it belongs.
type Enclosing interface {
	Encloses() (alone bool, with []act.SubjectID)
}

// First is the act that opened a subject.
type First struct {
	Kind   act.Kind
	Person act.SubjectID // as Question.Person
	Party  string
}

// State is the state of a subject during one period in the world, as JSON of the noun's state
// type.
type State struct {
	Subject act.SubjectID
	JSON    []byte
}

// Persons are those who have a part in a subject as it stands.
type Persons struct {
	KeyOwner  act.SubjectID   // whose key it is
	Holder    act.SubjectID   // who has it
	Reporters []act.SubjectID // who brought what it holds, or what the act holds it against
	Gatherers []act.SubjectID // who put together what others brought; to policies they are reporters
	// Withheld: who they are cannot be told from what this reader was given.
	Withheld bool
}
