// Package noun says what a noun is: one of the things that acts are about, such as a report,
// a post or a zone. Each room of this folder exports the nouns that it keeps, each as one
// value; package kinds is the closed list of them, a line a noun.
//
// All that has to be known of a noun elsewhere stands in its value, and is read from there:
// lists, addresses and commands, schemas, the public edition, what the law judges, what the
// map draws, the description of the API, the types of the desk. Nothing keeps a list of nouns
// of its own. Only policies are written by hand besides, because lawyers read them.
package noun

import (
	"truce/ground/act"
	"truce/ground/fold"
)

// Noun is what there is to know about one noun. Every member must be said, unless its own
// comment tells what its absence means; Lacks names those that are not.
type Noun struct {
	Name   string // in the names of subjects: "report" of "report/2017-05-07-1"
	Plural string // in lists, addresses and commands: "reports"
	About  string // one sentence for people who read lists

	State any       // a zero value of the state's Go type; class tags say which members are not for everybody
	Fold  fold.Func // how the acts about one subject add up
	Rules int       // number of the meaning that Fold gives, from 1; raised, with a reason in docs/meaning.md, when the same acts add up to something else
	Kinds []Kind    // of acts about it, in the order in which they may follow one another

	Named     Naming    // how its subjects come by their names
	Public    Public    // what strangers are shown
	Part      Part      // what else an office keeps of it in its memory; none unless said
	Admission Admission // what it adds to the rules by which acts about it are taken; nothing unless said
	Placed    Placed    // how it lies on the ground; nowhere unless said
	Turns     Turns     // on which hidden members its fold turns; on none unless said
	Precise   Precision // how well the times of its rows are known; as they are written unless said
	Kept      string    // status of those of its subjects that are there for their author's side alone: of one that is shown it is told how many of its side's of the same week still are so. None unless said
	Late      int       // number of the bulletins' rules (bulletin.Rules) from which on what is received after a bulletin's cut-off is listed in the next one; never unless said

	// Screen is the address of the desk's own screen for one subject, with :name for its name.
	// Empty: the desk shows it as it shows every noun, by its schema, and Plain says why that
	// is enough.
	Screen, Plain string
}

// Kind is one kind of act. Its example stands in the doc comment of the body's Go type, where
// tests read it.
type Kind struct {
	Name  act.Kind // a past-tense fact: "observation-filed" for the Go type ObservationFiled
	Body  any      // a zero value of the body's Go type
	Opens bool     // may be the first act about its subject
	Group string   // under which policies name it together with others; "" if they name it alone
	About string   // one sentence for people who write acts

	// Several must sign what it puts forward before anything of what was agreed changes by it: until then that stands
	// as it was, and the proposal beside it. A test plays each such kind (checks/adversary, TestProposals).
	Several bool

	// Answers: it answers one act, or for one key or head, and says so in its body; what else was said
	// about the subject meanwhile does not change it. Other acts that change what others are
	// judged by must follow what was said about their subject until an hour before.
	Answers bool
}

// Naming is how subjects of a noun come by their names.
type Naming int

// Namings.
const (
	_         Naming = iota
	ByConsent        // by agreement: what many speak of is called so by all, and opening it needs a role
	// Made from the key of whoever opens it and a nonce (act.Named): what persons open day by day. The
	// name tells nothing, and nobody else can open it. Where the rules of an office say so, in an
	// exercise, people choose such names themselves.
	Made
	OfContent // it follows from what it is: who published a tally of which day
)

// Part is what an office keeps of a noun in memory, so that each act and each answer is judged
// by it. An act about such a noun ends its commit, as one does by whose states others are judged
// (ByOthers): whoever comes after it is judged by it.
type Part int

// Parts.
const (
	Record Part = iota // nothing: rows in the store
	People             // who may speak: the directory
	Law                // what is agreed, and where: the book of law
)

// Placed is how a noun lies on the ground.
type Placed struct {
	Judged bool   // it has a place and a time that the law can speak about: in which zone and belt it lies
	Map    Layer  // what the map draws it as
	Drawn  string // path of the member of its state that is a geometry (RFC 7946); "" if it has none
	Open   bool   // where it is is no secret: boxes and places are not noted as read
}

// Turns says on which hidden members it turns how a subject stands: its status, whether it counts, where it is, to
// whom it belongs. Whoever holds a copy without such a member does not know that, and is told so.
type Turns struct {
	Own     []string // disclosure classes of members of acts about it
	Named   []string // and of acts about the subjects that those name
	Several []string // and of acts about the subjects that those name, where there are two of them or more
}

// Layer is what the map draws a noun as.
type Layer string

// Layers.
const (
	NoLayer  Layer = ""         // not on the map
	Happened Layer = "happened" // points, sectors and circles of what happened, counted at low zooms
	Ground   Layer = "ground"   // what stands or was drawn: posts, zones, lines
)

// Lacks names what a value does not say, for the test that asks every noun; nil if nothing.
func (n Noun) Lacks() []string {
	var lacks []string
	say := func(missing bool, what string) {
		if missing {
			lacks = append(lacks, what)
		}
	}
	say(n.Name == "", "Name: the first half of its subjects' names")
	say(n.Plural == "", "Plural: how lists, addresses and commands call it")
	say(n.About == "", "About: one sentence for people who read lists")
	say(n.State == nil, "State: a zero value of its state")
	say(n.Fold == nil, "Fold: how its acts add up")
	say(n.Rules < 1, "Rules: the number of the meaning, 1 to begin with")
	say(len(n.Kinds) == 0, "Kinds: of act that are about it")
	say(n.Named == 0, "Named: how its subjects come by their names: noun.ByConsent, noun.Made or noun.OfContent")
	say(!n.Public.said(), "Public: what strangers are shown: Shown(members...), Everything(why) or Inside(why)")
	say(!n.Public.timesSaid(), "Public: how exactly strangers are told its times: .Told(noun.ByDay), noun.Exact or noun.InWorldOnly")
	say(n.Placed.Map == Happened && !n.Placed.Judged, "Placed: Judged, as whatever happened somewhere is")
	say((n.Screen == "") == (n.Plain == ""), "Screen or Plain: the desk's own screen, or why it needs none")
	opens, answered := false, false
	for _, k := range n.Kinds {
		say(k.Name == "" || k.Body == nil || k.About == "", "Kinds: Name, Body and About of "+string(k.Name))
		opens = opens || k.Opens
		answered = answered || k.Name == Endorsement().Name
	}
	say(answered && n.Admission.States == ByOthers && n.Admission.Waiting == nil, "Admission: Waiting, what a yes can still bring into force")
	say(len(n.Kinds) > 0 && !opens, "Kinds: one that may be the first about a subject (Opens)")
	return lacks
}

// Collection is the address of its list in the API.
func (n Noun) Collection() string { return "/api/" + n.Plural }
