package agreement

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/shape"
	"truce/ground/timezone"
)

func noWords(string) ([]string, string) { return nil, "" }

func TestBodies_have_shapes(t *testing.T) {
	t.Parallel()
	hidden := map[string]string{}
	for _, body := range []any{
		AgreementDrafted{}, ClausesFiled{}, PositionStated{}, AgreementSigned{}, PartyJoined{},
		PartyExcluded{}, ExtensionConsented{}, TriggerRecorded{}, FulfilmentRecorded{},
	} {
		s, err := shape.Of(reflect.TypeOf(body), noWords)
		if err != nil {
			t.Error(err)
			continue
		}
		for path, class := range s.Classes(1) {
			hidden[reflect.TypeOf(body).Name()+" "+path] = class
		}
	}
	want := map[string]string{"PositionStated reason": "narrative", "FulfilmentRecorded note": "narrative"}
	if !reflect.DeepEqual(hidden, want) {
		t.Errorf("hidden: %v", hidden)
	}
	form, err := shape.NewReader().StateOf(reflect.TypeFor[Agreement]())
	want = map[string]string{"versions.positions.reason": "narrative", "versions.fulfilments.note": "narrative"}
	if err != nil || !reflect.DeepEqual(form.Classes(), want) {
		t.Errorf("%v: %v", err, form.Classes())
	}
}

func TestFits(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	broken := v
	broken.Clauses = v.Clauses[1:]
	const day = `"2017-02-30" is not a day of the years 1900 to 2200, such as 2017-05-04`
	badRule := Clause{ID: "art_1", Prohibitions: []Prohibition{{ID: "p", Rule: "1"}}}
	for _, c := range []struct {
		body interface{ Fits(act.SubjectID) error }
		want string
	}{
		{AgreementDrafted{Version: v}, ""},
		{AgreementDrafted{Version: broken}, "clause point_2__point_a: refers to clause point_1, which is not there"},
		{AgreementDrafted{Version: broken, Parts: 1}, ""},
		{AgreementDrafted{Version: Version{Clauses: []Clause{badRule}}, Parts: 1}, ""}, // whether a rule can be run is no matter of the form
		{PositionStated{Position: "accepts", On: "2017-05-03"}, ""},
		{PositionStated{Position: "proposes", On: "2017-05-03"}, "proposes needs a proposal, and no other position has one"},
		{PositionStated{Position: "accepts", On: "2017-05-03", Proposal: Texts{{Text: "x"}}}, "proposes needs a proposal, and no other position has one"},
		{PositionStated{Position: "accepts", On: "2017-02-30"}, day},
		{AgreementSigned{On: "2017-02-30"}, day},
		{PartyJoined{From: "2017-02-30"}, day},
		{PartyExcluded{From: "2017-02-30"}, day},
		{ExtensionConsented{On: "2017-05-03", Until: "2017-02-30"}, day},
		{ExtensionConsented{On: "2017-02-30", Until: "2017-05-03"}, day},
		{TriggerRecorded{On: "2017-05-03"}, ""},
		{TriggerRecorded{At: time.Unix(1, 0)}, ""},
		{TriggerRecorded{}, "give the day or the moment, one of them"},
		{TriggerRecorded{On: "2017-05-03", At: time.Unix(1, 0)}, "give the day or the moment, one of them"},
		{TriggerRecorded{On: "2017-02-30"}, day},
		{FulfilmentRecorded{On: "2017-05-03", Source: "x"}, ""},
		{FulfilmentRecorded{On: "2017-05-03"}, "a fulfilment needs a source or evidence"},
		{FulfilmentRecorded{Source: "x"}, "give the day or the moment, one of them"},
	} {
		err := c.body.Fits("agreement/x")
		if got := fmt.Sprint(err); c.want == "" && err != nil || c.want != "" && got != c.want {
			t.Errorf("%T: %v, want %q", c.body, err, c.want)
		}
	}
}

// Whether a rule can be run is asked of who files it, and by nobody who reads it later: another edition of the library may
// read another language.
func TestUsable(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	bad := []Clause{{ID: "art_1", Prohibitions: []Prohibition{{ID: "p", Rule: "1"}}}}
	for _, c := range []struct {
		body interface{ Usable() error }
		want string
	}{
		{AgreementDrafted{Version: v}, ""},
		{ClausesFiled{Clauses: v.Clauses}, ""},
		{AgreementDrafted{Version: Version{Clauses: bad}, Parts: 1}, "clause art_1: prohibition p: rule answers int: want true or false"},
		{ClausesFiled{Clauses: bad}, "clause art_1: prohibition p: rule answers int: want true or false"},
	} {
		if err := c.body.Usable(); c.want == "" && err != nil || c.want != "" && fmt.Sprint(err) != c.want {
			t.Errorf("%T: %v, want %q", c.body, err, c.want)
		}
	}
}

func TestRefers_names_the_evidence(t *testing.T) {
	t.Parallel()
	evidence := []act.SubjectID{"evidence/1"}
	if got := (TriggerRecorded{Evidence: evidence}).Refers(); !reflect.DeepEqual(got, evidence) {
		t.Error(got)
	}
	if got := (FulfilmentRecorded{Evidence: evidence}).Refers(); !reflect.DeepEqual(got, evidence) {
		t.Error(got)
	}
}

// A treaty of 300 long clauses in five languages is filed in acts that can be signed, with
// as many earlier acts named as an act can name, and is one text again.
func TestFilings_fit_into_acts(t *testing.T) {
	t.Parallel()
	v := read(t, signed)
	for i := range 300 {
		c := Clause{ID: fmt.Sprintf("art_%d", i), Heading: Texts{{Language: "en", Text: "Article"}}}
		for _, language := range []string{"en", "ar", "ru", "tr", "fa"} {
			c.Text = append(c.Text, Text{Language: language, Text: strings.Repeat("«слово» ", 40+i)})
		}
		v.Clauses = append(v.Clauses, c)
	}
	filings, err := Filings(Document{"syria-2017", []Version{v}})
	if err != nil {
		t.Fatal(err)
	}
	key, err := act.GenerateKey(bytes.NewReader(make([]byte, 64)))
	if err != nil {
		t.Fatal(err)
	}
	prev := make([]act.ID, act.MaxPrev)
	for i := range prev {
		prev[i] = sha256.Sum256([]byte{byte(i)})
	}
	h := &history{t: t}
	for _, f := range filings {
		body, err := json.Marshal(f.Body)
		if err != nil {
			t.Fatal(err)
		}
		draft := act.Draft{Issued: time.Unix(1_500_000_000, 0), Audience: []act.RegisterID{"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"}, Kind: f.Kind, Form: act.Form{Rev: 1}, Subject: "agreement/syria-2017", Prev: prev, Body: body}
		if _, _, err := key.Sign(draft, bytes.NewReader(make([]byte, 64))); err != nil {
			t.Errorf("%s of %d bytes: %v", f.Kind, len(body), err)
		}
		h.add("", pointerTo(f.Body))
	}
	digest, err := v.Digest()
	if s := h.version(v.ID); err != nil || len(filings) < 10 || !s.Complete || s.Digest != digest || len(s.Faults) != 0 {
		t.Errorf("%v: %d filings, complete %v, faults %v", err, len(filings), s.Complete, s.Faults)
	}
}

func pointerTo(body any) any {
	p := reflect.New(reflect.TypeOf(body))
	p.Elem().Set(reflect.ValueOf(body))
	return p.Interface()
}

func TestFilings_of_a_short_version_are_one_act(t *testing.T) {
	t.Parallel()
	for _, file := range []string{draftFile, reported, signed} {
		v := read(t, file)
		filings, err := Filings(Document{"syria-2017", []Version{v}})
		if err != nil || len(filings) != 1 || filings[0].Kind != "agreement-drafted" {
			t.Fatalf("%v: %v", err, filings)
		}
		if got := filings[0].Body.(AgreementDrafted); got.Parts != 0 || !reflect.DeepEqual(got.Version, v) {
			t.Errorf("%+v", got)
		}
	}
}

func TestSteps_each_have_a_sentence(t *testing.T) {
	t.Parallel()
	for _, say := range []string{
		SayFixedDay, SayCountFrom, SayCountIncl, SayNotYet, SayNoEntryRule, SayCircular, SayNeedsHour, SayNoTimeZone,
		SayTriggerDay, SayTriggerAt, SayOtherSigning, SayDayBecomes, SaySkipped, SayMonthEnd, SayExtended, SayNotBefore, SayDayEnds, SayMoment,
	} {
		if s := (Step{Say: say, Name: "N", Day: "D", Count: 3, Unit: "U", At: time.Unix(0, 0).UTC()}).English(); s == say || strings.ContainsAny(s, "{}") {
			t.Errorf("%s: %q", say, s)
		}
	}
	if got := (Step{Say: "new"}).English(); got != "new" {
		t.Errorf("%q", got)
	}
}

func TestTexts_In(t *testing.T) {
	t.Parallel()
	texts := Texts{{Language: "ru", Text: "да"}, {Language: "en", Text: "yes"}}
	if texts.In("ru") != "да" || texts.In("tr") != "yes" || texts[:1].In("tr") != "да" || (Texts{}).In("en") != "" {
		t.Error("the wrong language")
	}
}

func BenchmarkFold(b *testing.B) {
	h, _ := inForce(b)
	entries := fold.Order(h.entries)
	f := Fold(timezone.Load)
	for b.Loop() {
		f("agreement/syria-2017", entries, nil)
	}
}
