package exercise

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/copies"
	"truce/door/recount"
	"truce/ground/act"
	"truce/ground/register"
	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun/publication"
	"truce/office/bulletins"
	"truce/office/house"
	"truce/tool/query"
)

// copied is the copy that a reader of the exercise's office gets.
func copied(t *testing.T, o *house.House, who policy.Person) string {
	t.Helper()
	dir := t.TempDir()
	if _, err := copies.Export(context.Background(), o.Office, who, dir, copies.ExportOptions{}, nil); err != nil {
		t.Fatal(err)
	}
	return dir
}

func recounted(t *testing.T, text []byte, dir string) recount.Result {
	t.Helper()
	r, err := recount.Check(context.Background(), text, register.Folder(os.DirFS(dir)), recount.Options{
		Check: copies.CheckOptions{Files: os.DirFS(dir)}, Scratch: t.TempDir(), Now: time.Now, Rand: rand.Reader,
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// published is a bulletin of an office.
type published struct {
	Subject act.SubjectID
	publication.Bulletin
}

// publishedBy are the bulletins that the office published.
func publishedBy(t *testing.T, o *house.House) []published {
	t.Helper()
	page, err := o.List(t.Context(), policy.Person{}, query.Filter{Nouns: []string{publication.Noun}}, nil, query.MaxPage)
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
	o := played(t, syria(t))
	ctx := context.Background()
	secretary := policy.Person{ID: "person/secretary", Roles: []string{"secretariat"}}
	auditor := policy.Person{ID: "person/auditor-1", Roles: []string{"auditor"}}
	full, bare := copied(t, o, secretary), copied(t, o, auditor)
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
					if first, wrong := r.Wrong(); wrong {
						t.Errorf("from the copy without protected members: %+v", first)
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
		if d.Verdict != bulletin.Undecided || !strings.HasPrefix(d.Path, "counts/") {
			return false
		}
	}
	return true
}

// testForgeries changes one figure in each of several sections: each is named.
func testForgeries(t *testing.T, text []byte, dir string) {
	t.Helper()
	forged, err := bulletin.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	figures := map[string]*bulletin.Figure{
		"counts/observed":              &forged.Counts.Observed,
		"attribution/nobody":           &forged.Attribution.Nobody,
		"harm/people/killed/confirmed": &forged.Harm.People[0].Confirmed,
		"restrictions/total":           &forged.Restrictions.Total,
	}
	if len(forged.Events) > 0 {
		figures["events/"+forged.Events[0].Row+"/alleged"] = &forged.Events[0].Alleged
	}
	for path, f := range figures {
		was, more := f.Number, f.N()+1
		f.Number = &more
		text, err := forged.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		f.Number = was
		r := recounted(t, text, dir)
		if first, wrong := r.Wrong(); !wrong || first.Path != path || r.OK() || r.Published {
			t.Errorf("%s was changed: %+v", path, r.Differences)
		}
	}
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
