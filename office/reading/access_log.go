package reading

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/tool/answer"
	"truce/tool/keep"
	"truce/tool/query"
)

// note keeps that the reader is handed members of a class. Strangers are handed none; what tells files apart goes to all who may
// see the record, and is not noted.
func (s shown) note(subject act.SubjectID, classes ...string) error {
	if !s.who.Known() || s.room.office.Copied() != nil { // what somebody's own copy hands him is on his own machine
		return nil
	}
	for _, class := range classes {
		if class == "file" {
			continue
		}
		if s.once != nil {
			if key := string(subject) + " " + class; s.once[key] {
				continue
			} else {
				s.once[key] = true
			}
		}
		at := s.at()
		err := s.room.handed.note(keep.Reading{
			Subject: subject, Class: class, Person: s.who.ID, Party: s.who.Party, First: at, Last: at, Times: 1})
		if err != nil {
			return err
		}
	}
	return nil
}

// Note notes that somebody is handed something that is not a record's state: a file,
// an edition, a copy of the register.
func (m *Room) Note(who policy.Person, subject act.SubjectID, class string) error {
	return m.shown(who).note(subject, class)
}

// registerSubject stands for the whole register in readings.
func (m *Room) registerSubject() act.SubjectID {
	return act.SubjectID("register/" + m.office.Verifier().Name())
}

// finestTile is the nearest zoom at which the map's tiles are told apart: about 60 km.
const finestTile = 9

// NoteTile notes that a map showed somebody exact places in a tile of Web Mercator.
func (m *Room) NoteTile(who policy.Person, z, y, x uint32) error {
	if z > finestTile {
		y, x, z = y>>(z-finestTile), x>>(z-finestTile), finestTile
	}
	return m.shown(who).note(tileSubject(z, y, x), "exact-place")
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

// AccessLog answers who was handed restricted members: of everything to those who keep watch,
// of a record to those whose record it is (policy read.cedar). Of a record it tells also who
// copied the register and, if it has a place, who had that on a map.
func (m *Room) AccessLog(ctx context.Context, who policy.Person, filter query.Access, after *query.Cursor, limit int) (answer.AccessPage, error) {
	if err := m.office.Takes(); err != nil { // what was noted is the office's own, and in no copy
		return answer.AccessPage{}, err
	}
	watches := m.office.May(who, policy.ReadLog)
	names := watches || m.shown(who).everywhere("staff")
	search := keep.ReadingFilter{Person: filter.Person, Class: filter.Class}
	err := m.office.Read(ctx, func(r keep.Reader) (err error) {
		search.Subjects, err = m.mayWatch(r, who, filter.Subject, watches)
		return err
	})
	if err == nil && filter.Person != "" && !names {
		err = m.office.Policy().Refusal(policy.ReadLog)
	}
	if err != nil {
		return answer.AccessPage{}, err
	}
	limit = max(1, min(limit, query.MaxPage))
	var found []keep.Reading
	err = m.office.Read(ctx, func(r keep.Reader) (err error) {
		found, err = r.Readings(search, after, limit)
		return err
	})
	if err != nil {
		return answer.AccessPage{}, err
	}
	page := answer.AccessPage{Entries: make([]answer.AccessEntry, len(found))}
	for i, n := range found {
		told := answer.AccessEntry{
			Subject: n.Subject, Class: n.Class, Day: n.First.UTC().Format(time.DateOnly),
			Person: n.Person, Party: n.Party, First: n.First, Last: n.Last, Times: n.Times,
		}
		if !names && n.Person != who.ID {
			told.Person = ""
		}
		page.Entries[i] = told
	}
	if len(found) == limit {
		last := found[len(found)-1]
		page.Next = &query.Cursor{From: last.Last.UnixMicro(), ID: last.ID}
	}
	return page, nil
}

// mayWatch are the subjects that are meant by one; none are all.
func (m *Room) mayWatch(r keep.Reader, who policy.Person, id act.SubjectID, watches bool) ([]string, error) {
	if id == "" {
		if !watches {
			return nil, m.office.Policy().Refusal(policy.ReadLog)
		}
		return nil, nil
	}
	rows, err := r.RowsAsOf(id, time.Time{})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || !slices.ContainsFunc(rows, func(row keep.Row) bool { return m.office.Policy().Filter(who).Shows(row.Noun, row.Compartment) }) {
		if _, record := m.office.Kinds().Noun(id.Noun()); watches && !record { // a tile, a copy of the register
			return []string{string(id)}, nil
		}
		return nil, problem.NotFound(problem.NothingFound, problem.P{"id": id})
	}
	first, err := r.FirstAbout(id)
	if err != nil {
		return nil, err
	}
	if !m.office.Policy().May(who, policy.ReadLog, policy.Subject{ID: id, Exists: true, Author: m.office.Directory().Behind(first.Person), Party: first.Party}).Allowed {
		return nil, m.office.Policy().Refusal(policy.ReadLog)
	}
	subjects := []string{string(id), string(m.registerSubject())}
	for _, row := range rows {
		if row.Where.Known {
			subjects = append(subjects, tilesAt(row.Where.Lon, row.Where.Lat)...)
		}
	}
	slices.Sort(subjects)
	return slices.Compact(subjects), nil
}
