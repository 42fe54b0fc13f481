package copies

import (
	"fmt"
	"os"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/problem"
	"truce/judge/bulletin"
	"truce/noun/publication"
	"truce/office/bulletins"
	"truce/tool/keep"
	"truce/tool/staging"
)

// BulletinPath is the file of an edition of a published bulletin, named by its digest.
func BulletinPath(digest string) string { return bulletins.Folder + "/" + digest + ".json" }

// bulletins writes the editions of published bulletins that the reader may have, so that whoever holds the copy has what
// was published and holds it to the acts. One that the office cannot make as it was published is told, and is no reason
// to make no copy.
func (x *export) bulletins() error {
	if x.opts.Bulletins == nil {
		return nil
	}
	states, err := x.published()
	if err != nil {
		return err
	}
	for name, s := range states {
		for _, issue := range s.Issues {
			for _, edition := range publication.Editions() {
				if err := x.edition(name, issue, edition); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (x *export) published() (map[string]publication.Bulletin, error) {
	all := map[string]publication.Bulletin{}
	err := x.office.Read(x.ctx, func(r keep.Reader) error {
		return r.NounAsOf(publication.Noun, time.Time{}, func(row keep.Row) error {
			var s publication.Bulletin
			err := json.Unmarshal([]byte(row.State), &s)
			all[row.Subject.Name()] = s
			return err
		})
	})
	return all, err
}

func (x *export) edition(name string, issue publication.Issue, edition string) error {
	path := BulletinPath(issue.Digest(edition))
	mode := os.FileMode(staging.OpenFile)
	if edition == publication.Mission {
		mode = staging.OwnFile
		if _, err := x.opts.Bulletins.Edition(x.who, edition); err != nil || !x.by.Places() {
			return x.folder.Remove(path) // rights were withdrawn, or nobody released places
		}
	}
	if x.folder.Has(path) && !x.spoke {
		return nil
	}
	text, err := x.opts.Bulletins.Read(x.ctx, x.who, name, issue.Correction, edition)
	if problem.Is(err, problem.BulletinErased) {
		return x.folder.Remove(path)
	}
	if err != nil || bulletin.Digest(text) != issue.Digest(edition) {
		x.done.Unsound = append(x.done.Unsound, fmt.Sprintf("%s/%s, correction %d, %s edition: it is not what was published", publication.Noun, name, issue.Correction, edition))
		return nil
	}
	return x.folder.Write(path, text, mode)
}
