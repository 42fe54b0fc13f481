package recount

import (
	"errors"

	"truce/judge/bulletin"
)

// Verdict is what a check says of a bulletin.
type Verdict string

// Verdicts. Of what cannot be judged here nothing is said, neither for it nor against it.
const (
	Good     Verdict = "good"
	Wrong    Verdict = "wrong"
	Unjudged Verdict = "cannot be judged here"
)

// Reason is one line of the table of verdicts.
type Reason string

// The table of verdicts: the first line that applies is why. Published says that an act in the
// copy published exactly these bytes; what is not published so is never good without saying so.
//
// Whoever forges a bulletin writes its header, too. So nothing in a header excuses a difference
// unless an act in the copy signed it, and what this program can refute it refutes before it
// says that it cannot judge.
//
//	wrong
//	  Another      not published, and an act in the copy published another one under its name: of its kind, its day or its
//	               number, its correction and its edition
//	  NoRules      its rules have a number that none ever had (below 1)
//	  NoFolds      by known rules, and its folds lack a noun that is counted, name one that is not, or give one a number
//	               below 1
//	  NoForm       it has not the form that its rules give
//	  OtherHistory it rests on another register than the copy's, or on another history of it
//	  NotItsRows   the rows that were given have not the digest that it names
//	  Differs      a figure is not as the rows that were given make it; or a figure, a row or the digest of the rows is not
//	               as the register makes it, and nothing that the copy withholds, and no noun of another number, explains it;
//	               or its folds are not those of the rows that were given
//	cannot be judged here
//	  OtherForm    it is in a form of another number than this program reads
//	  OtherRules   its rules have a number that this program does not have
//	  CopyShort    the copy ends before what it rests on
//	  MoreRegisters it rests on registers besides the copy's
//	  Unsigned     not published, and by its folds a noun has another number, higher or lower: nobody signed that
//	  Withheld     not published, and something differs where the copy withholds what decides it
//	  Refolded     published, no rows were given, and a figure differs that is counted from a noun of another number
//	good
//	  RowsRefolded published, every figure as the rows make it; rows differ only of nouns of another number, or where the
//	               copy withholds what decides it
//	  AsFarAsTold  published, and nothing differs but where the copy withholds what decides it
//	  NotPublished not published, and every figure as made again
//	  AsMade       published, and every figure as made again
const (
	Another       Reason = "another was published under its name"
	NoRules       Reason = "rules that never were"
	NoFolds       Reason = "meanings that never were"
	NoForm        Reason = "not the form of its rules"
	OtherHistory  Reason = "another history"
	NotItsRows    Reason = "not its rows"
	Differs       Reason = "a statement differs"
	OtherForm     Reason = "another form"
	OtherRules    Reason = "other rules"
	CopyShort     Reason = "the copy is too short"
	MoreRegisters Reason = "more registers"
	Unsigned      Reason = "other meanings, which nobody signed"
	Withheld      Reason = "not published, and something is withheld"
	Refolded      Reason = "figures by other meanings"
	RowsRefolded  Reason = "from its rows, which differ by now"
	AsFarAsTold   Reason = "as far as the copy tells"
	NotPublished  Reason = "as made again, but not published"
	AsMade        Reason = "as made again"
)

// Verdict is that of the table, and the line of it that applies. It is of a result whose Copy
// is OK.
func (r Result) Verdict() (Verdict, Reason) {
	if reason := r.refuted(); reason != "" {
		return Wrong, reason
	}
	if reason := r.open(); reason != "" {
		return Unjudged, reason
	}
	switch {
	case r.FromRows && len(r.Rows) > 0:
		return Good, RowsRefolded
	case r.has(bulletin.Undecided):
		return Good, AsFarAsTold
	case !r.Published:
		return Good, NotPublished
	}
	return Good, AsMade
}

func (r Result) refuted() Reason {
	rules, is := errors.AsType[bulletin.OtherRules](r.Apart)
	switch {
	case r.Another != "" && !r.Published:
		return Another
	case is && rules.Never():
		return NoRules
	case r.ofKnownRules() && r.Header.Meaning() == bulletin.NoMeaning:
		return NoFolds
	case errors.Is(r.Apart, bulletin.ErrForm):
		return NoForm
	case errors.Is(r.Apart, ErrOtherHistory):
		return OtherHistory
	case errors.Is(r.Apart, bulletin.ErrNotItsRows):
		return NotItsRows
	case r.has(bulletin.Wrong):
		return Differs
	}
	return ""
}

// ofKnownRules reports whether this program knows what the header must say.
func (r Result) ofKnownRules() bool {
	_, form := errors.AsType[bulletin.OtherForm](r.Apart)
	return !form && r.Header.Rules == bulletin.Rules
}

func (r Result) open() Reason {
	_, form := errors.AsType[bulletin.OtherForm](r.Apart)
	switch {
	case form:
		return OtherForm
	case errors.Is(r.Apart, ErrCopyShort):
		return CopyShort
	case errors.Is(r.Apart, ErrMoreRegisters):
		return MoreRegisters
	case r.Apart != nil:
		return OtherRules
	case !r.Published && r.Header.Meaning() != bulletin.SameMeaning:
		return Unsigned
	case !r.Published && r.has(bulletin.Undecided):
		return Withheld
	case !r.FromRows && r.has(bulletin.Refolded):
		return Refolded
	}
	return ""
}

func (r Result) has(v bulletin.Verdict) bool {
	_, has := r.First(v)
	return has
}

// apart reports whether an error of making a bulletin again is about the bulletin: a verdict
// then follows from it.
func apart(err error) bool {
	_, rules := errors.AsType[bulletin.OtherRules](err)
	_, form := errors.AsType[bulletin.OtherForm](err)
	if rules || form {
		return true
	}
	for _, is := range []error{bulletin.ErrForm, bulletin.ErrNotItsRows, ErrOtherHistory, ErrCopyShort, ErrMoreRegisters} {
		if errors.Is(err, is) {
			return true
		}
	}
	return false
}
