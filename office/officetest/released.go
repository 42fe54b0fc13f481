package officetest

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/keep"
)

// Releases has two sides release to somebody copies of all that he or she may see, if they did not before. If there
// is no second side, a party becomes one of which nobody else is here, and confirms what was done alone.
func (w *World) Releases(t testing.TB, who string) act.ID {
	t.Helper()
	if id, before := w.released[who]; before {
		return id
	}
	if len(w.roots()) == 0 {
		w.Root(t, "IR")
		w.confirms(t, "root-ir")
	}
	id := w.ReleasesTo(t, w.As(who).ID)
	if w.released == nil {
		w.released = map[string]act.ID{}
	}
	w.released[who] = id
	return id
}

// ReleasesTo has the administrator and all roots release to a reader all that he or she may see.
func (w *World) ReleasesTo(t testing.TB, reader act.SubjectID) act.ID {
	t.Helper()
	office := w.office()
	id := w.Must(t, "administrator", "copy-released", office, people.CopyReleased{
		Reader: reader, Classes: []string{"exact-place", "narrative", "person", "source", "staff"}, EvidenceFiles: true,
		Until: w.Clock.Now().Add(80 * 24 * time.Hour).Truncate(time.Second), Purpose: shape.In("en", "To check the register."),
	}).ID
	for _, root := range w.roots() {
		w.Endorses(t, root, office, id)
	}
	return id
}

// office is the subject of the world's own office.
func (w *World) office() string { return string(people.OfficeSubject(w.Verifier().Name())) }

// roots are the names of those who hold root keys of parties.
func (w *World) roots() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(w.Keys)), func(name string) bool { return !strings.HasPrefix(name, "root-") })
}

// confirms has a root sign all that one side did alone about the office and its people.
func (w *World) confirms(t testing.TB, root string) {
	t.Helper()
	alone := map[act.ID]act.SubjectID{}
	err := w.Read(t.Context(), func(r keep.Reader) error {
		for _, of := range []string{people.OfficeNoun, people.PersonNoun} {
			err := r.NounAsOf(of, time.Time{}, func(row keep.Row) error {
				var s struct {
					Proposals []noun.Proposal `json:"proposals"`
				}
				err := json.Unmarshal([]byte(row.State), &s)
				for _, p := range s.Proposals {
					if of == people.OfficeNoun && string(row.Subject) != w.office() {
						continue // another office's sides answer for it
					}
					if p.Standing == noun.Alone || p.Kind == "office-opened" && p.Standing != noun.InForce {
						alone[p.Act] = row.Subject
					}
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for id, subject := range alone {
		w.Endorses(t, root, string(subject), id)
	}
}
