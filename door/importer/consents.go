package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/noun/zone"
	"truce/tool/answer"
)

// Consents are those that the mission records for parties, after what was published.
type Consents struct {
	Proposal // to which of each zone
	Parties  []string
	At       time.Time // when they consented
	Source   string    // how the mission knows
}

// RecordConsents records the consent of each party to a proposal for each zone of the
// file, where it is not there yet. The report has a row for each zone and party. A zone
// that has no such proposal is listed.
func RecordConsents(ctx context.Context, t Table, f Format, c Consents, o Options) (Report, error) {
	report := Report{File: t.Name, Dataset: f.Dataset}
	zones, err := t.subjects(f)
	if err != nil {
		return report, err
	}
	for i, z := range zones {
		if err := recordConsents(ctx, i+1, z, c, o, &report); err != nil {
			return report, err
		}
	}
	return report, nil
}

func recordConsents(ctx context.Context, number int, z act.SubjectID, c Consents, o Options, report *Report) error {
	items, err := none(o.Known.Subject(ctx, z))
	if err != nil {
		return fmt.Errorf("look up %s: %w", z, err)
	}
	told, there, err := c.find(items)
	if err != nil {
		return fmt.Errorf("read %s: %w", z, err)
	}
	if !there {
		report.list(&report.Unusable, Listed{Line: number, Row: z.Name(), Subject: z},
			problem.NotFound(problem.NothingFound, problem.P{"id": fmt.Sprintf("%s, %s %d", z, c.By, c.Number)}))
		return nil
	}
	var lines []line
	for _, party := range c.Parties {
		if consented(told, party) {
			report.there()
			continue
		}
		lines = append(lines, line{number: number, row: z.Name() + " " + party, Draft: Draft{Kind: "zone-consented", Body: zone.ZoneConsented{
			Consenting: zone.Consenting{Proposal: told.Act, Digest: told.Digest, Party: party, At: c.At, Source: c.Source},
		}}})
	}
	return several{o, report}.submit(ctx, z, lines)
}

// find looks for the proposal in what became of a zone: it may be in force by now.
func (c Consents) find(items []answer.Item) (told zone.Told, there bool, err error) {
	for i := range items {
		var s zone.Zone
		if _, err := last(items[:i+1], &s); err != nil {
			return told, false, err
		}
		proposals := s.Proposals
		for _, b := range []*zone.Boundary{s.Boundary, s.Agreed} {
			if b != nil {
				proposals = append(proposals, *b)
			}
		}
		for _, b := range proposals {
			if b.By == c.By && b.Number == c.Number && b.Became != zone.Superseded {
				told, there = b.Told, true
			}
		}
	}
	return told, there, nil
}

// consented reports whether the party's consent stands, or waits for the party as the mission recorded it.
func consented(told zone.Told, party string) bool {
	return slices.ContainsFunc(told.Stances, func(s zone.Stance) bool {
		return s.Party == party && s.Says == zone.Consents && (s.Why == "" || s.Why == zone.NotRequired || s.Why == zone.RecordedOnly)
	})
}

// subjects are those of the rows that can be used.
func (t Table) subjects(f Format) (all []act.SubjectID, err error) {
	r, err := t.open(f)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	for {
		row, err := r.next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if subject, wrong := f.Subject(row); wrong == nil {
			all = append(all, subject)
		}
	}
}
