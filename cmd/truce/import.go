package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"truce/importer"
)

type importCmd struct {
	UCDP importUCDPCmd `cmd:"" name:"ucdp" help:"Events of the UCDP Georeferenced Event Dataset, as allegations."`
}

type importUCDPCmd struct {
	File    string `arg:"" help:"CSV file, perhaps gzipped."`
	Dataset string `required:"" help:"Name and version of the data set, such as \"UCDP GED 19.1\". It stands in every report."`
	Listed  string `help:"File to write with the rows that were not imported and why (CSV)." placeholder:"FILE"`
	atOffice
	signer
}

func (c *importUCDPCmd) Run(ctx context.Context, e *env) error {
	k, err := readKey(c.Key)
	if err != nil {
		return err
	}
	o := importer.Options{Key: k.private, Now: e.now, Rand: e.rand}
	end, err := c.target(ctx, e, k, &o)
	if err != nil {
		return err
	}
	began := e.now()
	p := e.progress("import")
	report, err := importer.Import(ctx, importer.File(c.File), importer.UCDP(c.Dataset), o,
		func(done, total int) { p.at(int64(done), int64(total)) })
	p.end()
	e.printf("%s", report.Summary())
	e.notef("It took %s.\n", e.now().Sub(began).Round(10*time.Millisecond))
	return errors.Join(err, c.listed(e, report), end())
}

// target is where the reports go: straight into an office in a folder, or over HTTP.
func (c *importUCDPCmd) target(ctx context.Context, e *env, k key, o *importer.Options) (end func() error, err error) {
	if c.Data == "" {
		d, err := c.open(ctx, e, &k)
		if err != nil {
			return nil, err
		}
		remote := newOverHTTP(ctx, d)
		o.Submit, o.Known = remote, remote
		return d.Close, nil
	}
	if err := isOffice(c.Data); err != nil {
		return nil, err
	}
	office, err := openOffice(ctx, e, c.Data, "")
	if err != nil {
		return nil, err
	}
	who, err := personOf(office.Directory(), k, e)
	if err != nil {
		return nil, errors.Join(err, office.Close())
	}
	o.Submit, o.Known = office, importer.InOffice{Office: office, Who: who}
	return office.Close, nil
}

// listed writes the rows that were not imported: nothing is left out silently.
func (c *importUCDPCmd) listed(e *env, r importer.Report) error {
	if c.Listed == "" {
		if len(r.Listed) > 0 {
			e.notef("--listed FILE writes these rows, each with its line and the reason.\n")
		}
		return nil
	}
	file, err := os.Create(c.Listed)
	if err != nil {
		return fmt.Errorf("write list: %w", err)
	}
	return errors.Join(r.WriteCSV(file, e.languages...), file.Close())
}
