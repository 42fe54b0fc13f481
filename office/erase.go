package office

import (
	"context"
	"slices"

	"truce/ground/act"
	"truce/noun/people"
	"truce/tool/keep"
)

// subject is that of acts about this office.
func (f *Office) subject() act.SubjectID { return people.OfficeSubject(f.heads.origin) }

// Erased are the classes of what an act hid that are erased.
func (f *Office) Erased(a act.Act) []string { return f.Directory().Erased(f.subject(), a) }

// spare drops of what an act hides what is erased.
func (f *Office) spare(a act.Act, ds []act.Disclosure) (kept []act.Disclosure, erased []string) {
	return f.Directory().Spare(f.subject(), a, ds)
}

// erase does what sides decided and was not done to the end. It is called on the writing goroutine, or
// before there is one. Everything is folded again without what is erased, also as it was known
// before, in one transaction: readers see what was there until it is done. That it was done to the end,
// down to the pages of the database that nobody reads any more, is written last, into the database itself. So
// whatever interrupted it, and whatever older state of the database was put back, it is done again
// before anybody is answered.
func (f *Office) erase(ctx context.Context) error {
	if f.options.Copied != nil {
		return nil
	}
	due, err := f.due(ctx)
	if err != nil || len(due) == 0 {
		return storageProblem(f.folder, err)
	}
	f.log.Info("erase what acts hide", "erasures", len(due))
	if err := f.eraseFiles(ctx, due); err != nil {
		return storageProblem(f.folder, err)
	}
	if err := f.withdraw(due); err != nil {
		return storageProblem(f.folder, err)
	}
	if err := f.refoldErased(ctx); err != nil {
		return err
	}
	for _, part := range f.parts {
		if part.Erased != nil {
			if err := part.Erased(ctx, due); err != nil {
				return err
			}
		}
	}
	if err := f.store.Purge(); err != nil {
		return storageProblem(f.folder, err)
	}
	return storageProblem(f.folder, f.noteErased(due))
}

// due are the erasures in force that were not done here to the end.
func (f *Office) due(ctx context.Context) (due []people.Erasure, err error) {
	all := f.Directory().Erasures()
	if len(all) == 0 {
		return nil, nil
	}
	err = f.store.Read(ctx, func(r keep.Reader) error {
		done, err := r.Erased()
		due = slices.DeleteFunc(all, func(e people.Erasure) bool { return slices.Contains(done, e.By) })
		return err
	})
	return due, err
}

func (f *Office) noteErased(due []people.Erasure) error {
	return f.store.Write(func(tx keep.Tx) error {
		for _, e := range due {
			if err := tx.PutErased(e.By); err != nil {
				return err
			}
		}
		return nil
	})
}

// withdraw takes from the record what is erased.
func (f *Office) withdraw(due []people.Erasure) error {
	return f.store.Write(func(tx keep.Tx) error {
		for _, e := range due {
			entries, err := tx.About(e.Subject)
			if err != nil {
				return err
			}
			for _, entry := range entries {
				if entry.ID != e.Hid {
					continue
				}
				if err := f.withdrawOne(tx, entry); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (f *Office) withdrawOne(tx keep.Tx, entry keep.Entry) error {
	a, err := act.Parse(entry.JWS)
	if err != nil {
		return err
	}
	kept, erased := f.spare(a, ownOf(a, entry.Hidden))
	if len(erased) == 0 {
		return nil
	}
	return tx.Disclose(entry.Origin, entry.Index, act.FormatDisclosures(kept))
}

// refoldErased folds everything again, without what was taken from the record.
func (f *Office) refoldErased(ctx context.Context) error {
	told := f.Directory()
	f.told.Store(told) // to readers, while everything is made anew
	defer f.told.Store(nil)
	err := f.store.Whole(func() error { return f.refoldAll(ctx, f.folding, f.readmission(), f.store.ClearModel) })
	if err != nil {
		f.directory.Store(told)
		return err
	}
	f.writer.folder.forget()
	f.writer.ledgers = ledgers{office: f}
	return f.loadParts(ctx)
}
