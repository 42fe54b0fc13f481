package law

import "strings"

// Verdict says whether facts engage a rule. It says nothing of who is answerable.
type Verdict string

// Verdicts.
const (
	Engaged    Verdict = "engaged"
	NotEngaged Verdict = "not-engaged"
	Possible   Verdict = "may-be"      // it depends on where or when exactly
	NotDecided Verdict = "not-decided" // something is not known, or the rule fails: never a no
)

// Reason is one ground of a verdict: the key of a sentence to translate, and what it
// speaks of.
type Reason struct {
	Say  string `json:"say"`
	Name string `json:"name,omitempty"`
}

// Sentences of reasons.
const (
	RuleTrue        = "rule-true"
	RuleFalse       = "rule-false"
	RuleFails       = "rule-fails"
	NotKnown        = "not-known"
	OutsidePlace    = "outside"
	NoBoundary      = "no-boundary"
	PlaceUncertain  = "place-uncertain"
	TimeUncertain   = "time-uncertain"
	AccusedNotBound = "accused-not-bound"
	TooNear         = "too-near"
	FarEnough       = "far-enough"
	AcrossTheLine   = "across-the-line"
	NoPlace         = "no-place"
)

func because(say, name string) []Reason { return []Reason{{say, name}} }

// English is the reason as a sentence.
func (r Reason) English() string {
	return strings.ReplaceAll(r.sentence(), "{name}", r.Name)
}

func (r Reason) sentence() string {
	switch r.Say {
	case RuleTrue:
		return "what is forbidden happened"
	case RuleFalse:
		return "it is not what the clause forbids"
	case RuleFails:
		return "the rule gives no answer: {name}"
	case NotKnown:
		return "it depends on what is not known: {name}"
	case OutsidePlace:
		return "it lies outside {name}"
	case NoBoundary:
		return "{name} had no boundary in force yet"
	case PlaceUncertain:
		return "the place is too uncertain to tell: {name}"
	case TimeUncertain:
		return "it did not hold during all of the time: {name}"
	case AccusedNotBound:
		return "{name} was not bound by it"
	case TooNear:
		return "it is nearer to {name} than allowed"
	case FarEnough:
		return "it is as far from {name} as it must be"
	case AcrossTheLine:
		return "it is across {name}, on the side of the other party"
	case NoPlace:
		return "nothing can be said of its place and {name}"
	}
	return r.Say
}
