package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"github.com/go-json-experiment/json"
	"golang.org/x/mod/sumdb/note"

	"truce/door/client"
	"truce/door/copies"
	"truce/door/wire"
	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun/people"
	"truce/noun/publication"
)

// fetch copies a served register, and the disclosures beside it, into a folder of the
// form that export writes. The head is written last: a copy that was broken off has the
// head that it had before, or none. Before the first byte the register must show that it holds all that the folder
// holds (copies.Heads); nothing else is believed here, truce check does that.
func (c *exportCmd) fetch(ctx context.Context, e *env, k key) error {
	d, err := c.open(ctx, e, &k)
	if err != nil {
		return err
	}
	vkey, err := d.Key(ctx)
	if err != nil {
		return err
	}
	verifier, err := register.NewVerifier(vkey)
	if err != nil {
		return err
	}
	f := fetching{desk: d, folder: c.Folder}
	heads, err := copies.OpenHeads(c.Folder, vkey)
	if errors.Is(err, copies.ErrOtherRegister) {
		return problem.Conflict(problem.CopyOfOtherRegister, problem.P{"file": c.Folder}).Because(err)
	}
	if err != nil {
		return err
	}
	// Looked at before anything else is asked: whoever shows two histories need answer nothing more. And again after the
	// release: the copy is to hold the acts by which that came into force.
	if _, _, err := f.head(ctx, verifier, heads); err != nil {
		return err
	}
	if err := f.release(ctx, c.Release); err != nil {
		return err
	}
	signed, head, err := f.head(ctx, verifier, heads)
	if err != nil {
		return err
	}
	f.origin, f.from, f.to = head.Origin, heads.Size(), head.Size
	again, err := f.claim()
	if err != nil {
		return err
	}
	if !c.HiddenAgain && !again {
		f.hiddenFrom = f.from / register.TileWidth * register.TileWidth
	}
	if err := f.all(ctx, e); err != nil {
		return err
	}
	if err := f.made.Whole(); err != nil {
		return err
	}
	cosigned, err := d.Register().Read(ctx, register.CosignedPath)
	if err != nil {
		return fmt.Errorf("read cosigned heads: %w", err)
	}
	if err := errors.Join(f.write(register.CosignedPath, cosigned, 0o644), f.write("register.pub", []byte(vkey+"\n"), 0o644),
		f.write(copies.ReadmeName, copies.Readme(f.origin, f.reader.ID, vkey), 0o644), f.write(register.HeadPath, signed, 0o644)); err != nil {
		return err
	}
	e.exported(c.Folder, f.from, f.to, f.by)
	return e.lacking(f.lacks, int64(len(f.lacks)))
}

// fetching is a copy on its way. Entries before from are in the folder already.
type fetching struct {
	desk       desk
	folder     string
	origin     string
	from, to   int64
	spoke      bool // somebody spoke about the office since: something may have been erased
	hiddenFrom int64
	reader     policy.Person
	by         people.Release
	made       *copies.Made
	lacks      []copies.Lack
}

// head reads the register's head, which must show that the register holds all that the folder holds.
func (f *fetching) head(ctx context.Context, v note.Verifier, heads *copies.Heads) ([]byte, register.SignedHead, error) {
	signed, err := f.desk.Register().Read(ctx, register.HeadPath)
	if err != nil {
		return nil, register.SignedHead{}, err
	}
	head, err := register.OpenHead(signed, v)
	if err != nil {
		return nil, head, fmt.Errorf("read head of the register: %w", err)
	}
	return signed, head, unlike(f.folder, heads.Admit(ctx, register.ReadTiles(f.desk.Register()), head))
}

// release finds the release by which the copy is made: the one that is named, or that of the copy in the folder. The office
// holds the reader to it.
func (f *fetching) release(ctx context.Context, begin string) error {
	me, err := f.desk.Me(ctx)
	if err != nil {
		return err
	}
	f.reader = policy.Person{ID: me.Person, Party: me.Party, Roles: me.Roles}
	held, err := copies.ReleaseOf(f.folder, f.reader.ID)
	if err != nil || begin == "" && held == (act.ID{}) {
		return err
	}
	o, err := readOffice(ctx, f.desk)
	if err != nil {
		return err
	}
	id := held
	if begin != "" {
		if id, err = findRelease(o.state.Released, begin); err != nil {
			return err
		}
	}
	for _, err := range f.desk.Hidden(ctx, id, 0, 0) { // the office's clock says whether it is over
		if err != nil {
			return err
		}
	}
	f.by, _ = o.state.Release(id)
	return nil
}

// claim notes for whom the copy is made, and says whether what it hides must be written again.
func (f *fetching) claim() (again bool, err error) {
	if err := os.MkdirAll(f.folder, 0o755); err != nil {
		return false, err
	}
	f.made, again, err = copies.Claim(f.folder, f.reader, f.by)
	if errors.Is(err, copies.ErrOtherReader) {
		return false, problem.Conflict(problem.CopyOfOtherReader, problem.P{"file": f.folder}).Because(err)
	}
	return again, err
}

func (f *fetching) all(ctx context.Context, e *env) error {
	total, done := int64(0), int64(0)
	for range register.TilePaths(f.from, f.to) {
		total++
	}
	p := e.progress("copy")
	defer p.end()
	for path := range register.TilePaths(f.from, f.to) {
		content, err := f.desk.Register().Read(ctx, path.String())
		if err == nil {
			err = f.write(path.String(), content, 0o644)
		}
		if err != nil {
			return fmt.Errorf("copy %s: %w", path, err)
		}
		done++
		p.at(done, total)
	}
	spoke, err := copies.Spoke(ctx, f.folder, f.origin, f.from, f.to)
	if err != nil {
		return err
	}
	if f.spoke = spoke; spoke {
		if err := f.made.Begun(); err != nil {
			return err
		}
		f.hiddenFrom = 0
	}
	for from := f.hiddenFrom; from < f.to; from += register.TileWidth {
		if err := f.hidden(ctx, from); err != nil {
			return fmt.Errorf("copy disclosures: %w", err)
		}
	}
	if err := f.bulletins(ctx, e); err != nil {
		return fmt.Errorf("copy bulletins: %w", err)
	}
	return nil
}

// bulletins writes the editions of published bulletins that the reader may have. What the office does not hand out as it
// was published is told, and is no reason to make no copy.
func (f *fetching) bulletins(ctx context.Context, e *env) error {
	all, err := published(ctx, f.desk)
	for _, b := range all {
		for _, issue := range b.Issues {
			for _, edition := range issue.Editions {
				if err == nil {
					err = f.bulletin(ctx, e, b, issue, edition)
				}
			}
		}
	}
	return err
}

func (f *fetching) bulletin(ctx context.Context, e *env, b publishedBulletin, issue publication.Issue, edition publication.Edition) error {
	name, mode := copies.BulletinPath(edition.SHA256), fs.FileMode(0o644)
	if edition.Edition == publication.Mission {
		if mode = 0o600; !f.by.Places() {
			return nil // nobody released places
		}
	}
	path := filepath.Join(f.folder, filepath.FromSlash(name))
	if _, err := os.Stat(path); err == nil && !f.spoke {
		return nil
	}
	text, err := f.desk.Bulletin(ctx, b.Subject.Name(), client.BulletinForm{Edition: edition.Edition, Format: "json", Correction: strconv.Itoa(issue.Correction)})
	refused, is := errors.AsType[*wire.Problem](err)
	switch {
	case is && refused.Status == http.StatusForbidden:
		return nil // it is not for this reader
	case is && refused.Key == problem.BulletinErased.String():
		return errors.Join(os.RemoveAll(path))
	}
	if err != nil || bulletin.Digest(text) != edition.SHA256 {
		e.notef("not copied: %s, correction %d, %s edition: it is not what was published\n", b.Subject, issue.Correction, edition.Edition)
		return nil
	}
	return f.write(name, text, mode)
}

// hidden writes what one bundle hides, as far as the reader may see it. What the office lacks, and the folder held, stays.
func (f *fetching) hidden(ctx context.Context, from int64) error {
	var lines bytes.Buffer
	bundle := from / register.TileWidth
	for h, err := range f.desk.Hidden(ctx, f.by.By, from, min(from+register.TileWidth, f.to)) {
		if err != nil {
			return err
		}
		line := copies.HiddenLine{Act: h.Act, Disclosures: h.Disclosures, Withheld: h.Withheld, Lacks: h.Lacks, Erased: h.Erased}
		if len(h.Lacks) > 0 {
			f.lacks = append(f.lacks, copies.Lack{Act: h.Act, Classes: h.Lacks})
			if err := line.KeepFrom(ctx, f.folder, f.to, bundle); err != nil {
				return err
			}
		}
		text, err := json.Marshal(line)
		if err != nil {
			return err
		}
		lines.Write(append(text, '\n'))
	}
	return f.write(fmt.Sprintf("hidden/%d.jsonl", bundle), lines.Bytes(), 0o600)
}

// write puts a file at its name whole: beside it first, then renamed.
func (f *fetching) write(name string, content []byte, mode fs.FileMode) error {
	path := filepath.Join(f.folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", content, mode); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
