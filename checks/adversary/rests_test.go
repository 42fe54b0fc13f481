package adversary

import (
	"strings"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/noun"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
)

// unasked are things of one side that two others can ask for, and what tells that side.
func unasked(t *testing.T) map[string]func(w *officetest.World) (subject string, puts func() act.ID) {
	t.Helper()
	of := func(who string, kind act.Kind, subject func(*officetest.World) string, body func(*officetest.World) any) func(*officetest.World) (string, func() act.ID) {
		return func(w *officetest.World) (string, func() act.ID) {
			on, says := subject(w), body(w)
			return on, func() act.ID { return w.Must(t, who, kind, on, says).ID }
		}
	}
	return map[string]func(w *officetest.World) (string, func() act.ID){
		"the end of a key": of("administrator", "key-revoked", func(w *officetest.World) string { return vouchedFor(t, w, "second") }, func(*officetest.World) any { return endOf() }),
		"a root": func(w *officetest.World) (string, func() act.ID) {
			return officeOf(w), func() act.ID { return names(t, w, "TR", "other-tr") }
		},
		"a founder": of("root-tr", "founder-removed", officeOf, func(*officetest.World) any {
			return people.FounderRemoved{Founder: "person/administrator", Reason: shape.In("en", "EXERCISE")}
		}),
		"the end of the register": of("administrator", "register-succeeded", officeOf, func(w *officetest.World) any { return ending(t, w, next(t, w, "next").Key()) }),
	}
}

// Broken: a second signature rested, so that nobody was told of it, and the clock by which a side can refuse ran from it all the same. About
// what others are judged by nothing rests: one too many is refused until it follows what its side left open, and is told then.
func TestRests_nothing_by_which_others_are_judged(t *testing.T) {
	t.Parallel()
	for name, begin := range unasked(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := threeSides(t)
			subject, puts := begin(w)
			var ids []act.ID
			for range admission.MaxOpenOfOne + 1 {
				ids = append(ids, puts())
			}
			answer := func(id act.ID, says string, prev ...act.ID) string {
				return w.SignAfter(t, "root-ru", "endorsed", subject, append([]act.ID{id}, prev...), noun.Endorsed{Act: id, Answer: says})
			}
			last, open := ids[len(ids)-1], []act.ID(nil)
			for _, id := range ids[:len(ids)-1] {
				r, err := w.Submit(t.Context(), answer(id, noun.No))
				if err != nil || r.Rests {
					t.Fatalf("%+v, %v", r, err)
				}
				open = append(open, r.ID)
			}
			unseen := answer(last, noun.Yes)
			_, err := w.Submit(t.Context(), unseen)
			officetest.WantProblem(t, err, problem.OwnHeadsMissing)
			honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
			said, code := truce(t, t.TempDir(), "check", h.with(t, unseen).publish(t, w, honest))
			says(t, said, code, 3, "It is one too many beside what its own side said about the same subject")
			r, err := w.Submit(t.Context(), answer(last, noun.Yes, open[0]))
			if err != nil || r.Rests {
				t.Fatalf("it follows what its side left open: %+v, %v", r, err)
			}
			if told := status(t, w, subject); !strings.Contains(told, r.ID.String()) {
				t.Error("the signature is not told:", told)
			}
			unaltered(t, w)
		})
	}
}

// Broken: what rested and was named later counted from its old receipt, days before anybody was shown it. It counts from when the act was
// received that woke it: in the office, made again, and in a copy.
func TestRests_what_is_woken_counts_from_then(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	opened := w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	last := leaves(t, w, "verifier-1", "attribution-made", opened.ID, attributes)
	w.Clock.Set(w.Clock.Now().Add(48 * time.Hour))
	woken := w.Clock.Now().UTC().Format(time.DateOnly)
	asks := incident.AnswerRequested{Party: "TR", Deadline: w.Clock.Now().Add(24 * time.Hour), Question: shape.In("en", "What happened?")}
	text := w.SignAfter(t, "secretary", "answer-requested", "incident/1", append(w.Heads(t, "incident/1"), last), asks)
	if r, err := w.Submit(t.Context(), text); err != nil || r.Rests {
		t.Fatalf("%+v, %v", r, err)
	}
	if all := decoded[incident.Incident](t, w, "incident/1").Attributions; len(all) != admission.MaxOpenOfOne+1 || all[admission.MaxOpenOfOne].ReceivedOn != woken {
		t.Errorf("the last counts otherwise than since %s: %+v", woken, all)
	}
	explained, err := w.Reading.Explain(t.Context(), w.As("secretary"), "incident/1", time.Time{})
	if err != nil || len(explained.Steps) != admission.MaxOpenOfOne+3 || explained.Steps[admission.MaxOpenOfOne+1].ID != last {
		t.Errorf("how it came to be so is told otherwise: %+v, %v", explained.Steps, err)
	}
	said, code := truce(t, t.TempDir(), "show", "incident/1", "--copy", copyOf(t, w, "secretary"), "--cache", t.TempDir())
	says(t, said, code, 0, woken)
	unaltered(t, w)
}
