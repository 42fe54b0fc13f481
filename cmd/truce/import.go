package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"truce/door/importer"
	"truce/ground/act"
	"truce/noun/gazetteer"
)

type importCmd struct {
	Places    importPlacesCmd    `cmd:"" help:"A gazetteer (CSV or GeoJSON): places with their codes and names."`
	UCDP      importUCDPCmd      `cmd:"" name:"ucdp" help:"Events of the UCDP Georeferenced Event Dataset, as allegations."`
	Archive   importArchiveCmd   `cmd:"" name:"syrian-archive" help:"Observations of the Syrian Archive, as allegations."`
	Tallies   importTalliesCmd   `cmd:"" help:"Daily counts that parties published (CSV), as claims."`
	Agreement importAgreementCmd `cmd:"" help:"An agreement file: versions of one text, and recorded signatures."`
	Zones     importZonesCmd     `cmd:"" help:"Proposals for zones (GeoJSON), and recorded consents."`
}

// importing is what all imports share.
type importing struct {
	File   string   `arg:"" help:"The file, perhaps gzipped."`
	Listed string   `help:"File to write with the rows that were not imported and why (CSV)." placeholder:"FILE"`
	Before []string `name:"imported-by" help:"Keys with which rows of this source were imported before, as \"truce keys show\" tells them: those rows are there." placeholder:"KEY"`
	atOffice
	signer
}

// target is where acts go, straight into an office in a folder or over HTTP, and where
// names are looked up.
type target struct {
	importer.Options
	places func() (*gazetteer.Index, error)
	end    func() error
}

// open opens the office; list is the list in which what is there already stands.
func (c *importing) open(ctx context.Context, e *env, list string) (target, error) {
	k, err := e.readKey(c.Key)
	if err != nil {
		return target{}, err
	}
	all, err := knownKinds()
	if err != nil {
		return target{}, err
	}
	t := target{Options: importer.Options{Key: k.private, Kinds: all, Now: e.now, Rand: e.rand}}
	for _, key := range c.Before {
		t.Before = append(t.Before, act.KeyID(key))
	}
	if c.Data == "" {
		err = c.openRemote(ctx, e, k, list, &t)
	} else {
		err = c.openFolder(ctx, e, k, &t)
	}
	return t, err
}

func (c *importing) openRemote(ctx context.Context, e *env, k key, list string, t *target) error {
	d, err := c.atOffice.open(ctx, e, &k)
	if err != nil {
		return err
	}
	if t.For, err = c.registerOf(ctx, d, k); err != nil {
		return errors.Join(err, d.Close())
	}
	remote := newOverHTTP(ctx, d, list)
	t.Submit, t.Known, t.end = remote, remote, d.Close
	t.places = func() (*gazetteer.Index, error) { return remote.places(ctx) }
	return nil
}

func (c *importing) openFolder(ctx context.Context, e *env, k key, t *target) error {
	if err := isOffice(c.Data); err != nil {
		return err
	}
	office, err := openOffice(ctx, e, c.Data, "")
	if err != nil {
		return err
	}
	who, err := personOf(office.Directory(), k, e)
	if err != nil {
		return errors.Join(err, office.Close())
	}
	t.For = office.ID()
	t.Submit, t.Known, t.end = office, importer.InOffice{Room: office.Reading, Who: who}, office.Close
	t.places = func() (*gazetteer.Index, error) { return office.Places.Index(ctx) }
	return nil
}

// run imports a table into what list shows.
func (c *importing) run(ctx context.Context, e *env, list string, format func(*gazetteer.Index) (importer.Format, error)) error {
	t, err := c.open(ctx, e, list)
	if err != nil {
		return err
	}
	return errors.Join(c.table(ctx, e, t, format), t.end())
}

func (c *importing) table(ctx context.Context, e *env, t target, format func(*gazetteer.Index) (importer.Format, error)) error {
	places, err := t.places()
	if err != nil {
		return err
	}
	f, err := format(places)
	if err != nil {
		return err
	}
	began := e.now()
	p := e.progress("import")
	report, err := importer.Import(ctx, importer.File(c.File), f, t.Options, func(done, total int) { p.at(int64(done), int64(total)) })
	p.end()
	return errors.Join(err, c.tell(e, began, report))
}

// tell says what became of all rows. What was not imported is written, never dropped
// silently.
func (c *importing) tell(e *env, began time.Time, reports ...importer.Report) error {
	var all importer.Report
	for _, r := range reports {
		e.printf("%s", r.Summary())
		all.Listed, all.Noted = append(all.Listed, r.Listed...), append(all.Noted, r.Noted...)
	}
	e.notef("It took %s.\n", e.now().Sub(began).Round(10*time.Millisecond))
	if c.Listed == "" {
		if len(all.Listed)+len(all.Noted) > 0 {
			e.notef("--listed FILE writes these rows, each with its line and the reason.\n")
		}
		return nil
	}
	file, err := os.Create(c.Listed)
	if err != nil {
		return fmt.Errorf("write list: %w", err)
	}
	return errors.Join(all.WriteCSV(file, e.languages...), file.Close())
}

// dataset is the name that the person gave or, where one is not asked for, the file's.
func (c *importing) dataset(given string) string {
	if given != "" {
		return given
	}
	return filepath.Base(c.File)
}

type importUCDPCmd struct {
	importing
	Dataset string `required:"" help:"Name and version of the data set, such as \"UCDP GED 19.1\". It stands in every report."`
}

func (c *importUCDPCmd) Run(ctx context.Context, e *env) error {
	return c.run(ctx, e, "reports", func(places *gazetteer.Index) (importer.Format, error) {
		return importer.UCDP(c.Dataset, places), nil
	})
}

type importArchiveCmd struct {
	importing
	Dataset string `required:"" help:"Name and version of the data set, such as \"Syrian Archive, January 2017\". It stands in every report."`
}

func (c *importArchiveCmd) Run(ctx context.Context, e *env) error {
	return c.run(ctx, e, "reports", func(places *gazetteer.Index) (importer.Format, error) {
		return importer.SyrianArchive(c.Dataset, places), nil
	})
}

type importPlacesCmd struct {
	importing
	Dataset string `required:"" help:"Name and version of the gazetteer. It stands in every place."`
	Kind    string `default:"settlement" help:"What the file lists: settlement, neighbourhood, sub-district, district, province or other." enum:"settlement,neighbourhood,sub-district,district,province,other"`
}

func (c *importPlacesCmd) Run(ctx context.Context, e *env) error {
	return c.run(ctx, e, "places", func(*gazetteer.Index) (importer.Format, error) {
		return importer.Places(c.Dataset, c.Kind, isGeoJSON(c.File)), nil
	})
}

func isGeoJSON(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	return strings.HasSuffix(name, ".geojson") || strings.HasSuffix(name, ".json")
}

type importTalliesCmd struct {
	importing
	Dataset string `help:"Name and version of the table. Without it the file's name." placeholder:"TEXT"`
}

func (c *importTalliesCmd) Run(ctx context.Context, e *env) error {
	return c.run(ctx, e, "tallies", func(*gazetteer.Index) (importer.Format, error) {
		return importer.Tallies(c.dataset(c.Dataset)), nil
	})
}
