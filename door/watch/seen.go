package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/numbered"
	"truce/tool/staging"
)

// file is what an officer's folder keeps of looks at one register, beside the heads that were seen (package copies).
type file struct {
	Format string          `json:"format"`
	Origin string          `json:"origin"`
	Looks  map[string]Seen `json:"looks"` // by who looked
}

const format = "truce-watch-1"

func path(folder, origin string) string {
	return filepath.Join(folder, url.PathEscape(origin)+".watch")
}

func read(folder, origin string) (f file, err error) {
	f = file{Format: format, Origin: origin, Looks: map[string]Seen{}}
	text, err := os.ReadFile(path(folder, origin))
	if folder == "" || errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err == nil {
		err = numbered.Read(text, format, &f)
	}
	if err != nil {
		return f, fmt.Errorf("read who was seen to speak in the register %q: %w", origin, err)
	}
	return f, nil
}

// Remembered is the last look at a register, the zero value if there was none or no folder is named.
func Remembered(folder, origin, who string) (Seen, error) {
	f, err := read(folder, origin)
	return f.Looks[who], err
}

// Lookers are those who looked at a register before, as a folder remembers.
func Lookers(folder, origin string) ([]string, error) {
	f, err := read(folder, origin)
	return slices.Sorted(maps.Keys(f.Looks)), err
}

// Remember keeps a look.
func Remember(folder, origin, who string, s Seen) error {
	f, err := read(folder, origin)
	if err != nil {
		return err
	}
	f.Looks[who] = s
	text, err := json.Marshal(f, jsontext.WithIndent("  "), json.Deterministic(true))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, staging.OwnFolder); err != nil {
		return err
	}
	return staging.Replace(path(folder, origin), append(text, '\n'))
}
