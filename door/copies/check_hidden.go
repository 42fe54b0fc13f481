package copies

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/numbered"
	"truce/ground/register"
)

// maxHiddenBytes is more than 256 acts can have beside them.
const maxHiddenBytes = register.TileWidth * 3 * act.MaxBytes

// hiddenFiles are the disclosures of a copy; without files there are none.
type hiddenFiles struct {
	files fs.FS
	of    exportState // for whom the copy was made, and whether it says that it is whole
}

// openHidden reads what a copy says of itself.
func openHidden(files fs.FS) (hiddenFiles, error) {
	h := hiddenFiles{files: files}
	if files == nil {
		return h, nil
	}
	text, err := fs.ReadFile(files, stateName)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err != nil {
		return h, err
	}
	err = numbered.Read(text, copyFormat, &h.of)
	if newer, is := errors.AsType[numbered.NewerError](err); is {
		return h, fmt.Errorf("%s %w", stateName, newer)
	}
	if err != nil { // damaged: it claims nothing
		h.of = exportState{}
	}
	return h, nil
}

// missing says what a copy that says that it is whole has not of an act, and does not say that it is withheld; and whether
// nobody says anything of it.
func (h hiddenFiles) missing(withheld []string, line HiddenLine) (what string, nobody bool) {
	var lost, silent []string
	for _, class := range withheld {
		switch {
		case slices.Contains(line.Erased, class): // whether it was, is asked at the end
		case slices.Contains(line.Lacks, class):
			lost = append(lost, class)
		case h.of.Whole && !slices.Contains(line.Withheld, class):
			silent = append(silent, class)
		}
	}
	switch {
	case lost != nil:
		return fmt.Sprintf("The office does not hold what it hides of the class %s, though it was handed that with the act: "+
			"it was lost or taken away there. Its author can hand it in again.", strings.Join(lost, ", ")), false
	case silent != nil:
		return fmt.Sprintf("What it hides of the class %s is not in this copy, which does not say that it is withheld from its reader: "+
			"it was taken out of the copy, or lost by the office. Its author can hand it in again.", strings.Join(silent, ", ")), true
	}
	return "", false
}

// hiddenFile is one of them, taken apart by act.
type hiddenFile struct {
	path  string
	lines map[act.ID]HiddenLine
	bad   []string
}

// read reads the disclosures of a bundle. Lines that are damaged are findings.
func (h hiddenFiles) read(bundle int64) (*hiddenFile, error) {
	f := &hiddenFile{path: hiddenPath(bundle), lines: map[act.ID]HiddenLine{}}
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
		var line HiddenLine
		if err := json.Unmarshal(lines.Bytes(), &line, json.RejectUnknownMembers(true)); err != nil {
			f.bad = append(f.bad, fmt.Sprintf("Line %d can't be read as the disclosures of an act.", n))
			continue
		}
		line.Disclosures = append(f.lines[line.Act].Disclosures, line.Disclosures...)
		f.lines[line.Act] = line
	}
}

// take gives the disclosures of an act that can be read, and strikes them off.
func (f *hiddenFile) take(id act.ID) (ds []act.Disclosure, unread error) {
	for _, text := range f.lines[id].Disclosures {
		d, err := act.ParseDisclosure(text)
		if err != nil {
			unread = err
			continue
		}
		ds = append(ds, d)
	}
	delete(f.lines, id)
	return ds, unread
}

// own are the disclosures that are the act's, each once.
func own(a act.Act, ds []act.Disclosure) (fit []act.Disclosure) {
	for _, d := range ds {
		if _, err := a.Open(append(slices.Clone(fit), d)); err == nil {
			fit = append(fit, d)
		}
	}
	return fit
}

// fetch is what a reader does whose copy does not have what acts hide as it was.
const fetch = " It says nothing against the office. truce export --hidden-again into the same folder fetches it."

// together names once what is gone of many acts of a bundle: a file that was cut off is one thing that happened.
func (b *bundle) together(path string) {
	var gone []*judged
	for i := range b.entries {
		if j := &b.entries[i]; j.silent && j.wrong == "" {
			gone = append(gone, j)
		}
	}
	if len(gone) < 2 {
		return
	}
	for _, j := range gone {
		j.missing, b.lacks = "", b.lacks+1
	}
	b.findings = append(b.findings, Finding{First: gone[0].index, Last: gone[len(gone)-1].index, Path: path, What: fmt.Sprintf("What %d acts among these hide is not in %s, which does not "+
		"say that it is withheld from its reader: it was taken out of the copy, or lost by the office.", len(gone), path) + " truce export --hidden-again into the same folder fetches what the office has."})
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
