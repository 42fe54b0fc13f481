package bulletins

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"

	"truce/ground/act"
	"truce/noun/people"
	"truce/noun/publication"
	"truce/tool/disk"
	"truce/tool/keep"
)

// erased removes kept rows and editions that tell where something was, if that is erased now: the rows and the
// mission's edition name the record. The public edition names none, tells places to a tenth of a degree, and was handed to
// everybody: it stays as it was signed.
func (b *Bulletins) erased(ctx context.Context, all []people.Erasure) error {
	var names [][]byte
	for _, e := range all {
		if !slices.Contains(e.Classes, "exact-place") {
			continue
		}
		about, err := b.lookers(ctx, e.Subject)
		if err != nil {
			return err
		}
		for _, subject := range about {
			names = append(names, []byte(`"`+string(subject)+`"`))
		}
	}
	if len(names) == 0 {
		return nil
	}
	files, err := b.office.Disk().ReadDir(b.folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, file := range files {
		if err == nil {
			err = b.forget(filepath.Join(b.folder, file.Name()), names)
		}
	}
	return err
}

// lookers are a subject and those whose states are made with a look at it.
func (b *Bulletins) lookers(ctx context.Context, subject act.SubjectID) (all []act.SubjectID, err error) {
	err = b.office.Read(ctx, func(r keep.Reader) error {
		looking, err := r.Referring(subject)
		all = append(looking, subject)
		return err
	})
	return all, err
}

func (b *Bulletins) forget(path string, names [][]byte) error {
	text, err := disk.ReadFile(b.office.Disk(), path)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(names, func(name []byte) bool { return bytes.Contains(text, name) }) {
		return b.office.Disk().Remove(path)
	}
	return nil
}

// erasedSince reports whether something was erased after an issue was made.
func (b *Bulletins) erasedSince(issue publication.Issue) bool {
	return slices.ContainsFunc(b.office.Directory().Erasures(), func(e people.Erasure) bool { return e.Since.After(issue.Known) })
}
