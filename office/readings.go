package office

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/tool/keep"
	"truce/tool/query"
)

// Reading says that somebody was handed restricted members of a record, on one day. It is
// kept beside the register, not in it: it is what this office saw, not what anybody signed.
type Reading struct {
	Subject act.SubjectID `json:"subject" doc:"the record; register/ and its origin for copies of the register, tile/zoom/row/column for a map that showed exact places there"`
	Class   string        `json:"class" doc:"of disclosure, such as narrative; or copy-register, read-working-copy, read-sealed-original, mission-edition"`
	Day     string        `json:"day" doc:"UTC" example:"2017-07-23"`
	Person  act.SubjectID `json:"person,omitempty" doc:"who read; for those who keep watch, and readers of staff"`
	Party   string        `json:"party,omitempty" doc:"of who read; absent: of the mission"`
	First   time.Time     `json:"first" doc:"on that day"`
	Last    time.Time     `json:"last"`
	Times   int           `json:"times"`
}

// Limits of what waits to be written. Reading goes on while the writer is busy; when too
// much waits, restricted members are refused rather than handed out unseen.
const (
	mostReadings = 100_000
	readingPause = time.Second // so much may be lost when the machine stops
)

// readings are what was read and is not written yet.
type readings struct {
	mu      sync.Mutex
	waiting map[readingKey]keep.Reading
	came    chan struct{}
}

type readingKey struct {
	subject, person act.SubjectID
	class           string
	day             int64
}

func newReadings() *readings {
	return &readings{waiting: map[readingKey]keep.Reading{}, came: make(chan struct{}, 1)}
}

// note counts a reading.
func (r *readings) note(n keep.Reading) error {
	key := readingKey{n.Subject, n.Person, n.Class, keep.DayOf(n.First)}
	r.mu.Lock()
	defer r.mu.Unlock()
	before, is := r.waiting[key]
	if !is && len(r.waiting) >= mostReadings {
		return problem.Unavailable(problem.OfficeBusy).Because(fmt.Errorf("%d readings wait to be written", len(r.waiting)))
	}
	r.waiting[key] = before.And(n)
	select {
	case r.came <- struct{}{}:
	default:
	}
	return nil
}

// take empties what waits.
func (r *readings) take() []keep.Reading {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]keep.Reading, 0, len(r.waiting))
	for _, n := range r.waiting {
		all = append(all, n)
	}
	clear(r.waiting)
	return all
}

// followReadings writes what was read, close behind.
func (f *Office) followReadings() {
	for stopping := false; !stopping; {
		select {
		case <-f.readings.came:
		case <-f.stop:
		}
		select {
		case <-time.After(readingPause):
		case <-f.stop:
			<-f.stopped // the writer; from here on this is the only one that writes
			stopping = true
		}
		f.keepReadings(stopping)
	}
}

func (f *Office) keepReadings(alone bool) {
	all := f.readings.take()
	if len(all) == 0 {
		return
	}
	write := func() error { return f.store.Write(func(tx keep.Tx) error { return tx.AddReadings(all) }) }
	var err error
	if alone {
		err = write()
	} else {
		err = f.control(context.Background(), write)
	}
	if err == nil {
		return
	}
	if !f.isStopping() || alone {
		f.log.Error("write down who read what", "readings", len(all), "error", err)
	}
	for _, n := range all {
		_ = f.readings.note(n) // more than there is room for: reading is refused meanwhile
	}
}

// note keeps that the reader is handed members of a class. Strangers are handed none.
func (s shown) note(subject act.SubjectID, classes ...string) error {
	if !s.who.Known() {
		return nil
	}
	for _, class := range classes {
		at := s.at()
		err := s.office.readings.note(keep.Reading{
			Subject: subject, Class: class, Person: s.who.ID, Party: s.who.Party, First: at, Last: at, Times: 1})
		if err != nil {
			return err
		}
	}
	return nil
}

// NoteReading notes that somebody is handed something that is not a record's state: a file,
// an edition, a copy of the register.
func (f *Office) NoteReading(who policy.Person, subject act.SubjectID, class string) error {
	return f.shown(who).note(subject, class)
}

// registerSubject stands for the whole register in readings.
func (f *Office) registerSubject() act.SubjectID { return act.SubjectID("register/" + f.heads.origin) }

// finestTile is the nearest zoom at which the map's tiles are told apart: about 60 km.
const finestTile = 9

// NoteTile notes that a map showed somebody exact places in a tile of Web Mercator.
func (f *Office) NoteTile(who policy.Person, z, y, x uint32) error {
	if z > finestTile {
		y, x, z = y>>(z-finestTile), x>>(z-finestTile), finestTile
	}
	return f.shown(who).note(tileSubject(z, y, x), "exact-place")
}

func tileSubject(z, y, x uint32) act.SubjectID {
	return act.SubjectID(fmt.Sprintf("tile/%d/%d/%d", z, y, x))
}

// tilesAt are the subjects of the tiles in which a place is drawn.
func tilesAt(lon, lat float64) (all []string) {
	s := math.Sin(lat * math.Pi / 180)
	right, down := (lon+180)/360, 0.5-math.Log((1+s)/(1-s))/(4*math.Pi)
	for z := range uint32(finestTile + 1) {
		side := math.Exp2(float64(z))
		part := func(of float64) uint32 { return uint32(min(max(of*side, 0), side-1)) }
		all = append(all, string(tileSubject(z, part(down), part(right))))
	}
	return all
}

// ReadingPage is a stretch of a list, the latest first.
type ReadingPage struct {
	Readings []Reading
	Next     *query.Cursor // nil: there is no more
}

// Readings answers who was handed restricted members: of everything to those who keep watch,
// of a record to those whose record it is (policy read.cedar). Of a record it tells also who
// copied the register and, if it has a place, who had that on a map.
func (f *Office) Readings(ctx context.Context, who policy.Person, filter query.Readings, after *query.Cursor, limit int) (ReadingPage, error) {
	watches := f.May(who, policy.ReadLog)
	names := watches || f.shown(who).class("staff", "")
	search := keep.ReadingFilter{Person: filter.Person, Class: filter.Class}
	err := f.store.Read(ctx, func(r keep.Reader) (err error) {
		search.Subjects, err = f.mayWatch(r, who, filter.Subject, watches)
		return err
	})
	if err == nil && filter.Person != "" && !names {
		err = f.policy.Refusal(policy.ReadLog)
	}
	if err != nil {
		return ReadingPage{}, err
	}
	limit = max(1, min(limit, query.MaxPage))
	var found []keep.Reading
	err = f.store.Read(ctx, func(r keep.Reader) (err error) {
		found, err = r.Readings(search, after, limit)
		return err
	})
	if err != nil {
		return ReadingPage{}, storageProblem(f.folder, err)
	}
	page := ReadingPage{Readings: make([]Reading, len(found))}
	for i, n := range found {
		told := Reading{n.Subject, n.Class, n.First.UTC().Format(time.DateOnly), n.Person, n.Party, n.First, n.Last, n.Times}
		if !names && n.Person != who.ID {
			told.Person = ""
		}
		page.Readings[i] = told
	}
	if len(found) == limit {
		last := found[len(found)-1]
		page.Next = &query.Cursor{From: last.Last.UnixMicro(), ID: last.ID}
	}
	return page, nil
}

// mayWatch are the subjects that are meant by one; none are all.
func (f *Office) mayWatch(r keep.Reader, who policy.Person, id act.SubjectID, watches bool) ([]string, error) {
	if id == "" {
		if !watches {
			return nil, f.policy.Refusal(policy.ReadLog)
		}
		return nil, nil
	}
	rows, err := r.RowsAsOf(id, time.Time{})
	if err != nil {
		return nil, storageProblem(f.folder, err)
	}
	if len(rows) == 0 || !slices.ContainsFunc(rows, func(row keep.Row) bool { return f.policy.Filter(who).Shows(row.Noun, row.Compartment) }) {
		if _, record := f.kinds.Noun(id.Noun()); watches && !record { // a tile, a copy of the register
			return []string{string(id)}, nil
		}
		return nil, problem.NotFound(problem.NothingFound, problem.P{"id": id})
	}
	first, err := r.FirstAbout(id)
	if err != nil {
		return nil, storageProblem(f.folder, err)
	}
	if !f.policy.May(who, policy.ReadLog, policy.Subject{ID: id, Exists: true, Author: first.Person, Party: first.Party}).Allowed {
		return nil, f.policy.Refusal(policy.ReadLog)
	}
	subjects := []string{string(id), string(f.registerSubject())}
	for _, row := range rows {
		if row.Where.Known {
			subjects = append(subjects, tilesAt(row.Where.Lon, row.Where.Lat)...)
		}
	}
	slices.Sort(subjects)
	return slices.Compact(subjects), nil
}
