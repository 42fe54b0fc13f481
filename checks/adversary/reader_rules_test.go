package adversary

import (
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/register"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/office/officetest"
)

// The owner's office takes what its own program would refuse. Every signature and hash is right; a reader with a copy is
// told of each act.
func TestCheck_names_acts_that_the_office_should_not_have_taken(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	w.Assess(t)
	commission(t, w)
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	for name, c := range map[string]struct {
		acts  []string
		words string
	}{
		"a finding by a monitor": {[]string{w.Sign(t, "monitor-1", "finding-drafted", "incident/1", incident.FindingDrafted{
			Body: "body/jc", Status: "probable", At: officetest.Date(5, 8), Text: shape.In("en", "It was so.")})}, "finding-drafted"},
		"a reporter's own assessment": {[]string{
			w.Sign(t, "verifier-1", "report-linked", "incident/1", incident.ReportLinked{Report: "report/2"}),
			w.Sign(t, "verifier-1", "incident-assessed", "incident/1", incident.IncidentAssessed{Status: "possible", Reason: shape.In("en", "I saw it.")}),
		}, "cannot also verify"},
		"a liaison withdraws another's report": {[]string{
			w.Sign(t, "liaison-tr", "report-withdrawn", "report/1", incident.ReportWithdrawn{Reason: shape.In("en", "x")})}, "no right"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forged := h
			for _, text := range c.acts {
				forged = forged.with(t, text)
			}
			said, code := truce(t, t.TempDir(), "check", forged.publish(t, w, honest))
			says(t, said, code, 3, "WRONG", "should not have taken")
			if name != "a finding by a monitor" {
				says(t, said, code, 3, c.words)
			}
		})
	}
}

// A kind that this program does not have is neither good nor wrong.
func TestCheck_says_that_it_does_not_have_the_rules(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	later := h.with(t, w.SignDraft(t, "monitor-1", act.Draft{Issued: w.Clock.Now(), Audience: w.Audience,
		Kind: "report-illuminated", Form: act.Form{Rev: 1}, Subject: "report/1", Body: []byte(`{}`)}))
	said, code := truce(t, t.TempDir(), "check", later.publish(t, w, honest))
	says(t, said, code, 4, "1 report-illuminated", "rules that this program does not have")
}

// An entry that says it was received in the future of the reader's clock is refused, and so is one from before the
// entry ahead of it.
func TestCheck_refuses_entries_from_the_future_and_back_dated_ones(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	honest, h := copyOf(t, w, "secretary"), historyOf(t, w)
	at := func(index int, received time.Time) history {
		other := append(history(nil), h...)
		e, err := register.ParseEntry(other[index])
		if err != nil {
			t.Fatal(err)
		}
		e.Received = received.UTC().Truncate(time.Microsecond)
		if other[index], err = e.Append(nil); err != nil {
			t.Fatal(err)
		}
		return other
	}
	said, code := truce(t, t.TempDir(), "check", at(len(h)-1, time.Now().Add(time.Hour)).publish(t, w, honest))
	says(t, said, code, 3, "WRONG", "received in the future")
	said, code = truce(t, t.TempDir(), "check", at(len(h)-1, officetest.Date(1, 1)).publish(t, w, honest))
	says(t, said, code, 3, "WRONG", "before the entry ahead of it")
}
