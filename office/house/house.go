// Package house puts a running office together: the core and everything that stands on it. It
// is the one place where that is done, for the served office, the exercise and tests alike.
package house

import (
	"context"
	"path/filepath"
	"slices"

	"truce/office"
	"truce/office/bulletins"
	"truce/office/judging"
	"truce/office/near"
	"truce/office/places"
	"truce/office/reading"
	"truce/office/review"
	"truce/tool/store"
)

// House is a running office with all its services.
type House struct {
	*office.Office
	Reading   *reading.Room
	Judging   *judging.Judging
	Near      *near.Near
	Review    *review.Review
	Places    *places.Places
	Bulletins *bulletins.Bulletins
}

// Open opens the office in a folder (office.Open) and what stands on it. What keeps it is
// SQLite, unless the options name another.
func Open(ctx context.Context, o office.Options) (*House, error) {
	h := &House{Reading: reading.New(o.Log), Places: &places.Places{}, Near: near.New(o.Log)}
	h.Judging, h.Review = judging.New(h.Reading, o.Log), review.New(h.Reading)
	h.Bulletins = bulletins.New(h.Reading, h.Judging.Law, filepath.Join(o.Folder, bulletins.Folder), o.Log)
	if o.Store == nil {
		o.Store = store.Open
	}
	var err error
	parts := slices.Concat(h.Judging.Parts(), h.Near.Parts(), []office.Part{h.Reading.Part(), h.Review.Part(), h.Places.Part(), h.Bulletins.Part()})
	h.Office, err = office.Open(ctx, o, parts...)
	if err != nil {
		return nil, err
	}
	return h, nil
}
