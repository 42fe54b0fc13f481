package office_test

import (
	"context"
	"crypto/rand"
	"maps"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/language"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/noun/zone"
	"truce/office/officetest"
)

// TestRefusals holds that bad input gets its own sentence and leaves nothing behind.
func TestRefusals(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	good := w.Sign(t, "monitor-1", "observation-filed", "report/1", officetest.Observation())
	stranger, err := act.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	w.Keys["stranger"] = stranger
	w.Enrol(t, "leaver", "mission", "monitor")
	w.Must(t, "administrator", "key-revoked", string(people.KeySubject(w.Keys["leaver"].Public().ID())), people.KeyRevoked{Reason: shape.In("en", "lost")})
	w.Must(t, "monitor-1", "observation-filed", "report/held", officetest.Observation())
	other := w.Must(t, "monitor-1", "observation-filed", "report/other", officetest.Observation())
	wrong, unfinished := officetest.Observation(), officetest.Observation()
	wrong.Event = "fireworks"
	unfinished.Time.Until = unfinished.Time.From.Add(-time.Hour)
	w.Clock.Set(w.Clock.Now().Add(admission.Unheard)) // what is younger need not be seen
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
		"unknown key":             {w.Sign(t, "stranger", "observation-filed", "report/1", officetest.Observation()), problem.KeyUnknown},
		"revoked key":             {w.Sign(t, "leaver", "observation-filed", "report/1", officetest.Observation()), problem.KeyRevoked},
		"for another register":    {w.SignDraft(t, "monitor-1", draft(t, w, func(d *act.Draft) { d.Audience = []act.RegisterID{act.RegisterID(strings.Repeat("A", 43))} })), problem.AudienceOther},
		"too late":                {w.SignDraft(t, "monitor-1", draft(t, w, func(d *act.Draft) { d.Expires = d.Issued.Add(-time.Hour) })), problem.ActExpired},
		"a role without an end":   {w.SignDraft(t, "administrator", granting(t, w, func(d *act.Draft) { d.Expires = time.Time{} })), problem.ExpiryMissing},
		"a role for ever":         {w.SignDraft(t, "administrator", granting(t, w, func(d *act.Draft) { d.Expires = d.Issued.AddDate(5, 0, 0) })), problem.ExpiryMissing},
		"a role signed long ago":  {w.SignDraft(t, "administrator", granting(t, w, func(d *act.Draft) { d.Expires = d.Issued.Add(-time.Hour) })), problem.ActExpired},
		"a role out of the blue":  {w.SignDraft(t, "administrator", granting(t, w, func(d *act.Draft) { d.Prev = nil })), problem.HeadsMissing},
		"unknown kind":            {w.SignDraft(t, "monitor-1", draft(t, w, func(d *act.Draft) { d.Kind = "war-declared" })), problem.KindUnknown},
		"unknown revision":        {w.SignDraft(t, "monitor-1", draft(t, w, func(d *act.Draft) { d.Form.Rev = 2 })), problem.RevUnknown},
		"a slot short":            {w.SignDraft(t, "monitor-1", draft(t, w, func(d *act.Draft) { delete(d.Form.Hides, "source") })), problem.SlotsWrong},
		"a slot too many":         {w.SignDraft(t, "monitor-1", draft(t, w, func(d *act.Draft) { d.Form.Hides["event"] = "zeal" })), problem.SlotsWrong},
		"a disclosure short":      {strings.TrimSuffix(good, lastDisclosure(good)+"~"), problem.DisclosureMissing},
		"a disclosure twice":      {good + lastDisclosure(good) + "~", problem.DisclosureDuplicate},
		"kind for other subjects": {w.Sign(t, "monitor-1", "observation-filed", "post/1", officetest.Observation()), problem.KindNotForSubject},
		"wrong word":              {w.Sign(t, "monitor-1", "observation-filed", "report/1", wrong), problem.BodyCodeUnknown},
		"contradiction":           {w.Sign(t, "monitor-1", "observation-filed", "report/1", unfinished), problem.BodyWrong},
		"unknown member":          {w.Sign(t, "monitor-1", "observation-filed", "report/1", map[string]any{"colour": "red"}), problem.BodyUnknownField},
		"missing member":          {w.Sign(t, "secretary", "report-linked", "incident/1", map[string]any{}), problem.BodyMissingField},
		"place in the clear":      {w.SignDraft(t, "monitor-1", draft(t, w, func(d *act.Draft) { delete(d.Form.Hides, "place") })), problem.DisclosureInClear},
		"event hidden":            {w.SignDraft(t, "monitor-1", draft(t, w, func(d *act.Draft) { d.Form.Hides["event"] = "narrative" })), problem.DisclosureUndeclared},
		"foreign disclosure":      {good + lastDisclosure(w.Sign(t, "monitor-1", "observation-filed", "report/1", officetest.Observation())) + "~", problem.DisclosureMismatch},
		"unknown subject":         {w.Sign(t, "secretary", "report-linked", "incident/none", incident.ReportLinked{Report: "report/held"}), problem.SubjectUnknown},
		"names unknown subject":   {w.Sign(t, "secretary", "report-linked", "report/held", incident.ReportLinked{Report: "report/none"}), problem.KindNotForSubject},
		"unknown prev":            {w.SignAfter(t, "monitor-1", "observation-filed", "report/held", []act.ID{{1}}, officetest.Observation()), problem.PrevUnknown},
		"prev of another subject": {w.SignAfter(t, "monitor-1", "observation-filed", "report/held", []act.ID{other.ID}, officetest.Observation()), problem.PrevUnknown},
		"another's report":        {w.Sign(t, "monitor-2", "observation-filed", "report/held", officetest.Observation()), problem.NotPermittedHere},
		"role without the right":  {w.Sign(t, "auditor-1", "observation-filed", "report/1", officetest.Observation()), problem.NotPermitted},
		"another type of report":  {w.Sign(t, "monitor-1", "allegation-filed", "report/held", incident.AllegationFiled{Record: officetest.Observation().Record}), problem.SubjectExists},
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

// draft is a good observation, but for one thing.
func draft(t *testing.T, w *officetest.World, spoil func(*act.Draft)) act.Draft {
	t.Helper()
	body, err := json.Marshal(officetest.Observation())
	if err != nil {
		t.Fatal(err)
	}
	d, _ := w.Kinds().Complete(act.Draft{Issued: w.Clock.Now(), Audience: w.Audience, Kind: "observation-filed", Subject: "report/1", Body: body}, "en")
	d.Form.Hides = maps.Clone(d.Form.Hides)
	spoil(&d)
	return d
}

// granting is a good grant of a role, but for one thing.
func granting(t *testing.T, w *officetest.World, spoil func(*act.Draft)) act.Draft {
	t.Helper()
	d, _ := w.Kinds().Complete(act.Draft{Issued: w.Clock.Now(), Audience: w.Audience, Kind: "role-granted", Subject: "person/auditor-1",
		Prev: w.Heads(t, "person/auditor-1"), Body: jsontext.Value(`{"role":"secretariat"}`)}, "en")
	spoil(&d)
	return d
}

// A clock that is wrong is no fault of what was seen: the act is taken.
func TestSubmit_takes_what_a_wrong_clock_wrote(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	for i, off := range []time.Duration{400 * 24 * time.Hour, -4000 * 24 * time.Hour} {
		submit(t, w, w.SignDraft(t, "monitor-1", draft(t, w, func(d *act.Draft) {
			d.Issued, d.Subject = d.Issued.Add(off), act.SubjectID("report/clock-"+strconv.Itoa(i))
		})))
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
	return people.OfficeOpened{Name: "Two", Code: "two", Origin: "two", RegisterKey: "two", Rules: people.Ruling{Admission: 1, Policies: strings.Repeat("0", 64), Threshold: 2}, Founders: []people.OpeningFounder{{Person: "person/administrator", Key: jwk}}}
}

func TestRevocation(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	key := string(people.KeySubject(w.Keys["monitor-2"].Public().ID()))
	text := w.Sign(t, "monitor-2", "observation-filed", "report/1", officetest.Observation())
	first := submit(t, w, text)
	_, err := w.Do(t, "monitor-1", "key-revoked", key, people.KeyRevoked{Reason: shape.In("en", "not mine")})
	officetest.WantProblem(t, err, problem.NotPermittedHere)
	w.Must(t, "monitor-2", "key-revoked", key, people.KeyRevoked{Reason: shape.In("en", "lost")})
	_, err = w.Do(t, "monitor-2", "observation-filed", "report/2", officetest.Observation())
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
