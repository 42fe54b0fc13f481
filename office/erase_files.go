package office

import (
	"context"
	"maps"
	"slices"
	"time"

	"truce/ground/act"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/blob"
	"truce/tool/keep"
	"truce/tool/kinds"
)

// eraseFiles takes away the files that were named by what is erased now, unless another act still names them. It comes before
// the names themselves are taken away: whatever interrupts it, they are found again.
func (f *Office) eraseFiles(ctx context.Context, due []people.Erasure) error {
	if f.studied { // nothing is written where a backup is studied
		return nil
	}
	var files []blob.ID
	err := f.store.Read(ctx, func(r keep.Reader) (err error) {
		if files, err = f.filesOf(r, due); err != nil || len(files) == 0 {
			return err
		}
		needed, err := f.neededOf(r, due, files)
		files = slices.DeleteFunc(files, func(id blob.ID) bool { return needed[id] })
		return err
	})
	for _, id := range files {
		if err == nil {
			err = f.blobs.Erase(ctx, id)
		}
	}
	return err
}

// filesOf are the files that acts named by what is erased now.
func (f *Office) filesOf(r keep.Reader, due []people.Erasure) (files []blob.ID, err error) {
	for _, e := range due {
		entries, err := r.About(e.Subject)
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			if entry.ID != e.Hid {
				continue
			}
			named, left, err := f.filesIn(entry)
			if err != nil {
				return nil, err
			}
			files = append(files, slices.DeleteFunc(named, func(id blob.ID) bool { return slices.Contains(left, id) })...)
		}
	}
	return files, nil
}

// neededOf are those of the files that an act names of which nobody erased it.
func (f *Office) neededOf(r keep.Reader, due []people.Erasure, files []blob.ID) (map[blob.ID]bool, error) {
	subjects, err := f.naming(r, files)
	if err != nil {
		return nil, err
	}
	for _, e := range due {
		subjects[e.Subject] = true
	}
	needed := map[blob.ID]bool{}
	for subject := range subjects {
		entries, err := r.About(subject)
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			_, left, err := f.filesIn(entry)
			if err != nil {
				return nil, err
			}
			for _, id := range left {
				needed[id] = true
			}
		}
	}
	return needed, nil
}

// naming are the subjects whose states name one of the files.
func (f *Office) naming(r keep.Reader, files []blob.ID) (map[act.SubjectID]bool, error) {
	subjects := map[act.SubjectID]bool{}
	for _, name := range kinds.Names(promises) {
		err := r.NounAsOf(name, time.Time{}, func(row keep.Row) error {
			all, err := f.promisedBy(row.Subject, []byte(row.State))
			for _, id := range sealed(all) {
				subjects[row.Subject] = subjects[row.Subject] || slices.Contains(files, id)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	maps.DeleteFunc(subjects, func(_ act.SubjectID, names bool) bool { return !names })
	return subjects, nil
}

func promises(n noun.Noun) bool {
	_, is := n.State.(noun.Promising)
	return is
}

// filesIn are the files that an entry names by what is kept of it, and by what is left of that when what is erased goes.
func (f *Office) filesIn(entry keep.Entry) (named, left []blob.ID, err error) {
	a, err := act.Parse(entry.JWS)
	if err != nil {
		return nil, nil, err
	}
	held := ownOf(a, entry.Hidden)
	if named, err = f.filesBy(a, held); err != nil {
		return nil, nil, err
	}
	kept, _ := f.spare(a, held)
	left, err = f.filesBy(a, kept)
	return named, left, err
}

func (f *Office) filesBy(a act.Act, ds []act.Disclosure) ([]blob.ID, error) {
	body, err := f.kinds.Decode(a, ds)
	if err != nil {
		return nil, err
	}
	of, is := body.(noun.Promising)
	if !is {
		return nil, nil
	}
	return sealed(of.Promises()), nil
}

// sealed are the names of contents. What is withheld or erased has none.
func sealed(contents []noun.Content) (ids []blob.ID) {
	for _, c := range contents {
		if id, err := blob.ParseID(c.Sealed); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}
