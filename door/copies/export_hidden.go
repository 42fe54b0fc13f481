package copies

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/register"
	"truce/office/reading"
	"truce/tool/staging"
)

// HiddenLine is one line of hidden/<N>.jsonl: an act of bundle N, the disclosures of it
// (RFC 9901) that the reader may see, and of the others why they are not there.
type HiddenLine struct {
	Act         act.ID   `json:"act"`
	Disclosures []string `json:"disclosures,omitempty"`
	Withheld    []string `json:"withheld,omitempty"` // classes that are not for the reader
	Lacks       []string `json:"lacks,omitempty"`    // classes that the office does not hold
	Erased      []string `json:"erased,omitempty"`   // classes that were erased
}

// Keep takes over, of what the office lacks, what the copy held before: what an office lost is not lost to those who
// copied it in time.
func (l *HiddenLine) Keep(a act.Act, held []string) {
	for _, text := range held {
		d, err := act.ParseDisclosure(text)
		if err != nil {
			continue
		}
		for _, slot := range a.Slots {
			if i := slices.Index(l.Lacks, slot.Class); i >= 0 && slot.Digest == d.Digest() {
				l.Lacks, l.Disclosures = slices.Delete(slices.Clone(l.Lacks), i, i+1), append(l.Disclosures, text)
			}
		}
	}
}

// KeepFrom is Keep, of the copy in a folder that has the bundle already.
func (l *HiddenLine) KeepFrom(ctx context.Context, folder string, size, bundle int64) error {
	files := Files(folder)
	held, err := hiddenFiles{files: files}.read(bundle)
	if err != nil || len(held.lines[l.Act].Disclosures) == 0 {
		return err
	}
	path, _ := register.TileAt(size, register.BundleLevel, bundle)
	encoded, err := register.ReadBundle(ctx, register.Folder(files), path)
	if err != nil {
		return err
	}
	for _, text := range encoded {
		e, err := register.ParseEntry(text)
		if err != nil {
			return err
		}
		if a, err := act.Parse(e.Act); err == nil && a.ID == l.Act {
			l.Keep(a, held.lines[l.Act].Disclosures)
		}
	}
	return nil
}

func hiddenPath(bundle int64) string { return fmt.Sprintf("hidden/%d.jsonl", bundle) }

// hidden writes the disclosures of the new entries, or of all of them again.
func (x *export) hidden(again bool) error {
	first, size := x.done.From/register.TileWidth, x.done.Head.Size
	if again {
		first = 0
	}
	for n := first; n*register.TileWidth < size; n++ {
		if err := x.hiddenOf(n, size); err != nil {
			return err
		}
		x.tell.At("copy disclosures", min((n+1)*register.TileWidth, size), size, "entries")
	}
	return nil
}

// lacks notes an act of which the office does not hold what the reader may see.
func (x *export) lacks(h reading.Handed) {
	if len(h.Lacks) == 0 {
		return
	}
	if x.done.Lacks++; len(x.done.FirstLacks) < mostLacks {
		x.done.FirstLacks = append(x.done.FirstLacks, Lack{h.Act.ID, h.Lacks})
	}
}

func (x *export) hiddenOf(bundle, size int64) error {
	var lines bytes.Buffer
	from := bundle * register.TileWidth
	held, err := hiddenFiles{files: Files(x.folder.Path)}.read(bundle)
	if err != nil {
		return err
	}
	err = x.room.Hidden(x.ctx, x.who, x.by, from, min(from+register.TileWidth, size), func(h reading.Handed) error {
		line := HiddenLine{Act: h.Act.ID, Withheld: h.Withheld, Lacks: h.Lacks, Erased: h.Erased}
		for _, d := range h.Disclosures {
			line.Disclosures = append(line.Disclosures, d.String())
		}
		x.lacks(h)
		line.Keep(h.Act, held.lines[h.Act.ID].Disclosures)
		return json.MarshalEncode(jsontext.NewEncoder(&lines), line)
	})
	if err != nil {
		return err
	}
	if lines.Len() == 0 {
		return x.folder.Remove(hiddenPath(bundle)) // rights or disclosures were withdrawn
	}
	x.done.Hidden++
	return x.folder.Write(hiddenPath(bundle), lines.Bytes(), staging.OwnFile)
}
