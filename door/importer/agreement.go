package importer

import (
	"context"
	"fmt"

	"truce/ground/problem"
	"truce/noun/agreement"
)

// Agreement files the versions of an agreement file that the office does not have: each as
// its acts, in order. A version that is there as it stands in the file is left alone; one
// of which a part is missing, because filing it was broken off, is filed again; one that
// is there with another text is listed and not replaced, since signatures would no longer
// fit. The report has a row for each version.
func Agreement(ctx context.Context, file string, d agreement.Document, o Options) (Report, error) {
	report := Report{File: file, Dataset: string(d.Subject())}
	items, err := none(o.Known.Subject(ctx, d.Subject()))
	if err != nil {
		return report, fmt.Errorf("look up %s: %w", d.Subject(), err)
	}
	var state agreement.Agreement
	if _, err := last(items, &state); err != nil {
		return report, fmt.Errorf("read %s: %w", d.Subject(), err)
	}
	for i, v := range d.Versions {
		if err := fileVersion(ctx, d, i+1, v, state, o, &report); err != nil {
			return report, err
		}
	}
	return report, nil
}

func fileVersion(ctx context.Context, d agreement.Document, number int, v agreement.Version, state agreement.Agreement, o Options, report *Report) error {
	listed := Listed{Line: number, Row: v.ID, Subject: d.Subject()}
	digest, err := v.Digest()
	if err != nil {
		return err
	}
	switch held, there := state.Version(v.ID); {
	case there && held.Complete && held.Digest == digest:
		report.there()
		return nil
	case there && held.Complete:
		report.list(&report.Changed, listed, problem.Conflict(problem.ImportRowChanged, problem.P{"row": number}))
		return nil
	}
	filings, err := agreement.Filings(agreement.Document{Agreement: d.Agreement, Versions: []agreement.Version{v}})
	if err != nil {
		return err
	}
	p := newPen(o)
	acts := make([]string, len(filings))
	for i, f := range filings {
		if acts[i], err = p.sign(ctx, d.Subject(), "", Draft{Kind: f.Kind, Body: f.Body}); err != nil {
			return fmt.Errorf("sign version %s: %w", v.ID, err)
		}
	}
	return report.together(listed, o.Submit.SubmitAll(ctx, acts))
}

// Signatures are those that the mission records, after what was published of the signing.
type Signatures struct {
	Version string
	On      agreement.Date
	Source  string
}

// RecordSignatures records a signature of each party that must sign the version and whose
// signature is not there yet. The report has a row for each of them.
func RecordSignatures(ctx context.Context, file string, d agreement.Document, s Signatures, o Options) (Report, error) {
	report := Report{File: file, Dataset: string(d.Subject())}
	items, err := none(o.Known.Subject(ctx, d.Subject()))
	if err != nil {
		return report, fmt.Errorf("look up %s: %w", d.Subject(), err)
	}
	var state agreement.Agreement
	if _, err := last(items, &state); err != nil {
		return report, fmt.Errorf("read %s: %w", d.Subject(), err)
	}
	version, there := state.Version(s.Version)
	if !there {
		return report, problem.NotFound(problem.NothingFound, problem.P{"id": s.Version})
	}
	var lines []line
	for i, p := range version.Parties {
		switch {
		case !p.MustSign:
		case signed(version, p.Code):
			report.there()
		default:
			lines = append(lines, line{number: i + 1, row: p.Code, Draft: Draft{Kind: "agreement-signed", Body: agreement.AgreementSigned{
				Version: s.Version, Digest: version.Digest, Party: p.Code, Capacity: p.Capacity, On: s.On, Source: s.Source,
			}}})
		}
	}
	return report, several{o, &report}.submit(ctx, d.Subject(), lines)
}

func signed(v agreement.VersionState, party string) bool {
	for _, s := range v.Signatures {
		if s.Party == party && (s.Counts || s.Why == agreement.RecordedOnly) {
			return true
		}
	}
	return false
}
