package office_test

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/noun/zone"
	"truce/office/officetest"
)

// TestRefusals holds that bad input gets its own sentence and leaves nothing behind.
func TestRefusals(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	good := w.Sign(t, "monitor-1", "observation-filed", "report/1", officetest.Observation(), hidden()...)
	stranger, err := act.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	w.Keys["stranger"] = stranger
	w.Enrol(t, "leaver", "mission", "monitor")
	w.Must(t, "administrator", "key-revoked", string(people.KeySubject(w.Keys["leaver"].Public().ID())), people.KeyRevoked{Reason: "lost"})
	w.Must(t, "monitor-1", "observation-filed", "report/held", officetest.Observation(), hidden()...)
	other := w.Must(t, "monitor-1", "observation-filed", "report/other", officetest.Observation(), hidden()...)
	wrong, unfinished := officetest.Observation(), officetest.Observation()
	wrong.Event = "fireworks"
	unfinished.Time.Until = unfinished.Time.From.Add(-time.Hour)
	w.Clock.Set(w.Clock.Now().Add(time.Hour))
	future := w.Sign(t, "monitor-1", "observation-filed", "report/1", officetest.Observation(), hidden()...)
	w.Clock.Set(w.Clock.Now().Add(-time.Hour))
	before := w.Size()

	tables := map[string]struct {
		sdjwt string
		want  problem.Key
	}{
		"malformed":               {"not an act", problem.MalformedAct},
		"empty":                   {"", problem.MalformedAct},
		"oversized":               {strings.Repeat("a", 70_000), problem.ActTooLarge},
		"badly signed":            {otherSignature(good), problem.SignatureWrong},
		"crossing, badly signed":  {otherSignature(w.Sign(t, "secretary", "zone-proposed", "zone/bow", crossing())), problem.SignatureWrong},
		"crossing, unknown key":   {w.Sign(t, "stranger", "zone-proposed", "zone/bow", crossing()), problem.KeyUnknown},
		"crossing":                {w.Sign(t, "secretary", "zone-proposed", "zone/bow", crossing()), problem.GeometryWrong},
		"unknown key":             {w.Sign(t, "stranger", "observation-filed", "report/1", officetest.Observation(), hidden()...), problem.KeyUnknown},
		"revoked key":             {w.Sign(t, "leaver", "observation-filed", "report/1", officetest.Observation(), hidden()...), problem.KeyRevoked},
		"future-dated":            {future, problem.FromTheFuture},
		"unknown kind":            {w.Sign(t, "monitor-1", "war-declared", "report/1", officetest.Observation()), problem.KindUnknown},
		"kind for other subjects": {w.Sign(t, "monitor-1", "observation-filed", "post/1", officetest.Observation(), hidden()...), problem.KindNotForSubject},
		"wrong word":              {w.Sign(t, "monitor-1", "observation-filed", "report/1", wrong, hidden()...), problem.BodyWrong},
		"contradiction":           {w.Sign(t, "monitor-1", "observation-filed", "report/1", unfinished, hidden()...), problem.BodyWrong},
		"unknown member":          {w.Sign(t, "monitor-1", "observation-filed", "report/1", map[string]any{"colour": "red"}), problem.BodyUnknownField},
		"missing member":          {w.Sign(t, "secretary", "report-linked", "incident/1", map[string]any{}), problem.BodyMissingField},
		"place in the clear":      {w.Sign(t, "monitor-1", "observation-filed", "report/1", officetest.Observation(), "observer"), problem.DisclosureInClear},
		"event hidden":            {w.Sign(t, "monitor-1", "observation-filed", "report/1", officetest.Observation(), "place", "observer", "event"), problem.DisclosureUndeclared},
		"foreign disclosure":      {good + lastDisclosure(future) + "~", problem.DisclosureMismatch},
		"unknown subject":         {w.Sign(t, "secretary", "report-linked", "incident/none", incident.ReportLinked{Report: "report/held"}), problem.SubjectUnknown},
		"names unknown subject":   {w.Sign(t, "secretary", "report-linked", "report/held", incident.ReportLinked{Report: "report/none"}), problem.KindNotForSubject},
		"unknown prev":            {w.SignAfter(t, "monitor-1", "observation-filed", "report/held", []act.ID{{1}}, officetest.Observation(), hidden()...), problem.PrevUnknown},
		"prev of another subject": {w.SignAfter(t, "monitor-1", "observation-filed", "report/held", []act.ID{other.ID}, officetest.Observation(), hidden()...), problem.PrevOtherSubject},
		"another's report":        {w.Sign(t, "monitor-2", "observation-filed", "report/held", officetest.Observation(), hidden()...), problem.NotPermitted},
		"role without the right":  {w.Sign(t, "auditor-1", "observation-filed", "report/1", officetest.Observation(), hidden()...), problem.NotPermitted},
		"another type of report":  {w.Sign(t, "monitor-1", "allegation-filed", "report/held", incident.AllegationFiled{Record: officetest.Observation().Record}, hidden()...), problem.SubjectExists},
		"compartment of nobody":   {w.Sign(t, "monitor-1", "observation-filed", "report/1", incident.ObservationFiled{Record: incident.Record{Event: "shot", Compartment: "party"}}), problem.BodyWrong},
		"second founding":         {w.Sign(t, "administrator", "office-opened", "office/two", founding(t, w)), problem.OfficeAlreadyFounded},
	}
	for name, c := range tables {
		t.Run(name, func(t *testing.T) {
			_, err := w.Submit(context.Background(), c.sdjwt)
			officetest.WantProblem(t, err, c.want)
			for _, tag := range problem.Languages() {
				tellsAll(t, problem.From(err), tag)
			}
		})
	}
	if w.Size() != before {
		t.Fatalf("the register grew from %d to %d entries", before, w.Size())
	}
}

// tellsAll holds that a sentence has all its parameters and nothing of the inside.
func tellsAll(t *testing.T, p *problem.Problem, tag language.Tag) {
	t.Helper()
	for _, s := range []string{p.Sentence(tag), p.Remedy(tag)} {
		if s == "" || strings.Contains(s, "—") || strings.Contains(s, "{") || strings.Contains(s, ".go") {
			t.Errorf("%s: %q", tag, s)
		}
	}
}

// otherSignature takes the signature of the same key over other bytes.
func otherSignature(sdjwt string) string {
	jws, rest, _ := strings.Cut(sdjwt, "~")
	input, signature := jws[:strings.LastIndex(jws, ".")], []byte(jws[strings.LastIndex(jws, ".")+1:])
	if signature[5] == 'A' {
		signature[5] = 'B'
	} else {
		signature[5] = 'A'
	}
	return input + "." + string(signature) + "~" + rest
}

func lastDisclosure(sdjwt string) string {
	parts := strings.Split(strings.TrimSuffix(sdjwt, "~"), "~")
	return parts[len(parts)-1]
}

func founding(t *testing.T, w *officetest.World) people.OfficeOpened {
	jwk, err := w.Keys["administrator"].Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return people.OfficeOpened{Name: "Two", Code: "two", Origin: "two", RegisterKey: "two", Threshold: 2, Founders: []people.OpeningFounder{{Person: "person/administrator", Key: jwk}}}
}

func TestRevocation(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	key := string(people.KeySubject(w.Keys["monitor-2"].Public().ID()))
	text := w.Sign(t, "monitor-2", "observation-filed", "report/1", officetest.Observation(), hidden()...)
	first := submit(t, w, text)
	_, err := w.Do(t, "monitor-1", "key-revoked", key, people.KeyRevoked{Reason: "not mine"})
	officetest.WantProblem(t, err, problem.NotPermitted)
	w.Must(t, "monitor-2", "key-revoked", key, people.KeyRevoked{Reason: "lost"})
	_, err = w.Do(t, "monitor-2", "observation-filed", "report/2", officetest.Observation(), hidden()...)
	officetest.WantProblem(t, err, problem.KeyRevoked)
	if again := submit(t, w, text); !again.Again || again.Index != first.Index {
		t.Fatalf("what was signed before is not found again: %+v", again)
	}
}

// crossing is a boundary that crosses itself: finding that out is work, which is done for
// nobody but those whom the office knows.
func crossing() zone.ZoneProposed {
	p := officetest.Proposal(1, 0, officetest.Date(6, 1))
	p.Geometry = []byte(`{"type":"MultiPolygon","coordinates":[[[[36,35],[37,36],[37,35],[36,36],[36,35]]]]}`)
	return p
}
