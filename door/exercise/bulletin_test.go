package exercise

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/copies"
	"truce/door/folded"
	"truce/door/recount"
	"truce/ground/act"
	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun/incident"
	"truce/noun/publication"
	"truce/office/bulletins"
	"truce/office/house"
	"truce/tool/query"
)

// copied is the copy that a reader of the exercise's office gets.
func copied(t *testing.T, o *house.House, who policy.Person, release act.ID) string {
	t.Helper()
	dir := t.TempDir()
	if _, err := copies.Export(context.Background(), o.Office, o.Reading, who, dir, copies.ExportOptions{Bulletins: o.Bulletins, Release: release}, nil); err != nil {
		t.Fatal(err)
	}
	return dir
}

func recounted(t *testing.T, text []byte, dir string) recount.Result {
	t.Helper()
	return recountedFrom(t, text, nil, dir)
}

// recountedFrom holds a bulletin to its rows, too.
func recountedFrom(t *testing.T, text, rows []byte, dir string) recount.Result {
	t.Helper()
	c, report := foldedFrom(t, dir, filepath.Dir(dir))
	r, err := recount.Hold(context.Background(), text, rows, c, report)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// foldedFrom is a copy, checked and opened.
func foldedFrom(t *testing.T, dir, beside string) (*folded.Copy, copies.Report) {
	t.Helper()
	c, report, err := folded.Check(context.Background(), dir, folded.Options{
		Cache: filepath.Join(beside, "folded"), Now: time.Now, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler),
	}, nil)
	if err != nil || c == nil {
		t.Fatalf("%v, %+v", err, report.Findings)
	}
	t.Cleanup(func() { c.Close() })
	return c, report
}

// published is a bulletin of an office.
type published struct {
	Subject act.SubjectID
	publication.Bulletin
}

// publishedBy are the bulletins that the office published.
func publishedBy(t *testing.T, o *house.House) []published {
	t.Helper()
	page, err := o.Reading.List(t.Context(), policy.Person{}, query.Filter{Nouns: []string{publication.Noun}}, nil, query.MaxPage)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]published, len(page.Items))
	for i, item := range page.Items {
		all[i].Subject = item.Subject
		if err := json.Unmarshal(item.State, &all[i].Bulletin); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// Every edition of every bulletin of the exercise is made again from the copies of those who
// check it: from a full one to the last figure, from one without the protected members
// without calling anything wrong.
func TestBulletins_are_made_again_from_copies(t *testing.T) {
	t.Parallel()
	o, release := releasing(t, syria(t), "person/secretary", t.TempDir())
	ctx := context.Background()
	secretary := policy.Person{ID: "person/secretary", Roles: []string{"secretariat"}}
	auditor := policy.Person{ID: "person/auditor-1", Roles: []string{"auditor"}}
	full, bare := copied(t, o, secretary, release), copied(t, o, auditor, act.ID{})
	all := publishedBy(t, o)
	if len(all) < 3 {
		t.Fatal(all)
	}
	for _, b := range all {
		for _, issue := range b.Issues {
			for _, edition := range publication.Editions() {
				t.Run(fmt.Sprint(b.Subject.Name(), " ", issue.Correction, " ", edition), func(t *testing.T) {
					t.Parallel()
					text, err := o.Bulletins.Read(ctx, secretary, b.Subject.Name(), issue.Correction, edition)
					if err != nil {
						t.Fatal(err)
					}
					if r := recounted(t, text, full); len(r.Differences) > 0 && !onlySources(r) || !r.OK() || !r.Published {
						t.Errorf("from the full copy: %+v, published %v", r.Differences, r.Published)
					}
					r := recounted(t, text, bare)
					if first, wrong := r.First(bulletin.Wrong); wrong {
						t.Errorf("from the copy without protected members: %+v", first)
					}
					rows, err := o.Bulletins.Rows(ctx, secretary, b.Subject.Name(), issue.Correction)
					if err != nil {
						t.Fatal(err)
					}
					if v, why := recountedFrom(t, text, rows, full).Verdict(); v != recount.Good {
						t.Errorf("from its rows: %s", why)
					}
					if r := recountedFrom(t, text, rows, bare); !r.OK() {
						t.Errorf("from its rows and the copy without protected members: %+v", r.Rows)
					}
					if issue.Correction == 1 {
						testForgeries(t, text, full)
					}
				})
			}
		}
	}
}

// onlySources reports whether all that is left open hangs on who told it, which nobody but
// the custodians is handed.
func onlySources(r recount.Result) bool {
	for _, d := range r.Differences {
		if d.Verdict != bulletin.Undecided || !strings.HasPrefix(d.Path, "counts/") && d.Path != "header/rows" {
			return false
		}
	}
	return true
}

// testForgeries changes one figure in each of several sections: each is named.
func testForgeries(t *testing.T, text []byte, dir string) {
	t.Helper()
	b, err := bulletin.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{"counts/observed", "attribution/nobody", "harm/people/killed/confirmed", "restrictions/total"}
	if events := bulletin.Content[[]bulletin.EventLine](b, "events"); len(events) > 0 {
		paths = append(paths, "events/"+events[0].Row+"/alleged")
	}
	for _, path := range paths {
		f, there := b.Figure(path)
		if !there {
			t.Fatalf("there is no figure %s", path)
		}
		r := recounted(t, forged(t, text, path, f.N()+1), dir)
		if first, wrong := r.First(bulletin.Wrong); !wrong || first.Path != path || r.OK() || r.Published {
			t.Errorf("%s was changed: %+v", path, r.Differences)
		}
	}
}

// forged is a bulletin in which the figure at a path has another number.
func forged(t *testing.T, text []byte, path string, number int) []byte {
	t.Helper()
	var tree map[string]any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	var at any = tree
	for name := range strings.SplitSeq(path, "/") {
		switch v := at.(type) {
		case map[string]any:
			at = v[name]
		case []any:
			i := slices.IndexFunc(v, func(row any) bool { return row.(map[string]any)["row"] == name })
			at = v[i]
		}
	}
	at.(map[string]any)["number"] = number
	forged, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	return forged
}

// madeLate: a bulletin that is made years later is of the civil day as it was reckoned then.
func madeLate(t *testing.T, o *house.House) {
	made, err := o.Bulletins.Make(context.Background(), bulletins.Spec{
		Spec: bulletin.Spec{Date: "2017-05-07"}, Known: on(time.December, 31, 0).AddDate(10, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	for edition, b := range made.Editions {
		if b.Header.TimeZone != "Asia/Damascus" {
			t.Errorf("%s: %s", edition, b.Header.TimeZone)
		}
	}
}

// Whatever a body found stands in the daily bulletin of the day on which it found it, of whatever time the file is, and as of an
// earlier time in that of no other day.
func findingsToldOnTheirDay(t *testing.T, o *house.House) {
	decided, earlier := 0, 0
	for _, item := range list(t, o, mission, query.Filter{Nouns: []string{incident.IncidentNoun}}) {
		for _, f := range stateOf[incident.Incident](t, item).Findings {
			if !f.Decided {
				continue
			}
			decided++
			for after := range 3 {
				day := bulletin.DateOf(f.Since, bulletin.EndOfDay, time.UTC)
				at, err := time.Parse(time.DateOnly, day)
				if err != nil {
					t.Fatal(err)
				}
				spec := bulletin.Spec{Kind: publication.Daily, Date: at.AddDate(0, 0, after).Format(time.DateOnly), CutOff: bulletin.EndOfDay, TimeZone: "UTC"}
				found, of := toldFinding(t, o, spec, item.Subject, f)
				if after == 0 && !found || after > 0 && of {
					t.Errorf("%s of %s, %d days after: %s was found %s, told %v, as of an earlier time %v", spec.Date, item.Subject, after, f.Status, f.Since, found, of)
				}
				if of {
					earlier++
				}
			}
		}
	}
	if decided == 0 || earlier == 0 {
		t.Errorf("%d findings, %d on files of earlier times: nothing was tried", decided, earlier)
	}
}

// toldFinding reports whether a bulletin tells of a finding, and whether as of an earlier time.
func toldFinding(t *testing.T, o *house.House, spec bulletin.Spec, file act.SubjectID, f incident.Finding) (told, earlier bool) {
	t.Helper()
	made, err := o.Bulletins.Make(t.Context(), bulletins.Spec{Spec: spec})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range bulletin.Content[[]bulletin.Finding](made.Editions[publication.Mission], "findings") {
		if slices.Contains(row.File.Of, file) && row.Body == string(f.Body) && row.Status == f.Status {
			told, earlier = true, earlier || row.Earlier
		}
	}
	return told, earlier
}
