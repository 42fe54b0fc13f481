package copies

import (
	"context"
	"os"

	"truce/ground/act"
	"truce/ground/register"
	"truce/noun/people"
)

// Spoke reports whether one of the entries from one index on, of a copy in a folder, is about the office
// itself. It is by such that something is erased: then all that the copy has of what acts hide is to be
// written again.
func Spoke(ctx context.Context, folder, origin string, from, size int64) (bool, error) {
	office, files := people.OfficeSubject(origin), register.Folder(os.DirFS(folder))
	for n := from / register.TileWidth; from > 0 && n*register.TileWidth < size; n++ {
		path, _ := register.TileAt(size, register.BundleLevel, n)
		encoded, err := register.ReadBundle(ctx, files, path)
		if err != nil {
			return false, err
		}
		for i, text := range encoded {
			e, err := register.ParseEntry(text)
			if err != nil || n*register.TileWidth+int64(i) < from {
				continue
			}
			if a, err := act.Parse(e.Act); err == nil && a.Subject == office {
				return true, nil
			}
		}
	}
	return false, nil
}

// hiddenAfter writes what is hidden, all of it again if something may have been erased since.
func (x *export) hiddenAfter(again bool) (err error) {
	if x.spoke, err = Spoke(x.ctx, x.folder.Path, x.office.Verifier().Name(), x.done.From, x.done.Head.Size); err != nil {
		return err
	}
	if x.spoke { // broken off from here on, the next export writes all of it too
		if err := x.made.Begun(); err != nil {
			return err
		}
	}
	return x.hidden(again || x.spoke)
}
