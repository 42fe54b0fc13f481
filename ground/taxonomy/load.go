package taxonomy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// listFile is a list as it stands in its file.
type listFile struct {
	List  Name   `json:"list"`
	About string `json:"about"`
	Own   bool   `json:"own,omitempty"` // an office may add words of its own to it
	Terms []Term `json:"terms"`
}

func load(files fs.FS) (*Taxonomy, error) {
	t := &Taxonomy{lists: make(map[Name]*List)}
	for _, name := range Names() {
		l, err := loadList(files, name)
		if err != nil {
			return nil, fmt.Errorf("load list %s: %w", name, err)
		}
		t.lists[name] = l
	}
	return t, nil
}

func loadList(files fs.FS, name Name) (*List, error) {
	raw, err := fs.ReadFile(files, string(name)+".json")
	if err != nil {
		return nil, err
	}
	f, err := decode(raw)
	if err != nil {
		return nil, err
	}
	if f.List != name {
		return nil, fmt.Errorf("file calls itself %q", f.List)
	}
	return index(f)
}

// decode refuses unknown fields: people edit these files, and a misspelt
// "direct" would silently turn a direct means into an indirect one.
func decode(raw []byte) (listFile, error) {
	var f listFile
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return f, fmt.Errorf("decode: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return f, errors.New("decode: text after the list")
	}
	return f, nil
}

func index(f listFile) (*List, error) {
	l := &List{name: f.List, about: f.About, own: f.Own, terms: f.Terms, at: make(map[string]int, len(f.Terms))}
	for i, term := range f.Terms {
		if _, twice := l.at[term.Code]; twice {
			return nil, fmt.Errorf("code %q stands twice", term.Code)
		}
		l.at[term.Code] = i
	}
	return l, nil
}
