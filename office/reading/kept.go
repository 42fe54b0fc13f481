package reading

import (
	"context"
	"time"

	"truce/tool/answer"
	"truce/tool/keep"
	"truce/tool/query"
)

// kept says of what a side had kept to itself and opened how many it filed so in the same week, and how many of those it
// never opened, as of the moment that was asked about. Whoever is told is told no more of these: what was opened makes it
// everybody's to know how it was chosen.
func (m *Room) kept(ctx context.Context, items []answer.Item, known time.Time) error {
	opened := map[week][]*answer.Item{}
	zone := m.CivilZone()
	for i := range items {
		of := &items[i]
		if n, _ := m.office.Kinds().Noun(of.Noun); n.Kept != "" && of.Status != n.Kept {
			w := week{n.Name, n.Kept, of.Party, monday(of.From, zone)}
			opened[w] = append(opened[w], of)
		}
	}
	if len(opened) == 0 {
		return nil
	}
	return m.office.Read(ctx, func(r keep.Reader) error {
		for w, those := range opened {
			counted, err := w.count(ctx, r, known)
			if err != nil {
				return err
			}
			for _, of := range those {
				of.SameWeek = &counted
			}
		}
		return nil
	})
}

// week is one side's week of a noun.
type week struct {
	noun, kept, party string
	monday            time.Time
}

func (w week) count(ctx context.Context, r keep.Reader, known time.Time) (answer.Kept, error) {
	counts, err := r.Count(ctx, query.Filter{
		Nouns: []string{w.noun}, Compartments: []string{"", "party:" + w.party}, Parties: []string{w.party},
		From: w.monday, Until: w.monday.AddDate(0, 0, 7), Known: known,
	}, []string{"status"})
	k := answer.Kept{First: w.monday.Format(time.DateOnly), Last: w.monday.AddDate(0, 0, 6).Format(time.DateOnly)}
	for _, c := range counts {
		k.Filed += c.N
		if c.Values[0] == w.kept {
			k.NeverOpened += c.N
		}
	}
	return k, err
}

// monday is the beginning of the week in which a moment lies.
func monday(t time.Time, zone *time.Location) time.Time {
	y, month, d := t.In(zone).Date()
	back := (int(t.In(zone).Weekday()) + 6) % 7
	return time.Date(y, month, d-back, 0, 0, 0, 0, zone)
}
