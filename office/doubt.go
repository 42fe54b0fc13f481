package office

import (
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/keep"
)

// signed marks an entry by what a directory knows of the key that signed it when it came, and of the keys that woke it if it rested:
// without them it would have no effect. What a key says of itself, such as that it is lost, is not in doubt.
func signed(e *fold.Entry, subject act.SubjectID, d *people.Directory) {
	of := func(is func(key act.KeyID, came, issued time.Time) bool) bool {
		return e.Signed(func(key act.KeyID, came, issued time.Time) bool {
			return subject != people.KeySubject(key) && is(key, came, issued)
		})
	}
	e.MissionOnly = e.Signed(func(key act.KeyID, came, _ time.Time) bool { return d.MissionOnly(key, came) })
	e.Doubted = of(d.Doubted)
	e.Denied = e.Doubted && !of(func(key act.KeyID, came, issued time.Time) bool {
		return d.Doubted(key, came, issued) && !d.Denied(key, came, issued)
	})
	e.Disavowed = !e.Doubted && of(d.Disavowed)
}

// doubts refolds what was signed with keys of which it was now said otherwise than before whether they
// are in doubt. It is the only time at which that costs anything.
func (r *run) doubts() error {
	if r.directory == nil {
		return nil
	}
	names := r.directory.Authors(r.office.directory.Load())
	if len(names) == 0 {
		return nil
	}
	subjects, err := r.tx.Signed(names, r.now)
	for _, subject := range subjects {
		if err == nil {
			err = r.refoldHeld(subject)
		}
	}
	return err
}

// doubted marks what acts add up to, where some of them are of keys in doubt or what they look at is:
// it is held beside what is left without them. What a key's own side alone says to be in doubt is marked as
// that, where those acts are about the subject itself: it does not travel.
func (r *run) doubted(foldNoun fold.Func, folded fold.Folded, subject act.SubjectID, entries []fold.Entry, look *looker) (fold.Folded, error) {
	without := func(some func(fold.Entry) bool, look fold.Look) (left fold.Folded) {
		if entries := fold.Without(entries, some); len(entries) > 0 {
			left = foldNoun(subject, entries, look)
		}
		return left
	}
	doubted := func(e fold.Entry) bool { return e.Doubted }
	disavowed := func(e fold.Entry) bool { return e.Disavowed }
	acts := slices.ContainsFunc(entries, doubted)
	if acts || look.doubted() {
		var err error
		if folded, err = fold.Doubted(folded, without(doubted, look.soundly), acts); err != nil {
			return folded, err
		}
		if look.denied() && !slices.ContainsFunc(entries, func(e fold.Entry) bool { return e.Doubted && !e.Denied }) {
			for i, p := range folded.Periods {
				folded.Periods[i].Doubt = p.Doubt.Denied()
			}
		}
	}
	if slices.ContainsFunc(entries, disavowed) {
		return fold.Repudiated(folded, without(disavowed, look.at))
	}
	return folded, nil
}

// doubted reports whether something that was looked at rests on acts of keys in doubt alone.
func (l *looker) doubted() bool {
	return slices.ContainsFunc(l.subjects, func(subject act.SubjectID) bool {
		rows, _ := l.run.current(subject)
		return slices.ContainsFunc(rows, func(row keep.Row) bool { return l.unsound(row) })
	})
}

// denied reports whether of all that was looked at and rests on acts of keys in doubt the keys' own sides say that they are not.
func (l *looker) denied() bool {
	return !slices.ContainsFunc(l.subjects, func(subject act.SubjectID) bool {
		rows, _ := l.run.current(subject)
		return slices.ContainsFunc(rows, func(row keep.Row) bool { return l.unsound(row) && row.Doubt != fold.WhollyDenied })
	})
}

// soundly is at, as if what rests on acts of keys in doubt alone was not there.
func (l *looker) soundly(subject act.SubjectID, at time.Time) ([]byte, bool) {
	l.at(subject, at)
	rows, _ := l.run.current(subject)
	return HeldAt(slices.DeleteFunc(slices.Clone(rows), l.unsound), at)
}

// unsound does not ask it of people: who may speak is as it is, whoever said so.
func (l *looker) unsound(row keep.Row) bool {
	return row.Doubt.Counted() == fold.Wholly && l.run.office.kinds.Part(row.Noun) != noun.People
}
