package copies

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/register"
)

// maxHiddenBytes is more than 256 acts can have beside them.
const maxHiddenBytes = register.TileWidth * 3 * act.MaxBytes

// hiddenFiles are the disclosures of a copy; without files there are none.
type hiddenFiles struct{ files fs.FS }

// hiddenFile is one of them, taken apart by act.
type hiddenFile struct {
	path  string
	lines map[act.ID][]string
	bad   []string
}

// read reads the disclosures of a bundle. Lines that are damaged are findings.
func (h hiddenFiles) read(bundle int64) (*hiddenFile, error) {
	f := &hiddenFile{path: hiddenPath(bundle), lines: map[act.ID][]string{}}
	if h.files == nil {
		return f, nil
	}
	info, err := fs.Stat(h.files, f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return nil, err
	}
	if info.Size() > maxHiddenBytes {
		f.bad = append(f.bad, "The file is larger than disclosures can be.")
		return f, nil
	}
	text, err := fs.ReadFile(h.files, f.path)
	if err != nil {
		return nil, err
	}
	f.split(text)
	return f, nil
}

func (f *hiddenFile) split(text []byte) {
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, maxHiddenBytes)
	for n := 1; lines.Scan(); n++ {
		var line hiddenLine
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			f.bad = append(f.bad, fmt.Sprintf("Line %d can't be read as the disclosures of an act.", n))
			continue
		}
		f.lines[line.Act] = append(f.lines[line.Act], line.Disclosures...)
	}
}

// take gives the disclosures of an act and strikes them off.
func (f *hiddenFile) take(id act.ID) ([]act.Disclosure, error) {
	var ds []act.Disclosure
	for _, text := range f.lines[id] {
		d, err := act.ParseDisclosure(text)
		if err != nil {
			return nil, err
		}
		ds = append(ds, d)
	}
	delete(f.lines, id)
	return ds, nil
}

// wrong says what is wrong with the file itself. In the last, partial bundle of a copy
// there may be lines of acts that came after its head: left by an export that was broken off.
func (f *hiddenFile) wrong(full bool) []string {
	if full {
		for id := range maps.Keys(f.lines) {
			f.bad = append(f.bad, fmt.Sprintf("It names the act %s, which is not in this bundle.", id))
		}
	}
	return f.bad
}
