package adversary

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/noun"
	"truce/noun/body"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/noun/word"
	"truce/office/officetest"
)

var b64 = base64.RawURLEncoding

// forger is a monitor who writes acts by hand, with the letters that our program would not write.
type forger struct {
	key ed25519.PrivateKey
	id  act.KeyID
}

func forge(t *testing.T, w *officetest.World) forger {
	t.Helper()
	_, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := act.NewPrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	jwk, err := key.Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	w.Keys["forger"] = key
	subject := string(people.KeySubject(key.Public().ID()))
	w.Must(t, "administrator", "key-enrolled", subject, people.KeyEnrolled{Person: "person/monitor-1", Roles: []string{"monitor"}, Key: jwk})
	w.Must(t, "forger", "key-possessed", subject, people.KeyPossessed{})
	return forger{secret, key.Public().ID()}
}

// signs whatever payload.
func (f forger) signs(t *testing.T, payload map[string]any) string {
	t.Helper()
	payload["iss"] = f.id
	claims, err := json.Marshal(payload, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	header := `{"alg":"Ed25519","kid":"` + string(f.id) + `","typ":"` + act.Type + `"}`
	input := b64.EncodeToString([]byte(header)) + "." + b64.EncodeToString(claims)
	return input + "." + b64.EncodeToString(ed25519.Sign(f.key, []byte(input)))
}

func disclosed(t *testing.T, value string) act.Disclosure {
	t.Helper()
	d, err := act.NewDisclosure(jsontext.Value(value), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Two villages under one act: in one slot, by digests in the body, by another disclosure than the act's own.
func TestActs_two_truths(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	f := forge(t, w)
	w.File(t, 0, 5)
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	a, b := disclosed(t, `{"place":{"name":"Village A"}}`), disclosed(t, `{"place":{"name":"Village B"}}`)
	named, other := disclosed(t, "null"), disclosed(t, "null")
	element := func(ds ...act.Disclosure) []any {
		var all []any
		for _, d := range ds {
			all = append(all, map[string]string{"...": d.Digest()})
		}
		return all
	}
	payload := func(body map[string]any, slots map[string]any) map[string]any {
		return map[string]any{"iat": w.Clock.Now().Unix(), "aud": w.Audience[:1], "kind": "observation-filed", "rev": 1,
			"sub": "report/two", "body": body, "slots": slots, "_sd_alg": "sha-256"}
	}
	rest := map[string]any{"narrative": element(named), "party": element(other), "source": element(disclosed(t, "null"))}
	with := func(place any) map[string]any {
		all := map[string]any{"exact-place": place}
		for class, slot := range rest {
			all[class] = slot
		}
		return all
	}
	body := map[string]any{"event": "mortar"}
	for name, p := range map[string]map[string]any{
		"two digests in one slot": payload(body, with(element(a, b))),
		"digests in the body":     payload(map[string]any{"event": "mortar", "_sd": []string{a.Digest(), b.Digest()}}, with(element(named, other)[:1])),
	} {
		t.Run(name, func(t *testing.T) {
			text := f.signs(t, p)
			for _, shown := range []act.Disclosure{a, b} {
				if _, err := w.Submit(t.Context(), text+"~"+shown.String()+"~"); err == nil {
					t.Error("the office takes it")
				}
			}
			said, code := truce(t, t.TempDir(), "check", h.with(t, text+"~").publish(t, w, honest))
			says(t, said, code, 3, "WRONG")
		})
	}
	good := w.Sign(t, "monitor-1", "observation-filed", "report/one", officetest.Observation())
	jws, _, _ := strings.Cut(good, "~")
	if _, err := w.Submit(t.Context(), jws+"~"+b.String()+"~"); !problem.Is(err, problem.DisclosureMismatch) {
		t.Errorf("another disclosure: %v", err)
	}
}

// What was signed in a training office is nothing in the real one.
func TestActs_a_drill_becomes_no_report(t *testing.T) {
	t.Parallel()
	w, training := officetest.New(t), officetest.New(t)
	w.File(t, 0, 5)
	for name, key := range w.Keys {
		training.Keys[name] = key // the same people, with the same devices
	}
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	drill := training.Sign(t, "monitor-1", "observation-filed", "report/drill", officetest.Observation())
	grant, _ := training.Kinds().Complete(act.Draft{Issued: w.Clock.Now(), Audience: training.Audience, Kind: "role-granted",
		Subject: "person/auditor-1", Prev: w.Heads(t, "person/auditor-1"), Body: jsontext.Value(`{"role":"secretariat"}`)}, "en")
	for _, text := range []string{drill, training.SignDraft(t, "administrator", grant)} {
		if _, err := w.Submit(t.Context(), text); !problem.Is(err, problem.AudienceOther) {
			t.Errorf("the office answers %v", err)
		}
		said, code := truce(t, t.TempDir(), "check", h.with(t, text).publish(t, w, honest))
		says(t, said, code, 3, "signed it for other registers")
	}
}

// An act about people that was signed and kept back: after its end, and behind what was said since.
func TestActs_what_was_kept_back_comes_too_late(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	kept := w.Sign(t, "administrator", "role-granted", "person/auditor-1", people.RoleGranted{Role: "secretariat"})
	w.Must(t, "administrator", "role-granted", "person/auditor-1", people.RoleGranted{Role: "liaison"})
	w.Clock.Set(w.Clock.Now().Add(admission.Unheard))
	if _, err := w.Submit(t.Context(), kept); !problem.Is(err, problem.HeadsMissing) {
		t.Errorf("behind what was said since: %v", err)
	}
	w.File(t, 5, 6)
	late := w.Sign(t, "administrator", "role-granted", "person/secretary", people.RoleGranted{Role: "auditor"})
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	w.Clock.Set(w.Clock.Now().Add(20 * 24 * time.Hour))
	if _, err := w.Submit(t.Context(), late); !problem.Is(err, problem.ActExpired) {
		t.Errorf("after its end: %v", err)
	}
	said, code := truce(t, t.TempDir(), "check", h.with(t, kept).publish(t, w, honest))
	says(t, said, code, 3, "does not know of the act")
}

// Who sits in a body, and what an act may call things, are judged by like roles and the law: a seat that was given and kept
// back, a signature to it, and a word's end come too late as well.
func TestActs_about_bodies_and_words_that_were_kept_back_come_too_late(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	seats := func(name string) body.BodyEstablished {
		return body.BodyEstablished{Name: name, Kind: "joint-commission", Decision: &body.Decision{Rule: "consensus", Quorum: 1},
			Seats: []body.Seat{{Seat: "ru", Party: "RU", Person: "person/liaison-ru"}, {Seat: "tr", Party: "TR", Person: "person/liaison-tr"}}}
	}
	const raid = "word/event.own-cattle-raid.looting"
	added := word.WordAdded{List: "event", Code: "own-cattle-raid.looting", Labels: []word.Label{{Language: "en", Text: "Cattle raid"}}}
	set := w.Must(t, "secretary", "body-established", "body/jc", seats("Joint commission"))
	w.Must(t, "secretary", "word-added", raid, added)
	signature := w.Sign(t, "liaison-tr", "endorsed", "body/jc", noun.Endorsed{Act: set.ID, Answer: noun.Yes})
	kept := map[string]string{
		"a seat":       w.Sign(t, "secretary", "body-established", "body/jc", seats("As it was once")),
		"a word's end": w.Sign(t, "secretary", "word-ended", raid, word.WordEnded{Reason: shape.In("en", "Kept back.")}),
	}
	w.Endorses(t, "liaison-ru", "body/jc", set.ID)
	w.Must(t, "secretary", "word-added", raid, added)
	w.Clock.Set(w.Clock.Now().Add(admission.Unheard))
	for what, text := range kept {
		if _, err := w.Submit(t.Context(), text); !problem.Is(err, problem.HeadsMissing) {
			t.Errorf("%s, behind what was said since: %v", what, err)
		}
	}
	w.Clock.Set(w.Clock.Now().Add(20 * 24 * time.Hour))
	kept["a signature"] = signature
	for what, text := range kept {
		if _, err := w.Submit(t.Context(), text); !problem.Is(err, problem.ActExpired) {
			t.Errorf("%s, after its end: %v", what, err)
		}
	}
}

// Whoever keeps a disclosure back could show it later, or never.
func TestActs_are_taken_whole(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	text := w.Sign(t, "monitor-1", "observation-filed", "report/1", incident.ObservationFiled{Record: incident.Record{Event: "mortar"}})
	jws, _, _ := strings.Cut(text, "~")
	before := w.Size()
	for _, part := range []string{jws + "~", text[:strings.LastIndex(strings.TrimSuffix(text, "~"), "~")+1]} {
		if _, err := w.Submit(t.Context(), part); !problem.Is(err, problem.DisclosureMissing) || w.Size() != before {
			t.Errorf("the office answers %v", err)
		}
	}
	if _, err := w.Submit(t.Context(), text); err != nil {
		t.Error(err)
	}
}
