package office

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"truce/ground/problem"
	"truce/tool/disk"
)

// startsFile holds a line for each start of the office that its folder refused. Nothing reads it but the count for the
// operator: an office that a supervisor starts again and again without anybody looking is seen there.
const startsFile = "refused-starts"

// maxStarts bounds the file, in bytes: past that it tells enough.
const maxStarts = 64 << 10

// noteRefusedStart writes down that this start was refused, if the folder is this office's and can be written. Of a folder
// of other formats nothing is touched, nor of one that another process has open.
func (f *Office) noteRefusedStart(refusal error) {
	told := problem.From(refusal)
	if f.lock == nil || f.options.Copied != nil || f.studied || told.Key == problem.FormatsEnded || told.Key == problem.FormatsNewer {
		return
	}
	name := filepath.Join(f.folder, startsFile)
	if about, err := f.disk.Stat(name); err == nil && about.Size() > maxStarts {
		return
	}
	file, err := f.disk.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, disk.OwnFile)
	if err != nil {
		return // what refused the start may well refuse this
	}
	_, err = fmt.Fprintf(file, "%s %s\n", f.now().UTC().Format("2006-01-02T15:04:05Z"), told.Key)
	if err = errors.Join(err, file.Close()); err != nil {
		f.log.Warn("write down that the start was refused", "error", err)
	}
}

// refusedStarts counts them; what cannot be read counts as none.
func refusedStarts(d disk.Disk, folder string) int64 {
	content, err := disk.ReadFile(d, filepath.Join(folder, startsFile))
	if err != nil {
		return 0
	}
	return int64(bytes.Count(content, []byte("\n")))
}
