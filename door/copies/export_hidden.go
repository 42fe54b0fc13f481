package copies

import (
	"bytes"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/ground/register"
	"truce/tool/staging"
)

// hiddenLine is one line of hidden/<N>.jsonl: an act of bundle N and the disclosures of it
// (RFC 9901) that the reader may see.
type hiddenLine struct {
	Act         act.ID   `json:"act"`
	Disclosures []string `json:"disclosures"`
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

func (x *export) hiddenOf(bundle, size int64) error {
	var lines bytes.Buffer
	from := bundle * register.TileWidth
	err := x.room.Hidden(x.ctx, x.who, from, min(from+register.TileWidth, size), func(id act.ID, ds []act.Disclosure) error {
		line := hiddenLine{Act: id}
		for _, d := range ds {
			line.Disclosures = append(line.Disclosures, d.String())
		}
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
