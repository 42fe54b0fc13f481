package office

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/noun"
	"truce/tool/keep"
	"truce/tool/query"
)

// Item is a row as one reader may see it.
type Item struct {
	Subject    act.SubjectID  `json:"subject"`
	Noun       string         `json:"noun"`
	Kind       string         `json:"kind,omitempty"`
	Status     string         `json:"status,omitempty"`
	Party      string         `json:"party,omitempty"`
	Zone       string         `json:"zone,omitempty"`
	From       time.Time      `json:"from,omitzero" doc:"in force from (in the world)"`
	Until      time.Time      `json:"until,omitzero" doc:"in force until, not included"`
	KnownFrom  time.Time      `json:"knownFrom,omitzero" doc:"known to this office from"`
	KnownUntil time.Time      `json:"knownUntil,omitzero" doc:"known until, not included; absent: what is known now"`
	Counts     bool           `json:"counts" doc:"false for drafts and what was withdrawn"`
	Box        []float64      `json:"box,omitempty" doc:"west, south, east, north in degrees; only for readers of exact places"`
	Conflicts  jsontext.Value `json:"conflicts,omitempty" doc:"members that people set differently without knowing of each other"`
	Where      fold.Where     `json:"-"` // only for readers of exact places, to draw it
	State      jsontext.Value `json:"state" doc:"the noun's state, without what this reader may not see"`
}

// Page is a stretch of a list, newest first.
type Page struct {
	Items []Item
	Next  *query.Cursor // nil: there is no more
}

// Subject answers the periods of a subject: all of them, or the one in force.
func (f *Office) Subject(ctx context.Context, who policy.Person, id act.SubjectID, at query.Clocks) ([]Item, error) {
	if !who.Known() {
		at = query.Clocks{InForce: day(at.InForce), Known: day(at.Known)}
	}
	var rows []keep.Row
	err := f.store.Read(ctx, func(r keep.Reader) error {
		var err error
		rows, err = r.RowsAsOf(id, at.Known)
		return err
	})
	if err != nil {
		return nil, storageProblem(f.folder, err)
	}
	shown := f.shown(who)
	items := make([]Item, 0, len(rows))
	for _, row := range rows {
		if !shown.rows.Shows(row.Noun, row.Compartment) || !at.InForce.IsZero() && !holds(row, at.InForce) {
			continue
		}
		item, err := shown.item(row)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	if len(items) == 0 {
		return nil, problem.NotFound(problem.NothingFound, problem.P{"id": id})
	}
	return items, nil
}

// List answers a page of what the filter selects within the reader's rights.
func (f *Office) List(ctx context.Context, who policy.Person, filter query.Filter, after *query.Cursor, limit int) (Page, error) {
	shown := f.shown(who)
	filter, any, err := shown.narrow(filter)
	if err != nil || !any {
		return Page{}, err
	}
	var rows []keep.Row
	err = f.store.Read(ctx, func(r keep.Reader) error {
		var err error
		rows, err = r.List(ctx, filter, after, limit)
		return err
	})
	if err != nil {
		return Page{}, storageProblem(f.folder, err)
	}
	page := Page{Items: make([]Item, len(rows))}
	for i, row := range rows {
		if page.Items[i], err = shown.item(row); err != nil {
			return Page{}, err
		}
	}
	if len(rows) == max(1, min(limit, query.MaxPage)) {
		last := rows[len(rows)-1]
		page.Next = &query.Cursor{From: cursorTime(last.From), ID: last.ID}
	}
	return page, nil
}

func cursorTime(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Count counts what the filter selects within the reader's rights, grouped.
func (f *Office) Count(ctx context.Context, who policy.Person, filter query.Filter, by []string) ([]query.Count, error) {
	shown := f.shown(who)
	filter, any, err := shown.narrow(filter)
	if err == nil {
		err = shown.groups(&filter, by)
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
	err = f.store.Read(ctx, func(r keep.Reader) error {
		var err error
		counts, err = r.Count(ctx, filter, by)
		return err
	})
	return counts, storageProblem(f.folder, err)
}

// shown is what one reader may see, worked out once for a page.
type shown struct {
	office *Office
	who    policy.Person
	rows   policy.Filter
	may    map[string]bool // by disclosure class, but party, which depends on the row
	at     func() time.Time
}

func (f *Office) shown(who policy.Person) shown {
	return shown{f, who, f.policy.Filter(who), map[string]bool{}, sync.OnceValue(f.Now)}
}

func (s shown) class(class, party string) bool {
	if class == "party" {
		return s.office.policy.May(s.who, policy.Read(class), policy.Subject{Party: party}).Allowed
	}
	may, asked := s.may[class]
	if !asked {
		may = s.office.policy.May(s.who, policy.Read(class), policy.Subject{}).Allowed
		s.may[class] = may
	}
	return may
}

// narrow adds the reader's rights to a filter; false if nothing is left to see. A reader
// without exact places cannot find them out by drawing ever smaller boxes, nor a stranger
// the hour of an incident by ever shorter stretches of time.
func (s shown) narrow(filter query.Filter) (query.Filter, bool, error) {
	if filter.Text != "" && !s.class("narrative", "") {
		return filter, false, s.office.policy.RefusalTo("search by text", policy.Read("narrative"))
	}
	filter.Narrative = true
	nouns := filter.Nouns
	if len(nouns) == 0 {
		nouns = s.office.kinds.Names()
	}
	filter.Nouns = nil
	for _, noun := range nouns {
		if s.rows.Nouns == nil || slices.Contains(s.rows.Nouns, noun) {
			filter.Nouns = append(filter.Nouns, noun)
		}
	}
	filter.Compartments = s.rows.Compartments
	if filter.Box != nil && !s.class("exact-place", "") {
		filter.Box = snapped(*filter.Box)
	}
	if filter.Asked() {
		if err := s.byLaw(&filter); err != nil {
			return filter, false, err
		}
	}
	if !s.who.Known() {
		filter.From, filter.Until = day(filter.From), day(filter.Until)
		filter.InForce, filter.Known = day(filter.InForce), day(filter.Known)
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

func day(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(24 * time.Hour)
}

// item is a row without what the reader may not see.
func (s shown) item(row keep.Row) (Item, error) {
	i := Item{
		Subject: row.Subject, Noun: row.Noun, Kind: row.Kind, Status: row.Status, Party: row.Party, Zone: row.Zone,
		From: row.From, Until: row.Until, KnownFrom: row.KnownFrom, KnownUntil: row.KnownUntil, Counts: row.Counts,
	}
	if row.Conflicts != "" {
		i.Conflicts = jsontext.Value(row.Conflicts)
	}
	of, _ := s.office.kinds.Noun(row.Noun)
	var handed []string // classes
	if row.Box != nil && s.class("exact-place", "") {
		if !of.Placed.Open {
			handed = append(handed, "exact-place")
		}
		i.Where = row.Where
		i.Box = []float64{row.Box.MinLon, row.Box.MinLat, row.Box.MaxLon, row.Box.MaxLat}
	}
	classes := s.office.kinds.StateClasses(row.Noun)
	text, err := row.State, error(nil)
	if !s.who.Known() {
		text, err = of.Public.Edit(text)
	}
	if err != nil {
		return Item{}, problem.Internal(problem.StorageFailed).Because(err)
	}
	state, err := redact(text, func(path string) bool {
		class := classes[path]
		if class != "" && !s.class(class, row.Party) || !s.who.Known() && !of.Public.Shows(path) {
			return true
		}
		if class != "" {
			handed = with(handed, class)
		}
		return false
	})
	if err != nil {
		return Item{}, problem.Internal(problem.StorageFailed).Because(err)
	}
	if err := s.note(row.Subject, handed...); err != nil {
		return Item{}, err
	}
	i.State = state
	if !s.who.Known() {
		i.coarsen(of.Public.Times())
	}
	return i, nil
}

// coarsen tells strangers when a row began, ended and became known as exactly as its noun says.
func (i *Item) coarsen(times noun.Times) {
	switch times {
	case noun.InWorldOnly:
		i.KnownFrom, i.KnownUntil, i.Conflicts = time.Time{}, time.Time{}, nil
	case noun.ByDay:
		i.From, i.Until, i.KnownFrom, i.KnownUntil = day(i.From), nextDay(i.Until), day(i.KnownFrom), nextDay(i.KnownUntil)
	}
}

// nextDay rounds an end that is not included up to the day.
func nextDay(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return day(t.Add(24*time.Hour - time.Microsecond))
}
