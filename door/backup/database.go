package backup

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/ground/work"
	"truce/noun/people"
	"truce/office"
	"truce/tool/disk"
	"truce/tool/headfile"
	"truce/tool/intact"
	"truce/tool/keep"
	"truce/tool/store"
)

// checkDatabase checks the registers in the database of a folder by themselves: every entry
// against its hash and its disclosures, all entries against the tree, and the tree of the own
// register against heads that were signed. It answers how many entries the own register has, and of how many acts it lacks what they hide.
// Problems: DatabaseDamaged, RegisterAltered, FormatsEnded.
func checkDatabase(ctx context.Context, d disk.Disk, dir string, heads []register.TreeHead, tell work.Tell) (size, lacks int64, err error) {
	db, err := store.OpenRecord(d, dir)
	if err != nil {
		return 0, 0, databaseProblem(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var lacking atomic.Int64
	erased := people.NewDirectory() // what was erased is not lacking
	own := func(e keep.Entry) error {
		a, withheld, err := disclosures(e)
		gone := erased.Erased(people.OfficeSubject(e.Origin), a)
		if slices.ContainsFunc(withheld, func(class string) bool { return !slices.Contains(gone, class) }) {
			lacking.Add(1)
		}
		return err
	}
	abroad := func(e keep.Entry) error { _, _, err := disclosures(e); return err }
	err = db.Read(ctx, func(r keep.Reader) error {
		offices := r.NounAsOf(people.OfficeNoun, time.Time{}, func(row keep.Row) error { return erased.Put(row.Subject, []byte(row.State)) })
		if offices != nil {
			return offices
		}
		if err := intact.Own(ctx, r, "", intact.Options{Heads: heads, Each: own, Tell: tell}); err != nil {
			return err
		}
		all, err := r.Registers()
		for i := 0; i < len(all) && err == nil; i++ {
			if i == 0 {
				size = all[i].Tree.Size()
				continue
			}
			err = intact.Check(ctx, r, all[i], intact.Options{Each: abroad, Tell: tell}) // another office's: it signs its own
		}
		return err
	})
	return size, lacking.Load(), databaseProblem(err)
}

// disclosures holds what stands beside an entry to its act, and answers the classes of which there is nothing. Whose act
// it is and about what is derived again later.
func disclosures(e keep.Entry) (a act.Act, withheld []string, err error) {
	if a, err = act.Parse(e.JWS); err != nil {
		return a, nil, err
	}
	ds, err := act.ParseDisclosures(e.Hidden)
	if err != nil {
		return a, nil, err
	}
	opened, err := a.Open(ds)
	return a, opened.Withheld, err
}

// databaseProblem tells a person what it means that a database can't be read.
func databaseProblem(err error) error {
	fault, altered := errors.AsType[*intact.Fault](err)
	_, tree := errors.AsType[keep.TreeError](err)
	switch {
	case altered:
		return fault.Problem()
	case errors.Is(err, keep.ErrDamaged), tree:
		return problem.Unavailable(problem.DatabaseDamaged).Because(err)
	case errors.Is(err, keep.ErrOlder):
		return problem.Conflict(problem.FormatsEnded).Because(err)
	case errors.Is(err, keep.ErrNewer):
		return problem.Conflict(problem.FormatsNewer).Because(err)
	}
	return err
}

// signedHeads are those that the office in a folder signed.
// Problems: SignedHeadsUnreadable.
func signedHeads(d disk.Disk, dir string, k key) (*headfile.Heads, error) {
	heads, err := headfile.Read(d, dir, k.verifier)
	if err != nil {
		return nil, office.HeadsProblem(dir, err)
	}
	return heads, nil
}
