package reading

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/force"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/noun"
	"truce/noun/people"
	"truce/tool/answer"
	"truce/tool/keep"
	"truce/tool/query"
)

// Subject answers the periods of a subject: all of them, or the one in force.
func (m *Room) Subject(ctx context.Context, who policy.Person, id act.SubjectID, at query.Clocks) ([]answer.Item, error) {
	shown := m.shown(who)
	if !who.Known() {
		at = query.Clocks{InForce: shown.day(at.InForce), Known: shown.day(at.Known)}
	}
	known, err := shown.asPublished(at.Known, id.Noun())
	if err != nil {
		return nil, err
	}
	at.Known = known
	var rows []keep.Row
	err = m.office.Read(ctx, func(r keep.Reader) error {
		var err error
		rows, err = r.RowsAsOf(id, at.Known)
		return err
	})
	if err != nil {
		return nil, err
	}
	items := make([]answer.Item, 0, len(rows))
	for _, row := range rows {
		if !shown.rows.Shows(row.Noun, row.Compartment) || !at.InForce.IsZero() && !row.Holds(at.InForce) {
			continue
		}
		item, err := shown.item(row)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	if err := m.withheld(ctx, items); err != nil {
		return nil, err
	}
	if err := m.kept(ctx, items, at.Known); err != nil {
		return nil, err
	}
	if err := m.unheld(items); err != nil {
		return nil, err
	}
	if len(items) == 0 {
		return nil, problem.NotFound(problem.NothingFound, problem.P{"id": id})
	}
	return items, nil
}

// List answers a page of what the filter selects within the reader's rights.
func (m *Room) List(ctx context.Context, who policy.Person, filter query.Filter, after *query.Cursor, limit int) (answer.Page, error) {
	shown := m.shown(who)
	filter, any, err := shown.narrow(filter)
	if err == nil {
		err = shown.edition(&filter)
	}
	if err != nil || !any {
		return answer.Page{}, err
	}
	limit = max(1, min(limit, query.MaxPage))
	var rows []keep.Row
	err = m.office.Read(ctx, func(r keep.Reader) error {
		var err error
		rows, err = r.List(ctx, filter, after, limit+1)
		return err
	})
	if err != nil {
		return answer.Page{}, err
	}
	more := len(rows) > limit
	rows = rows[:min(len(rows), limit)]
	page := answer.Page{Items: make([]answer.Item, len(rows))}
	for i, row := range rows {
		if page.Items[i], err = shown.item(row); err != nil {
			return answer.Page{}, err
		}
	}
	if err := m.withheld(ctx, page.Items); err != nil {
		return answer.Page{}, err
	}
	if err := m.kept(ctx, page.Items, filter.Known); err != nil {
		return answer.Page{}, err
	}
	if err := m.unheld(page.Items); err != nil {
		return answer.Page{}, err
	}
	if more {
		last := rows[len(rows)-1]
		page.Next = &query.Cursor{From: cursorTime(last.From), ID: last.ID}
	}
	if !who.Known() {
		slices.SortStableFunc(page.Items, latestDay)
	}
	return page, nil
}

// latestDay puts what strangers are shown in the order of what they are told: rows come in the
// order of the minute, which they are not.
func latestDay(a, b answer.Item) int {
	return cmp.Or(b.From.Compare(a.From), strings.Compare(string(a.Subject), string(b.Subject)))
}

func cursorTime(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Count counts what the filter selects within the reader's rights, grouped.
func (m *Room) Count(ctx context.Context, who policy.Person, filter query.Filter, by []string) ([]query.Count, error) {
	shown := m.shown(who)
	filter, any, err := shown.narrow(filter)
	if err == nil {
		err = shown.groups(&filter, by)
	}
	if err == nil {
		err = shown.edition(&filter)
	}
	if err != nil || !any {
		return nil, err
	}
	for _, column := range by {
		if !slices.Contains(query.AllGroups(), column) {
			return nil, problem.Invalid(problem.FilterWrong, problem.P{"filter": "by", "reason": "want " + strings.Join(query.AllGroups(), ", ")})
		}
	}
	var counts []query.Count
	err = m.office.Read(ctx, func(r keep.Reader) error {
		var err error
		if counts, err = r.Count(ctx, filter, by); err == nil {
			err = m.doubted(ctx, r, filter, by, counts)
		}
		return err
	})
	return counts, err
}

// shown is what one reader may see, worked out once for a page.
type shown struct {
	room *Room
	who  policy.Person
	rows policy.Filter
	may  map[handing]bool
	at   func() time.Time
	zone func() *time.Location
	once map[string]bool // nil, or what was noted already of this one question
	// partyOf is the party of whoever first spoke of a subject.
	partyOf func(act.SubjectID) (string, error)
	// copied is the release by which what is read leaves the house, nil if it does not.
	copied *people.Release
}

func (m *Room) shown(who policy.Person) shown {
	return shown{room: m, who: who, rows: m.office.Policy().Filter(who), may: map[handing]bool{}, at: sync.OnceValue(m.office.Now), zone: sync.OnceValue(m.CivilZone), partyOf: m.partyOf}
}

// handing is of members of a disclosure class: of what the reader's own side said, or of all.
type handing struct {
	class string
	own   bool
}

// everywhere reports whether the reader is handed members of a class of all rows.
func (s shown) everywhere(class string) bool { return s.reads(handing{class, false}) }

// class reports whether the reader is handed members of a class of what a party said: what one's own side said no policies
// withhold from those who need it. Notes for one's party are for that party alone.
func (s shown) class(class, party string) bool {
	return class != "party" && s.everywhere(class) || party == s.who.Party && s.reads(handing{class, true})
}

func (s shown) reads(h handing) bool {
	if s.copied != nil && !s.copied.Gives(h.class) {
		return false
	}
	may, known := s.may[h]
	if !known {
		about := policy.Subject{}
		if h.own {
			about = policy.Subject{Exists: true, Party: s.who.Party}
		}
		may = s.room.office.Policy().May(s.who, policy.Read(h.class), about).Allowed
		s.may[h] = may
	}
	return may
}

// rights are what the reader is handed of one row.
type rights struct {
	shown
	row   keep.Row
	party func() (string, error) // of whoever first spoke of it: not always the one of which the row speaks
	err   error
}

func (s shown) rights(row keep.Row) *rights {
	return &rights{shown: s, row: row, party: sync.OnceValues(func() (string, error) { return s.partyOf(row.Subject) })}
}

// class is shown.class of the row. Who first spoke of it is looked for only where something turns on it.
func (r *rights) class(class string) bool {
	switch {
	case class == "party":
		return r.shown.class(class, r.row.Party)
	case r.everywhere(class):
		return true
	case !r.reads(handing{class, true}):
		return false
	}
	party, err := r.party()
	r.err = err
	return err == nil && r.shown.class(class, party)
}

// partyOf is the party of whoever first spoke of a subject.
func (m *Room) partyOf(id act.SubjectID) (party string, err error) {
	err = m.office.Read(context.Background(), func(r keep.Reader) (err error) {
		party, err = firstParty(r, id)
		return err
	})
	return party, err
}

func firstParty(r keep.Reader, id act.SubjectID) (string, error) {
	first, err := r.FirstAbout(id)
	return first.Party, err
}

// narrow adds the reader's rights to a filter; false if nothing is left to see. A reader
// without exact places cannot find them out by drawing ever smaller boxes, nor a stranger
// the hour of an incident by ever shorter stretches of time.
func (s shown) narrow(filter query.Filter) (query.Filter, bool, error) {
	if filter.Text != "" && !s.everywhere("narrative") {
		return filter, false, s.room.office.Policy().RefusalTo("search by text", policy.Read("narrative"))
	}
	filter.Narrative = true
	nouns := filter.Nouns
	if len(nouns) == 0 {
		nouns = s.room.office.Kinds().Names()
	}
	filter.Nouns = nil
	for _, noun := range nouns {
		if s.rows.Nouns == nil || slices.Contains(s.rows.Nouns, noun) {
			filter.Nouns = append(filter.Nouns, noun)
		}
	}
	filter.Compartments = s.rows.Compartments
	if filter.Box != nil && !s.everywhere("exact-place") {
		filter.Box = snapped(*filter.Box)
	}
	if len(filter.Near) > 0 && !s.everywhere("exact-place") {
		return filter, false, s.notSoFine()
	}
	if filter.Asked() {
		if err := s.byLaw(&filter); err != nil {
			return filter, false, err
		}
	}
	if !s.who.Known() {
		filter.From, filter.Until = s.day(filter.From), s.day(filter.Until)
		filter.InForce, filter.Known = s.day(filter.InForce), s.day(filter.Known)
		filter.Civil = s.zone()
	}
	return filter, len(filter.Nouns) > 0, nil
}

// snapped widens a box to the cells in which coarse positions lie (place.Position.Coarse).
func snapped(b query.Box) *query.Box {
	return &query.Box{
		MinLon: math.Round(b.MinLon*10)/10 - 0.05, MinLat: math.Round(b.MinLat*10)/10 - 0.05,
		MaxLon: math.Round(b.MaxLon*10)/10 + 0.05, MaxLat: math.Round(b.MaxLat*10)/10 + 0.05,
	}
}

// day is the beginning of the civil day in which a moment lies, in the one zone by which strangers are told days.
func (s shown) day(t time.Time) time.Time {
	if t.IsZero() { // nobody is asked for a zone
		return t
	}
	return force.DayOf(t, s.zone())
}

// item is a row without what the reader may not see.
func (s shown) item(row keep.Row) (answer.Item, error) {
	i, _, err := s.itemOf(row)
	return i, err
}

// itemOf also tells whether nothing was left out.
func (s shown) itemOf(row keep.Row) (i answer.Item, whole bool, err error) {
	i = answer.Item{
		Subject: row.Subject, Noun: row.Noun, Type: row.Kind, Status: row.Status, Party: row.Party, Zone: row.Zone,
		From: row.From, Until: row.Until, KnownFrom: row.KnownFrom, KnownUntil: row.KnownUntil, Counted: row.Counts, Doubted: row.Doubt,
	}
	if row.Conflicts != "" {
		if err := json.Unmarshal([]byte(row.Conflicts), &i.Conflicts); err != nil {
			return i, false, fmt.Errorf("read conflicts of %s: %w", row.Subject, err)
		}
	}
	of, _ := s.room.office.Kinds().Noun(row.Noun)
	var handed []string // classes
	rights := s.rights(row)
	if row.Box != nil && rights.class("exact-place") {
		if !of.Placed.Open {
			handed = append(handed, "exact-place")
		}
		i.Where = row.Where
		i.Box = []float64{row.Box.MinLon, row.Box.MinLat, row.Box.MaxLon, row.Box.MaxLat}
	}
	classes := s.room.office.Kinds().StateClasses(row.Noun)
	text := row.State
	if !s.who.Known() {
		if text, err = of.Public.Edit(text, s.zone); err != nil {
			return answer.Item{}, false, problem.Internal(problem.StorageFailed).Because(err)
		}
	}
	r := redaction{
		watched: of.Precise.Member,
		drop: func(path string) bool {
			class := classes[path]
			if class != "" && !rights.class(class) || !s.who.Known() && !of.Public.Shows(path) {
				return true
			}
			if class != "" {
				handed = with(handed, class)
			}
			return false
		},
		name: func(path, author string) string {
			if classes[path] != "staff" {
				return author
			}
			return string(s.room.office.Directory().Behind(act.SubjectID(author)))
		},
	}
	if i.State, err = r.redact(text); err != nil {
		return answer.Item{}, false, problem.Internal(problem.StorageFailed).Because(err)
	}
	if rights.err != nil {
		return answer.Item{}, false, rights.err
	}
	if err := s.note(row.Subject, handed...); err != nil {
		return answer.Item{}, false, err
	}
	precise(&i, of.Precise, r.saw, s.zone)
	whole = !r.dropped && (i.Box != nil) == (row.Box != nil)
	if !s.who.Known() {
		if s.room.moves(row.Noun) != noun.AtOnce {
			i.KnownUntil = time.Time{} // when it changed since then is not told before the change is
		}
		coarsen(&i, of.Public.Times(), s.zone)
	}
	return i, whole, nil
}

// coarsen tells strangers when a row began and ended as exactly as its noun says, and when it became known by the day.
func coarsen(i *answer.Item, times noun.Times, zone func() *time.Location) {
	if times == noun.InWorldOnly {
		i.KnownFrom, i.KnownUntil, i.Conflicts = time.Time{}, time.Time{}, nil
		return
	}
	i.KnownFrom, i.KnownUntil = force.DayOf(i.KnownFrom, zone()), force.NextDay(i.KnownUntil, zone())
	if times != noun.Exact { // what is in conflict names reports, victims and moments
		byDay(i, zone())
		i.Conflicts = nil
	}
}
