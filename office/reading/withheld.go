package reading

import (
	"context"

	"truce/ground/act"
	"truce/tool/answer"
	"truce/tool/keep"
)

// withheld says of rows in a copy what the copy withholds of the acts about them, so that nobody takes what is not there
// for what never was.
func (m *Room) withheld(ctx context.Context, items []answer.Item) error {
	if m.office.Copied() == nil {
		return nil
	}
	type told struct {
		classes, on []string
	}
	asked := map[act.SubjectID]told{}
	return m.office.Read(ctx, func(r keep.Reader) error {
		for i := range items {
			of := &items[i]
			t, is := asked[of.Subject]
			if !is {
				var err error
				if t.classes, t.on, err = m.office.Withheld(r, of.Subject); err != nil {
					return err
				}
				asked[of.Subject] = t
			}
			of.Withheld, of.OpenOn, of.Open = t.classes, t.on, len(t.on) > 0
		}
		return nil
	})
}

// Open is how many records of some nouns are not reckoned in a copy, because how they stand turns on what it withholds;
// 0 in an office that takes acts.
func (m *Room) Open(nouns []string) (open int64) {
	c := m.office.Copied()
	if c == nil {
		return 0
	}
	for _, noun := range nouns {
		open += c.Open[noun]
	}
	return open
}
