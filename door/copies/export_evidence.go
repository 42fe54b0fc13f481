package copies

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/judge/policy"
	"truce/noun/evidence"
	"truce/tool/blob"
	"truce/tool/disk"
	"truce/tool/staging"
)

// held is what the records that the reader may see say of one file.
type held struct {
	subjects        []act.SubjectID
	working, sealed bool // the reader may have that form by one of them; of the working copy, one names it
}

// evidence copies the files of records that the reader may see, if a release gives files, and takes away those of an earlier
// copy that the reader may not see any more.
func (x *export) evidence() error {
	visible, err := x.visible()
	if err != nil {
		return err
	}
	for stored, err := range x.office.Blobs().All(x.ctx) {
		if err != nil && !errors.Is(err, blob.ErrDamaged) {
			return err
		}
		if err != nil {
			x.done.Unsound = append(x.done.Unsound, err.Error())
			continue
		}
		of := visible[stored.ID]
		if err := x.evidenceOf(stored, of, x.by.EvidenceFiles && of.sealed, x.by.EvidenceFiles && of.working && stored.Working != nil); err != nil {
			return err
		}
		x.tell.At("copy evidence", int64(x.done.Evidence), 0, "files")
	}
	return x.gone(visible)
}

// gone takes away the files of an earlier copy of which no record tells any more that the reader may see, and which the office
// does not have either: they were erased.
func (x *export) gone(visible map[blob.ID]held) error {
	before, err := blob.OpenReadOnly(disk.Or(x.folder.Disk), x.folder.At(blob.Folder))
	if errors.Is(err, blob.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer before.Close()
	for stored, err := range before.All(x.ctx) {
		if _, told := visible[stored.ID]; told || errors.Is(err, blob.ErrDamaged) {
			continue
		}
		if err != nil {
			return err
		}
		for _, form := range []blob.Form{blob.Working, blob.Sealed, blob.Description} {
			if err := x.folder.Remove(blob.Folder + "/" + stored.ID.Path(form)); err != nil {
				return err
			}
		}
	}
	return nil
}

// visible are the files of which a record tells that the reader may see. One that no act names yet is none of them: nobody
// vouches for it.
func (x *export) visible() (map[blob.ID]held, error) {
	files := map[blob.ID]held{}
	err := x.room.All(x.ctx, x.who, evidence.Noun, func(subject act.SubjectID, state []byte) error {
		var e evidence.Evidence
		if err := json.Unmarshal(state, &e); err != nil {
			return err
		}
		if id, err := blob.ParseID(e.Sealed); err == nil {
			of := files[id]
			files[id] = held{append(of.subjects, subject), of.working || e.Working != "", true}
		}
		return nil
	})
	for id, of := range files {
		working, sealed := false, false
		for _, subject := range of.subjects {
			mayWork, workErr := x.room.MayHave(x.who, policy.WorkingCopy, subject)
			mayOpen, openErr := x.room.MayHave(x.who, policy.SealedOriginal, subject)
			working, sealed, err = working || mayWork, sealed || mayOpen, errors.Join(err, workErr, openErr)
		}
		files[id] = held{of.subjects, of.working && working, sealed}
	}
	return files, err
}

func (x *export) evidenceOf(stored blob.Stored, of held, sealed, working bool) error {
	blobs := x.office.Blobs()
	if working {
		open := func() (io.ReadSeekCloser, error) { return blobs.OpenWorking(stored.ID) }
		if sound, err := x.copyBlob(stored.ID, of, blob.Working, open, stored.Working.SHA256, stored.Working.Size); err != nil || !sound {
			return err
		}
	}
	if sealed {
		open := func() (io.ReadSeekCloser, error) { return blobs.OpenSealed(stored.ID) }
		if sound, err := x.copyBlob(stored.ID, of, blob.Sealed, open, stored.ID, stored.SealedSize); err != nil || !sound {
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
	if stored = stored.Plain(); !working {
		stored.Working = nil
	}
	text, err := json.Marshal(stored, jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	if before, err := os.ReadFile(x.folder.At(name)); err == nil && bytes.Equal(before, append(text, '\n')) {
		return nil
	}
	return x.folder.Write(name, append(text, '\n'), staging.OwnFile)
}

// copyBlob copies a file that is not there yet. One that is damaged in the office is not
// spread: it is noted, and everything else is still copied.
func (x *export) copyBlob(id blob.ID, of held, form blob.Form, open func() (io.ReadSeekCloser, error), want blob.ID, size int64) (sound bool, err error) {
	name := blob.Folder + "/" + id.Path(form)
	if info, err := os.Stat(x.folder.At(name)); err == nil && info.Size() == size {
		return true, nil
	}
	class := map[blob.Form]policy.Action{blob.Working: policy.WorkingCopy, blob.Sealed: policy.SealedOriginal}[form]
	for _, subject := range of.subjects {
		if err := x.room.Note(x.who, subject, string(class)); err != nil {
			return false, err
		}
	}
	from, err := open()
	if errors.Is(err, blob.ErrNotFound) {
		x.done.Unsound = append(x.done.Unsound, string(of.subjects[0])+": "+errAltered.Error())
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer from.Close()
	sum := sha256.New()
	err = x.folder.Fill(name, staging.OwnFile, func(to io.Writer) error { return copyExactly(to, from, sum, want) })
	if errors.Is(err, errAltered) {
		x.done.Unsound = append(x.done.Unsound, string(of.subjects[0])+": "+errAltered.Error())
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
