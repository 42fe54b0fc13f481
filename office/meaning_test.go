package office_test

import (
	"context"
	"testing"

	"truce/ground/act"
	"truce/noun/incident"
	"truce/office/house"
	"truce/office/officetest"
	"truce/tool/disk"
	"truce/tool/query"
	"truce/tool/store"
)

// Rows that a program with other rules made are never served: they are folded again at the
// start, and whoever waits is told how far it is.
func TestOpen_folds_again_what_other_rules_made(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Must(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})
	meaning := w.Kinds().Meaning()
	for made, again := range map[string]bool{meaning: false, "incident 0 of-another-program\n": true} {
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		empty(t, w.Folder, made)
		o, told := w.Options(), int64(0)
		o.Folding = func(done, all int64) { told = done }
		opened, err := house.Open(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		w.House = opened
		_, err = w.Reading.Subject(context.Background(), w.As("secretary"), act.SubjectID("incident/1"), query.Clocks{})
		if (err == nil) != again || again && told != w.Size() {
			t.Errorf("made by %q: %v, told of %d entries", made, err, told)
		}
	}
}

// empty leaves a read model without rows that says it was folded by the meaning.
func empty(t *testing.T, folder, meaning string) {
	t.Helper()
	db, err := store.Open(disk.Own(), folder)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.ClearModel(); err != nil {
		t.Fatal(err)
	}
	if err := db.FinishModel(meaning); err != nil {
		t.Fatal(err)
	}
}
