package copies

import (
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"os"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/judge/policy"
	"truce/noun/evidence"
	"truce/tool/blob"
	"truce/tool/staging"
)

func subjectOf(id blob.ID) act.SubjectID { return act.SubjectID(evidence.Noun + "/" + id.String()) }

// evidence copies the files that the reader may see, if a release gives files, and takes away those of an earlier
// copy that the reader may not see any more.
func (x *export) evidence() error {
	sealed, working := x.by.Files && x.office.May(x.who, policy.SealedOriginal), x.by.Files && x.office.May(x.who, policy.WorkingCopy)
	for stored, err := range x.office.Blobs().All(x.ctx) {
		if err != nil && !errors.Is(err, blob.ErrDamaged) {
			return err
		}
		if err != nil {
			x.done.Unsound = append(x.done.Unsound, err.Error())
			continue
		}
		visible, err := x.visible(stored.ID)
		if err != nil {
			return err
		}
		if err := x.evidenceOf(stored, visible && sealed, visible && working && stored.Working != nil); err != nil {
			return err
		}
		x.tell.At("copy evidence", int64(x.done.Evidence), 0, "files")
	}
	return nil
}

// visible is false also for a file that no act names yet: nobody vouches for it.
func (x *export) visible(id blob.ID) (bool, error) {
	seen, err := x.room.Seen(x.ctx, x.who, subjectOf(id))
	return len(seen) > 0, err
}

func (x *export) evidenceOf(stored blob.Stored, sealed, working bool) error {
	blobs := x.office.Blobs()
	if working {
		open := func() (io.ReadSeekCloser, error) { return blobs.OpenWorking(stored.ID) }
		if sound, err := x.copyBlob(stored.ID, blob.Working, open, stored.Working.SHA256, stored.Working.Size); err != nil || !sound {
			return err
		}
	}
	if sealed {
		open := func() (io.ReadSeekCloser, error) { return blobs.OpenSealed(stored.ID) }
		if sound, err := x.copyBlob(stored.ID, blob.Sealed, open, stored.SealedSHA256, stored.SealedSize); err != nil || !sound {
			return err
		}
	}
	return x.describe(stored, sealed, working)
}

func (x *export) describe(stored blob.Stored, sealed, working bool) error {
	if !working {
		if err := x.folder.Remove(blob.Folder + "/" + stored.ID.Path(blob.Working)); err != nil {
			return err
		}
	}
	if !sealed {
		if err := x.folder.Remove(blob.Folder + "/" + stored.ID.Path(blob.Sealed)); err != nil {
			return err
		}
	}
	name := blob.Folder + "/" + stored.ID.Path(blob.Description)
	if !sealed && !working {
		return x.folder.Remove(name)
	}
	if _, err := os.Stat(x.folder.At(name)); err == nil {
		return nil
	}
	text, err := json.Marshal(stored.Plain(), jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	return x.folder.Write(name, append(text, '\n'), staging.OwnFile)
}

// copyBlob copies a file that is not there yet. One that is damaged in the office is not
// spread: it is noted, and everything else is still copied.
func (x *export) copyBlob(id blob.ID, form blob.Form, open func() (io.ReadSeekCloser, error), want blob.ID, size int64) (sound bool, err error) {
	name := blob.Folder + "/" + id.Path(form)
	if info, err := os.Stat(x.folder.At(name)); err == nil && info.Size() == size {
		return true, nil
	}
	class := map[blob.Form]policy.Action{blob.Working: policy.WorkingCopy, blob.Sealed: policy.SealedOriginal}[form]
	if err := x.room.Note(x.who, subjectOf(id), string(class)); err != nil {
		return false, err
	}
	from, err := open()
	if errors.Is(err, blob.ErrNotFound) {
		x.done.Unsound = append(x.done.Unsound, string(subjectOf(id))+": "+errAltered.Error())
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer from.Close()
	sum := sha256.New()
	err = x.folder.Fill(name, staging.OwnFile, func(to io.Writer) error { return copyExactly(to, from, sum, want) })
	if errors.Is(err, errAltered) {
		x.done.Unsound = append(x.done.Unsound, string(subjectOf(id))+": "+errAltered.Error())
		return false, nil
	}
	if err == nil {
		x.done.Evidence++
	}
	return err == nil, err
}

var errAltered = errors.New("not the file that was described")

func copyExactly(to io.Writer, from io.Reader, sum hash.Hash, want blob.ID) error {
	if _, err := io.Copy(io.MultiWriter(to, sum), from); err != nil {
		return err
	}
	if blob.ID(sum.Sum(nil)) != want {
		return errAltered
	}
	return nil
}
