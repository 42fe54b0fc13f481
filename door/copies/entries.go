package copies

import (
	"context"
	"io/fs"
	"iter"

	"truce/ground/act"
	"truce/ground/register"
)

// Entry is one entry of a copy, with the disclosures that the copy has beside it.
type Entry struct {
	register.Entry
	Hidden []act.Disclosure
}

// Entries hands over the first size entries of a copy, in their order, with the disclosures
// among its files (nil: there are none). The copy is to have been checked. After an error there
// are no more.
func Entries(ctx context.Context, src register.Source, files fs.FS, size int64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for first := int64(0); first < size; first += register.TileWidth {
			entries, err := EntriesOf(ctx, src, files, size, first/register.TileWidth)
			for _, e := range entries {
				if !yield(e, nil) {
					return
				}
			}
			if err != nil {
				yield(Entry{}, err)
				return
			}
		}
	}
}

// EntriesOf are those of one bundle, up to the first that cannot be read.
func EntriesOf(ctx context.Context, src register.Source, files fs.FS, size, bundle int64) ([]Entry, error) {
	path, _ := register.TileAt(size, register.BundleLevel, bundle)
	encoded, err := register.ReadBundle(ctx, src, path)
	if err != nil {
		return nil, err
	}
	hidden, err := hiddenFiles{files: files}.read(bundle)
	if err != nil {
		return nil, err
	}
	var all []Entry
	for _, text := range encoded {
		e := Entry{}
		if e.Entry, err = register.ParseEntry(text); err != nil {
			return all, err
		}
		a, err := act.Parse(e.Act)
		if err == nil {
			e.Hidden, err = hidden.take(a.ID)
		}
		if err != nil {
			return all, err
		}
		all = append(all, e)
	}
	return all, nil
}
