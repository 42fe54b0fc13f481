package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"truce/tool/blob"
	"truce/tool/staging"
)

// placeEvidence adds the pieces of evidence that are not there, or not whole. Of each the
// description comes last: with it the piece is there.
func (r *restore) placeEvidence() error {
	pieces, err := r.lacking()
	if err != nil {
		return err
	}
	for i, id := range pieces {
		if err := r.office.Remove(blob.Folder + "/" + id.Path(blob.Description)); err != nil {
			return err
		}
		for _, form := range []blob.Form{blob.Sealed, blob.Working} {
			if err := r.placeForm(id, form); err != nil {
				return err
			}
		}
		r.tell.At("restore evidence", int64(i+1), int64(len(pieces)), "files")
	}
	if err := r.office.Flush(); err != nil {
		return err
	}
	for _, id := range pieces {
		if err := r.placeForm(id, blob.Description); err != nil {
			return err
		}
	}
	return r.office.Flush()
}

// placeForm moves one form of a piece; the backup does not hold every form of every one.
func (r *restore) placeForm(id blob.ID, form blob.Form) error {
	name := blob.Folder + "/" + id.Path(form)
	if !r.staged.Has(name) {
		return r.office.Remove(name)
	}
	return r.office.Move(r.staged.At(name), name, staging.OwnFile)
}

// lacking are the pieces of the backup that the folder does not hold unaltered.
func (r *restore) lacking() ([]blob.ID, error) {
	blobs, err := blob.OpenReadOnly(r.disk(), r.office.At(blob.Folder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err == nil {
		defer blobs.Close()
	}
	var ids []blob.ID
	for _, m := range r.done.Members {
		text, is := strings.CutSuffix(m.Name[strings.LastIndexByte(m.Name, '/')+1:], ".json")
		if !is || !strings.HasPrefix(m.Name, blob.Folder+"/") {
			continue
		}
		id, err := blob.ParseID(text)
		if err != nil {
			return nil, fmt.Errorf("restore %s: %w", m.Name, err)
		}
		if blobs != nil {
			if found, err := blobs.CheckOne(r.ctx, id); err == nil && len(found) == 0 {
				continue
			} else if err != nil && !errors.Is(err, blob.ErrNotFound) {
				return nil, err
			}
		}
		ids = append(ids, id)
	}
	return ids, nil
}
