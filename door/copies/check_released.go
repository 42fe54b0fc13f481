package copies

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"truce/judge/bulletin"
	"truce/noun/people"
	"truce/noun/publication"
	"truce/office/bulletins"
)

// restricted is what a copy holds of one class that leaves the house by a release alone.
type restricted struct {
	acts  int64
	first int64     // entry
	last  time.Time // receipt of the latest
}

// restricts counts what is disclosed of an act.
func (a *actsCheck) restricts(j *judged) {
	for _, class := range j.given {
		if !people.Restricted(class) {
			continue
		}
		of, is := a.restricted[class]
		if !is {
			of.first = j.index
		}
		of.acts, of.last = of.acts+1, j.received
		a.restricted[class] = of
	}
}

// settleReleased holds what is restricted in a copy, and what the copy says of a release, to what the register's sides
// signed. Where the register is not all there, or not all understood, that signature may be what is missing.
func (a *actsCheck) settleReleased() {
	said := a.hidden.of.Release
	if a.cut || a.hashes.Problem != nil || a.report.Unknown() > 0 || said == nil && len(a.restricted) == 0 {
		return
	}
	var by people.Release
	if o, there := a.ledger.Directory().Office(people.OfficeSubject(a.hashes.Head.Origin)); there && said != nil {
		by, _ = o.Release(said.Act)
	}
	switch reader := a.hidden.of.Reader; {
	case said == nil:
	case by.Since.IsZero():
		a.unreleased(fmt.Sprintf("The copy says that the act %s released it, and no two sides signed such a release.", said.Act))
		by = people.Release{}
	case by.Reader != reader:
		a.unreleased(fmt.Sprintf("The copy says that the act %s released it to %s, and that is for %s alone.", said.Act, reader, by.Reader))
		by = people.Release{}
	case !said.within(by):
		a.unreleased(fmt.Sprintf("The copy says that the act %s released more than was signed: %s.", said.Act, by.Words()))
	}
	a.report.Release = by
	for _, class := range slices.Sorted(maps.Keys(a.restricted)) {
		a.unreleasedOf(class, a.restricted[class], by)
	}
}

func (a *actsCheck) unreleasedOf(class string, of restricted, by people.Release) {
	switch {
	case !by.Gives(class):
		a.unreleased(fmt.Sprintf("It holds what %d acts hide of the class %s, the first of them entry %d, and no two sides released that to its reader.", of.acts, class, of.first))
	case !of.last.Before(by.Until):
		a.unreleased(fmt.Sprintf("It holds what acts hide of the class %s that were received after %s, when the release %s was over.", class, stamp(by.Until), by.By))
	}
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// unreleased adds a finding about what the copy as a whole holds.
func (c *check) unreleased(what string) {
	c.report.Unreleased++
	c.findings.add(Finding{First: -1, Last: -1, Path: stateName, What: what})
}

// unreleasedFiles looks for files of evidence, and for editions of bulletins that tell places, in a copy to whose reader nobody
// released them.
func (c *check) unreleasedFiles() error {
	if c.o.Files == nil || c.hashes.Problem != nil || c.report.Unknown() > 0 {
		return nil
	}
	if n := c.report.Evidence.Present; n > 0 && !c.report.Release.EvidenceFiles {
		c.unreleased(fmt.Sprintf("It holds %d files of evidence, and no two sides released files to its reader.", n))
	}
	return c.bulletins()
}

// bulletins holds the files of editions to their names, which are their digests: whoever opens one in a copy that was checked takes
// it for what was published. It looks whether there are any of the mission's, which tell places, that nobody released.
func (c *check) bulletins() error {
	all, err := fs.ReadDir(c.o.Files, bulletins.Folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	held := 0
	for _, each := range all {
		path := bulletins.Folder + "/" + each.Name()
		text, err := fs.ReadFile(c.o.Files, path)
		if err != nil {
			return err
		}
		if path != BulletinPath(bulletin.Digest(text)) {
			c.findings.add(Finding{First: -1, Last: -1, Path: path, What: "It is not what was published: the file is not as its name says."})
		}
		var of struct {
			Header struct {
				Edition string `json:"edition"`
			} `json:"header"`
		}
		if json.Unmarshal(text, &of) == nil && of.Header.Edition == publication.Mission {
			held++
		}
	}
	if held > 0 && !c.report.Release.Places() {
		c.unreleased(fmt.Sprintf("It holds %d of the mission's editions of bulletins, which tell places, and no two sides released those to its reader.", held))
	}
	return nil
}
