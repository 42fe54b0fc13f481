package office

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/tool/keep"
	"truce/tool/query"
)

// Told is one act about a subject, as one reader may see it.
type Told struct {
	ID          act.ID         `json:"id"`
	Index       int64          `json:"index"`
	Received    time.Time      `json:"received"`
	Kind        act.Kind       `json:"kind"`
	Issuer      act.KeyID      `json:"issuer"`
	Issued      time.Time      `json:"issued" doc:"the author's clock, a claim"`
	Person      act.SubjectID  `json:"person,omitempty" doc:"whose key it was; for readers of staff"`
	Party       string         `json:"party,omitempty"`
	Prev        []act.ID       `json:"prev,omitempty"`
	Body        jsontext.Value `json:"body" doc:"with the hidden members that this reader may see"`
	Act         string         `json:"act" doc:"compact JWS as its author signed it"`
	Disclosures []string       `json:"disclosures,omitempty"`
}

// History answers the acts about a subject, in the order of the register and then of others, for people of
// the mission and the parties. Strangers get the public edition of the state only.
func (f *Office) History(ctx context.Context, who policy.Person, id act.SubjectID) ([]Told, error) {
	if _, err := f.Subject(ctx, who, id, query.Clocks{}); err != nil {
		return nil, err
	}
	if !who.Known() {
		return nil, problem.Unauthenticated(problem.SignInNeeded)
	}
	var entries []keep.Entry
	err := f.store.Read(ctx, func(r keep.Reader) error {
		var err error
		entries, err = r.About(id)
		return err
	})
	if err != nil {
		return nil, storageProblem(f.folder, err)
	}
	shown := f.shown(who)
	told, handed := make([]Told, 0, len(entries)), []string{}
	for _, e := range keep.Firsts(entries) {
		t, classes, err := shown.told(e)
		if err != nil {
			return nil, problem.Internal(problem.StorageFailed).Because(err)
		}
		for _, class := range classes {
			handed = with(handed, class)
		}
		told = append(told, t)
	}
	return told, shown.note(id, handed...)
}

// Act answers one act with the same rights as its subject. One about a subject that the reader
// may not see is answered as one that is not there.
func (f *Office) Act(ctx context.Context, who policy.Person, id act.ID) (Told, error) {
	entry, err := f.store.Act(ctx, id)
	if errors.Is(err, keep.ErrNotFound) {
		return Told{}, problem.NotFound(problem.NothingFound, problem.P{"id": id})
	}
	if err != nil {
		return Told{}, storageProblem(f.folder, err)
	}
	history, err := f.History(ctx, who, entry.Subject)
	if problem.Is(err, problem.NothingFound) {
		return Told{}, problem.NotFound(problem.NothingFound, problem.P{"id": id})
	}
	for _, t := range history {
		if t.ID == id {
			return t, nil
		}
	}
	return Told{}, err
}

// told is an act as the reader may see it, and of which classes are the hidden members that
// he is handed.
func (s shown) told(e keep.Entry) (Told, []string, error) {
	a, err := act.Parse(e.JWS)
	if err != nil {
		return Told{}, nil, err
	}
	held, err := act.ParseDisclosures(e.Hidden)
	if err != nil {
		return Told{}, nil, err
	}
	ds, classes, err := s.disclosures(a, held, e.Party)
	if err != nil {
		return Told{}, nil, err
	}
	opened, err := a.Open(ds)
	if err != nil {
		return Told{}, nil, err
	}
	t := Told{
		ID: a.ID, Index: e.Index, Received: e.Received, Kind: a.Kind, Issuer: a.Issuer, Issued: a.Issued,
		Party: e.Party, Prev: a.Prev, Body: opened.Body, Act: a.Compact(),
	}
	if s.class("staff", "") {
		t.Person = e.Person
		classes = append(classes, "staff")
	}
	for _, d := range ds {
		t.Disclosures = append(t.Disclosures, d.String())
	}
	return t, classes, nil
}

// disclosures are those of an act that the reader is handed, and their classes: that is all
// there is to rights on fields.
func (s shown) disclosures(a act.Act, held []act.Disclosure, party string) (may []act.Disclosure, classes []string, err error) {
	opened, err := a.Open(held)
	if err != nil {
		return nil, nil, err
	}
	spec, _ := s.office.kinds.Spec(a.Kind)
	for i, d := range held {
		if class := spec.Hides[opened.Disclosed[i]]; s.class(class, party) {
			may, classes = append(may, d), with(classes, class)
		}
	}
	return may, classes, nil
}

// with adds a class that is not there yet.
func with(classes []string, class string) []string {
	if slices.Contains(classes, class) {
		return classes
	}
	return append(classes, class)
}
