package office

import (
	"errors"
	"reflect"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun"
	"truce/tool/blob"
)

// promised refuses an act that names content which this office does not hold as the act tells it: a record would promise
// what nobody can look at. It is asked last, of an act that could be taken otherwise, so that it tells nobody more than
// the rules do; and on the writing goroutine, so that what it finds is so when the act is appended. An error is the disk's.
//
// It is a rule of the office that takes acts from their authors, and of no other reader. What another office took
// (TakeForeign) is history there: its content may come later, or never leave that office. Such an act is kept with
// its effect, and whoever reads the record here is told that the content is not held here (Unheld). The same is told of
// content that was here and is not any more, and by a copy that came without files.
func (f *Office) promised(j *job) (refusal, err error) {
	body, is := j.body.(noun.Promising)
	if !is {
		return nil, nil
	}
	for _, c := range body.Promises() {
		if refusal, err = f.holds(c, string(j.act.Issuer)); refusal != nil || err != nil {
			return refusal, err
		}
	}
	return nil, nil
}

// holds refuses content of which a form is not here, or not of the size and hashes that are given for it, or which the key
// that names it, if one is given, did not send: whoever only knows of a file hands in nothing, and is not told that it is here.
// That a form still has its hash is not looked at here: it was when it was kept, and "truce check" of a copy with files does.
func (f *Office) holds(c noun.Content, by string) (refusal, err error) {
	not := problem.Conflict(problem.EvidenceNotHeld, problem.P{"hash": c.Original})
	id, err := blob.ParseID(c.Sealed)
	if err != nil {
		return not.Because(err), nil
	}
	stored, err := f.blobs.Held(id)
	if err == nil && by != "" && !stored.SentBy(by) {
		err = blob.ErrNotFound
	}
	switch {
	case errors.Is(err, blob.ErrNotFound):
		return not.Because(err), nil
	case errors.Is(err, blob.ErrDamaged):
		return problem.Conflict(problem.EvidenceAltered, problem.P{"hash": c.Original}).Because(err), nil
	case err != nil:
		return nil, err
	}
	working := ""
	if stored.Working != nil {
		working = stored.Working.SHA256.String()
	}
	switch {
	case stored.Original.String() != c.Original:
		return not.At("/original"), nil
	case stored.Size != c.Size:
		return not.At("/size"), nil
	case c.Working != "" && working != c.Working: // who names none promises none
		return not.At("/working"), nil
	}
	return nil, nil
}

// Unheld reports whether the state of a subject names content that is not held here as it says.
func (f *Office) Unheld(about act.SubjectID, state []byte) (bool, error) {
	promised, err := f.promisedBy(about, state)
	if err != nil {
		return false, err
	}
	for _, c := range promised {
		if refusal, err := f.holds(c, ""); refusal != nil || err != nil {
			return refusal != nil, storageProblem(f.folder, err)
		}
	}
	return false, nil
}

// promisedBy is the content that the state of a subject names.
func (f *Office) promisedBy(about act.SubjectID, state []byte) ([]noun.Content, error) {
	of, _ := f.kinds.Noun(about.Noun())
	if _, is := of.State.(noun.Promising); !is {
		return nil, nil
	}
	read := reflect.New(reflect.TypeOf(of.State))
	if err := json.Unmarshal(state, read.Interface()); err != nil {
		return nil, problem.Internal(problem.StorageFailed).Because(err)
	}
	return read.Elem().Interface().(noun.Promising).Promises(), nil
}
