package bulletin

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"truce/ground/act"
)

// Figure is a number that can be traced: how many, of what, and the records from which it
// was worked out. The mission's edition lists them; the public one has their Digest.
type Figure struct {
	Number      *int            `json:"number,omitempty"` // absent: not observed, which is not 0
	Unit        string          `json:"unit"`
	Of          []act.SubjectID `json:"of,omitempty"`
	Digest      string          `json:"digest,omitempty"`
	NotObserved bool            `json:"notObserved,omitzero"`
	NotSaid     bool            `json:"notSaid,omitzero"` // no report says it, or one leaves it open: no number, which is not 0
	Before      *Earlier        `json:"before,omitempty"` // the same of the period before, as known at the same moment
}

// Earlier is a figure of the period before.
type Earlier struct {
	Number      *int            `json:"number,omitempty"`
	Of          []act.SubjectID `json:"of,omitempty"`
	Digest      string          `json:"digest,omitempty"`
	NotObserved bool            `json:"notObserved,omitzero"`
	NotSaid     bool            `json:"notSaid,omitzero"`
}

// N is the number, 0 where nothing was observed.
func (f Figure) N() int {
	if f.Number == nil {
		return 0
	}
	return *f.Number
}

// N is the number, 0 where nothing was observed.
func (e Earlier) N() int {
	if e.Number == nil {
		return 0
	}
	return *e.Number
}

// Units of figures that are no words of the taxonomy.
const (
	ReportUnit      = "report"
	IncidentUnit    = "incident"
	PersonUnit      = "person"
	RestrictionUnit = "restriction"
	MinuteUnit      = "minute"
	PostUnit        = "post"
	QuestionUnit    = "question"
	RecordUnit      = "record"
)

// bag gathers the records of a figure, of the period and of the one before.
type bag struct{ now, before heap }

// put adds a record that counts once.
func (b *bag) put(subject act.SubjectID, before bool) { b.add(subject, before, 1) }

// add adds a record that counts n times: people, minutes.
func (b *bag) add(subject act.SubjectID, before bool, n int) {
	if before {
		b.before.add(subject, n)
		return
	}
	b.now.add(subject, n)
}

// some adds a record that counts n times, if it counts at all.
func (b *bag) some(subject act.SubjectID, before bool, n int) {
	if n > 0 {
		b.add(subject, before, n)
	}
}

// bags are bags by key.
type bags map[string]*bag

func (b bags) at(key string) *bag {
	if b[key] == nil {
		b[key] = &bag{}
	}
	return b[key]
}

// sorted are the keys of a map.
func sorted[V any](of map[string]V) []string { return slices.Sorted(maps.Keys(of)) }

type heap struct {
	of []act.SubjectID
	n  int
}

func (h *heap) put(subject act.SubjectID) { h.add(subject, 1) }

func (h *heap) add(subject act.SubjectID, n int) {
	h.of = append(h.of, subject)
	h.n += n
}

func (h heap) sorted() []act.SubjectID {
	slices.Sort(h.of)
	return slices.Compact(h.of)
}

// figure closes a bag. Of what is compared with the period before, Before is always there.
func (m *maker) figure(b bag, unit string) Figure {
	f := m.single(b, unit)
	n := b.before.n
	f.Before = &Earlier{Number: &n}
	f.Before.Of, f.Before.Digest = m.behind(b.before.sorted())
	return f
}

// single closes a bag of which nothing is compared.
func (m *maker) single(b bag, unit string) Figure {
	n := b.now.n
	f := Figure{Number: &n, Unit: unit}
	f.Of, f.Digest = m.behind(b.now.sorted())
	return f
}

// of is a figure that is not compared.
func (m *maker) of(n int, unit string, subjects ...act.SubjectID) Figure {
	return m.single(bag{now: heap{subjects, n}}, unit)
}

// crowd is a figure of records that were too many to be kept by name, or were not.
func (m *maker) crowd(c Crowd, unit string) Figure {
	f := Figure{Number: &c.N, Unit: unit, Digest: c.Digest}
	if c.Digest == "" {
		f.Of, f.Digest = m.behind(c.Of)
	}
	return f
}

// maxListed is how many records of one figure an edition lists. Of more, such as what a whole
// data set brought, it has the digest, as the public one.
const maxListed = 10_000

// behind are the records behind a figure as the edition shows them.
func (m *maker) behind(of []act.SubjectID) ([]act.SubjectID, string) {
	switch {
	case len(of) == 0:
		return nil, ""
	case m.every, m.mission() && len(of) <= maxListed:
		return of, ""
	}
	return nil, digest(m.Salt, of)
}

// digest is the SHA-256 of the salt and of the sorted ids, a line each. The salt is known to
// whoever has a copy of the register and to nobody else: ids can be guessed, and a stranger
// who guesses shall not be told whether the guess was right.
func digest(salt string, of []act.SubjectID) string {
	h := sha256.New()
	h.Write([]byte(salt + "\n"))
	for _, id := range of {
		h.Write([]byte(string(id) + "\n"))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// nameOf tells rows about single records apart: by the record's id, or by a digest of it.
func (m *maker) nameOf(subject act.SubjectID) string {
	if m.mission() {
		return string(subject)
	}
	return digest(m.Salt, []act.SubjectID{subject})[:12]
}

// unseen takes the number from a figure that is 0 where nobody watched.
func unseen(f Figure, now, before bool) Figure {
	if now && f.N() == 0 {
		f.Number, f.NotObserved = nil, true
	}
	if before && f.Before != nil && f.Before.N() == 0 {
		f.Before = &Earlier{NotObserved: true}
	}
	return f
}
