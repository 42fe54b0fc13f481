package adversary

import (
	"testing"

	"truce/ground/problem"
	"truce/noun/agreement"
	"truce/noun/incident"
	"truce/office/officetest"
)

// Broken: a liaison of RU entered the count of TR for a day to come. It had no effect, and TR's own liaison was refused that day for good.
func TestTally_nobody_enters_the_count_of_another_party(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	of := func(day string) incident.TallyPublished {
		return incident.TallyPublished{Publisher: "TR", Date: day, Unit: "violation-case", Total: 3, Source: "EXERCISE. Bulletin", Exercise: true}
	}
	for _, day := range []string{"2017-04-30", "2026-11-30"} {
		_, err := w.Do(t, "liaison-ru", "tally-published", string(of(day).Subject()), of(day))
		officetest.WantProblem(t, err, problem.SpeaksForAnother)
	}
	own, recorded := of("2017-04-30"), of("2017-04-29")
	w.Must(t, "liaison-tr", "tally-published", string(own.Subject()), own)
	// What the mission recorded first locks the publisher out of nothing, nor does the publisher lock the mission out.
	w.Must(t, "secretary", "tally-published", string(recorded.Subject()), recorded)
	recorded.Total = 4
	w.Must(t, "liaison-tr", "tally-published", string(recorded.Subject()), recorded)
	w.Must(t, "secretary", "tally-published", string(own.Subject()), own)
	_, err := w.Do(t, "liaison-ru", "tally-published", string(own.Subject()), own)
	if !problem.Is(err, problem.NotPermittedHere) && !problem.Is(err, problem.SpeaksForAnother) {
		t.Error(err)
	}
}

// Broken: what one side drafted under the name of a version that another had filed was taken, and had no effect.
func TestNames_a_version_of_another_is_filed_anew_by_nobody_else(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Agreed(t)
	v := agreed(t, w, "secretary").Version
	v.ID, v.Type = "draft-ru", "draft"
	files := func(who string) error {
		_, err := w.Do(t, who, "agreement-drafted", officetest.Agreement, agreement.AgreementDrafted{Version: v})
		return err
	}
	if err := files("liaison-ru"); err != nil {
		t.Fatal(err)
	}
	more := agreement.ClausesFiled{Version: v.ID, Part: 1, Clauses: v.Clauses[:1]}
	for _, who := range []string{"liaison-tr", "secretary"} {
		officetest.WantProblem(t, files(who), problem.VersionOfAnother)
		_, err := w.Do(t, who, "clauses-filed", officetest.Agreement, more)
		officetest.WantProblem(t, err, problem.VersionOfAnother)
	}
	if err := files("liaison-ru"); err != nil {
		t.Error("who filed it files it anew:", err)
	}
	v.ID = "draft-tr"
	if err := files("liaison-tr"); err != nil {
		t.Error("under another name:", err)
	}
}
