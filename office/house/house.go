// Package house puts a running office together: the core and everything that stands on it. It
// is the one place where that is done, for the served office, the exercise and tests alike.
package house

import (
	"context"
	"path/filepath"

	"truce/office"
	"truce/office/bulletins"
	"truce/tool/store"
)

// House is a running office with all its services.
type House struct {
	*office.Office
	Bulletins *bulletins.Bulletins
}

// Open opens the office in a folder (office.Open) and what stands on it. What keeps it is
// SQLite, unless the options name another.
func Open(ctx context.Context, o office.Options) (*House, error) {
	h := &House{
		Bulletins: bulletins.New(filepath.Join(o.Folder, bulletins.Folder), o.Log),
	}
	if o.Store == nil {
		o.Store = store.Open
	}
	var err error
	h.Office, err = office.Open(ctx, o, h.Bulletins.Part())
	if err != nil {
		return nil, err
	}
	return h, nil
}
