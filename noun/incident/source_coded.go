package incident

import (
	"errors"
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
	"truce/noun"
)

// SourceCoded is the code that a custodian gives to whoever told a report, so that the same source
// under two reports is one and its name stays sealed. The code is for those who handle sources.
//
//	{"code": "S-017"}
type SourceCoded struct {
	Code string `json:"code" pattern:"^[A-Z0-9][A-Z0-9-]{0,19}$" class:"source" doc:"the source, the same in every report that comes from it; it says nothing of the person"`
}

// SourcesCompared is a custodian's word on whether two reports come from one source. It can be said of
// either of the two.
//
//	{"other": "report/2017-05-07-2", "decision": "same", "reason": {"text": "one interview", "language": "en"}}
type SourcesCompared struct {
	Other    act.SubjectID `json:"other" pattern:"^report/" doc:"the other report"`
	Decision string        `json:"decision" pattern:"^(same|different|open)$" doc:"whether they come from one source, from two, or that is open again"`
	Reason   shape.Prose   `json:"reason,omitzero" maxlen:"500" class:"source" doc:"on what ground"`
}

// Fits refuses a report beside itself.
func (b SourcesCompared) Fits(subject act.SubjectID) error {
	if b.Other == subject {
		return errors.New("other: that is the same report")
	}
	return nil
}

// Refers names the other.
func (b SourcesCompared) Refers() []act.SubjectID { return []act.SubjectID{b.Other} }

// What a custodian says of two sources.
const (
	SameSource      = "same"
	DifferentSource = "different"
)

// SourceOf is a custodian's word on whether this report and another come from one source.
type SourceOf struct {
	Report   act.SubjectID `json:"report"`
	Decision string        `json:"decision"`
	SourceWord
}

// CodeOf is the code that a custodian gave to the source of this report.
type CodeOf struct {
	Code string `json:"code,omitempty" class:"source"`
	SourceWord
}

// SourceWord is whose word something on a source is.
type SourceWord struct {
	Side        string        `json:"side"`
	By          act.SubjectID `json:"by" class:"staff"`
	Received    time.Time     `json:"received"`
	Act         act.ID        `json:"act"`
	MissionOnly bool          `json:"missionOnly,omitzero"` // set by noun.MarkSignatures
	Doubted     bool          `json:"doubted,omitzero"`     // set by noun.MarkSignatures: the key that signed it was in doubt
}

// sourcesOf are what was said of the source of a report. Each custodian has one word, the last that he or she said: another's
// stands beside it, and takes its place only for who said it.
type sourcesOf struct{ said []*sourceSaid }

// sourceSaid is one custodian's word: a code, or a decision on this report and another.
type sourceSaid struct {
	other act.SubjectID // "": a code
	value fold.Field[string]
	SourceWord
}

func (s *sourcesOf) say(g fold.Graph, e fold.Entry, other act.SubjectID, value string) {
	i := slices.IndexFunc(s.said, func(w *sourceSaid) bool { return w.By == e.Person && w.other == other })
	if i < 0 {
		i = len(s.said)
		s.said = append(s.said, &sourceSaid{other: other})
	}
	s.said[i].value.Set(g, e.ID, value)
	s.said[i].SourceWord = SourceWord{Side: noun.SideOf(e.Party), By: e.Person, Received: e.Received, Act: e.ID}
}

func (s *sourcesOf) codes() (all []CodeOf) {
	for _, w := range s.said {
		if w.other == "" {
			all = append(all, CodeOf{w.value.Value(), w.SourceWord})
		}
	}
	return all
}

func (s *sourcesOf) with() (all []SourceOf) {
	for _, w := range s.said {
		if d := w.value.Value(); w.other != "" && (d == SameSource || d == DifferentSource) {
			all = append(all, SourceOf{w.other, d, w.SourceWord})
		}
	}
	return all
}

// conflict is the first of what one custodian said otherwise at two places, without knowing of the one at the other.
func (s *sourcesOf) conflict() (fold.Conflict, bool) {
	for _, w := range s.said {
		name := "same source"
		if w.other == "" {
			name = "source code"
		}
		if c, is := w.value.Conflict(name); is {
			return c, true
		}
	}
	return fold.Conflict{}, false
}

// OneSource is what is known of whether two reports of an incident come from one source: by whose word, and whether another
// custodian says otherwise. That they do outweighs that they do not, so that a confirmation never rests on the more convenient
// of two words.
type OneSource struct {
	Reports  []act.SubjectID `json:"reports"`           // two
	One      bool            `json:"one"`               // they count as one source
	Sealed   bool            `json:"sealed,omitzero"`   // the very same sealed text stands in both
	Said     []SaidOfSources `json:"said,omitempty"`    // each custodian's word
	Alone    bool            `json:"alone,omitzero"`    // it rests on one custodian's word, without a second
	Disputed bool            `json:"disputed,omitzero"` // custodians say otherwise
}

// SaidOfSources is one custodian's word on two reports.
type SaidOfSources struct {
	Decision    string        `json:"decision"`      // same or different
	Code        bool          `json:"code,omitzero"` // by the codes that he or she gave
	Side        string        `json:"side"`
	By          act.SubjectID `json:"by" class:"staff"`
	Received    time.Time     `json:"received"`
	MissionOnly bool          `json:"missionOnly,omitzero"` // the key speaks for a party, and the mission alone vouched for it
	Doubted     bool          `json:"doubted,omitzero"`     // the key was in doubt
}

func said(decision string, code bool, w SourceWord) SaidOfSources {
	return SaidOfSources{decision, code, w.Side, w.By, w.Received, w.MissionOnly, w.Doubted}
}

// sourcesCompared is what custodians said of two reports, on either of them, and what follows. False if nothing is known.
func sourcesCompared(a, b source) (OneSource, bool) {
	o := OneSource{Reports: []act.SubjectID{b.id, a.id}, Sealed: a.Source != nil && b.Source != nil && a.Source.Sealed == b.Source.Sealed}
	for _, pair := range [][2]source{{a, b}, {b, a}} {
		for _, s := range pair[0].Sources {
			if s.Report == pair[1].id {
				o.say(said(s.Decision, false, s.SourceWord))
			}
		}
	}
	o.code(a, b)
	same, different := o.says(SameSource), o.says(DifferentSource)
	o.One, o.Disputed, o.Alone = same || o.Sealed && !different, same && different, len(o.Said) == 1
	return o, o.Sealed || len(o.Said) > 0
}

func (o *OneSource) says(decision string) bool {
	return slices.ContainsFunc(o.Said, func(s SaidOfSources) bool { return s.Decision == decision })
}

// say takes a word. Of what one custodian says of either report on both, the later counts.
func (o *OneSource) say(s SaidOfSources) {
	i := slices.IndexFunc(o.Said, func(held SaidOfSources) bool { return held.By == s.By })
	switch {
	case i < 0:
		o.Said = append(o.Said, s)
	case o.Said[i].Code || s.Received.After(o.Said[i].Received):
		o.Said[i] = s
	}
}

// code takes codes for words: who gave one that both reports have says that their source is one, and who gave either of them
// another says that it is not. What a custodian said of the two reports themselves goes before that.
func (o *OneSource) code(a, b source) {
	shared := func(code string) bool {
		is := func(c CodeOf) bool { return c.Code == code }
		return code != "" && slices.ContainsFunc(a.SourceCodes, is) && slices.ContainsFunc(b.SourceCodes, is)
	}
	all := slices.Concat(a.SourceCodes, b.SourceCodes)
	if !slices.ContainsFunc(all, func(c CodeOf) bool { return shared(c.Code) }) {
		return
	}
	for _, c := range all {
		if c.Code == "" {
			continue // withheld
		}
		decision := SameSource
		if !shared(c.Code) {
			decision = DifferentSource
		}
		i := slices.IndexFunc(o.Said, func(held SaidOfSources) bool { return held.By == c.By })
		switch {
		case i < 0:
			o.Said = append(o.Said, said(decision, true, c.SourceWord))
		case o.Said[i].Code && decision == DifferentSource:
			o.Said[i] = said(decision, true, c.SourceWord)
		}
	}
}

// one answers which of some reports come from one source, each by the first of them, and what was said of that: what is one
// with the same is one.
func one(sources []source) (of []int, known []OneSource) {
	of = make([]int, len(sources))
	for i := range sources {
		of[i] = i
	}
	for i := range sources {
		for j := range i {
			if !told(sources[i]) && !told(sources[j]) {
				continue
			}
			o, is := sourcesCompared(sources[i], sources[j])
			if is {
				known = append(known, o)
			}
			if from, to := of[i], of[j]; o.One && from != to {
				for k := range i + 1 {
					if of[k] == from {
						of[k] = to
					}
				}
			}
		}
	}
	return of, known
}

// told reports whether anything is known of the source of a report.
func told(s source) bool { return s.Source != nil || len(s.SourceCodes) > 0 || len(s.Sources) > 0 }
