package bulletins

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun/publication"
	"truce/tool/disk"
	"truce/tool/query"
)

// Edition is the edition that a reader gets: the one asked for, if the reader may have it, or
// the fullest that the reader may have.
func (b *Bulletins) Edition(who policy.Person, asked string) (string, error) {
	may := who.Known() && b.office.May(who, policy.Read("exact-place"))
	switch {
	case asked == publication.Public, asked == "" && !may:
		return publication.Public, nil
	case asked != "" && asked != publication.Mission:
		return "", problem.Invalid(problem.FilterWrong, problem.P{"filter": "edition", "reason": problem.ReasonNameUnknown})
	case may:
		return publication.Mission, nil
	case !who.Known():
		return "", problem.Unauthenticated(problem.SignInNeeded)
	}
	return "", b.office.Policy().Refusal(policy.Read("exact-place"))
}

// Read answers the bytes of a published edition: as first published (correction 0), as
// corrected, or as it stands last (below 0).
func (b *Bulletins) Read(ctx context.Context, who policy.Person, name string, correction int, edition string) ([]byte, error) {
	edition, err := b.Edition(who, edition)
	if err != nil {
		return nil, err
	}
	s, issue, err := b.issue(ctx, who, name, correction)
	if err != nil {
		return nil, err
	}
	if err := b.note(who, act.SubjectID(publication.Noun+"/"+name), edition); err != nil {
		return nil, err
	}
	if kept, err := b.kept(issue.Digest(edition)); err == nil {
		return kept, nil
	}
	made, err := b.again(ctx, s, issue)
	if err != nil {
		return nil, err
	}
	if bulletin.Digest(made.Bytes[edition]) != issue.Digest(edition) {
		return nil, b.unlike(made, issue, edition)
	}
	b.keep(made)
	return made.Bytes[edition], nil
}

// Issued is when an edition was published, and if it is a correction what it corrects: what the page tells beside the edition. An
// edition before it that cannot be made here is left out.
func (b *Bulletins) Issued(ctx context.Context, who policy.Person, name string, correction int, edition string) (*bulletin.Issued, error) {
	s, issue, err := b.issue(ctx, who, name, correction)
	if err != nil {
		return nil, err
	}
	of := &bulletin.Issued{At: issue.Published, What: issue.What, Reason: issue.Reason, Last: s.Last().Correction}
	if issue.Correction == 0 {
		return of, nil
	}
	text, err := b.Read(ctx, who, name, issue.Correction-1, edition)
	if err != nil {
		return of, nil
	}
	if was, err := bulletin.Parse(text); err == nil {
		of.Was = &was
	}
	return of, nil
}

// Rows answers the rows that a published bulletin was made from, as they were counted then.
// They are for those who may read the mission's edition.
func (b *Bulletins) Rows(ctx context.Context, who policy.Person, name string, correction int) ([]byte, error) {
	if _, err := b.Edition(who, publication.Mission); err != nil {
		return nil, err
	}
	s, issue, err := b.issue(ctx, who, name, correction)
	if err != nil {
		return nil, err
	}
	if err := b.note(who, act.SubjectID(publication.Noun+"/"+name), publication.Mission); err != nil {
		return nil, err
	}
	if kept, err := b.kept(issue.Rows); err == nil {
		return kept, nil
	}
	made, err := b.again(ctx, s, issue)
	if err == nil && made.Rows.Digest != issue.Rows {
		err = b.unlike(made, issue, "rows")
	}
	return made.Rows.Text, err
}

// issue finds one issue of a published bulletin; correction below 0 is the last.
func (b *Bulletins) issue(ctx context.Context, who policy.Person, name string, correction int) (publication.Bulletin, publication.Issue, error) {
	s, err := b.told(ctx, who, name)
	if err != nil {
		return s, publication.Issue{}, err
	}
	issue, there := s.Last(), true
	if correction >= 0 {
		issue, there = s.Issue(correction)
	}
	if !there {
		return s, issue, problem.NotFound(problem.NothingFound, problem.P{"id": name})
	}
	return s, issue, nil
}

// told is a bulletin as a reader is told of it: strangers not before the rules let them.
func (b *Bulletins) told(ctx context.Context, who policy.Person, name string) (s publication.Bulletin, err error) {
	if who.Known() {
		return b.state(ctx, name)
	}
	items, err := b.room.Subject(ctx, who, act.SubjectID(publication.Noun+"/"+name), query.Clocks{})
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(items[0].State, &s); err != nil {
		return s, fmt.Errorf("read state of %s: %w", items[0].Subject, err)
	}
	return s, nil
}

// again makes an issue of which something is not at hand: from its rows, which no later
// meaning touches, and only without them from what folds say by now.
func (b *Bulletins) again(ctx context.Context, s publication.Bulletin, issue publication.Issue) (Made, error) {
	if !bulletin.Has(issue.Rules) {
		return Made{}, problem.Conflict(problem.BulletinOtherRules, problem.P{"found": issue.Rules, "expected": bulletin.Rules})
	}
	if text, err := b.kept(issue.Rows); err == nil {
		rows, err := bulletin.ReadRows(text)
		if err == nil {
			return madeOf(rows.Rows, "")
		}
		b.log.Error("read rows of bulletin", "error", err) // their digest is right: they were written by a program that was wrong
	}
	spec := specOf(s, issue)
	spec.Rules, spec.FromCopy = issue.Rules, b.office.Copied() != nil
	return b.Make(ctx, spec)
}

// unlike says that a part of a bulletin is not what was published, or, in a copy that does not tell enough, that it
// cannot be made.
func (b *Bulletins) unlike(m Made, issue publication.Issue, part string) error {
	switch {
	case b.erasedSince(issue):
		return problem.Conflict(problem.BulletinErased).At(part)
	case len(m.Unreckoned) > 0 || issue.Blind == "":
		return problem.Conflict(problem.BulletinNotReckoned).At(part)
	}
	return problem.Conflict(problem.BulletinNotAsMade).At(part)
}

// kept reads an edition, or rows, and holds them to their digest.
func (b *Bulletins) kept(digest string) ([]byte, error) {
	text, err := b.keptIn(b.folder, digest)
	if c := b.office.Copied(); err != nil && c != nil && c.Bulletins != "" {
		text, err = b.keptIn(c.Bulletins, digest)
	}
	return text, err
}

func (b *Bulletins) keptIn(folder, digest string) ([]byte, error) {
	text, err := disk.ReadFile(b.office.Disk(), filepath.Join(folder, digest+".json"))
	if err == nil && bulletin.Digest(text) != digest {
		err = fs.ErrInvalid
	}
	return text, err
}

// keep writes editions and their rows beside the register, each under its digest. As long as
// the meaning of what they were made from stays, they are nothing that could be lost: a failure
// costs time, and is told to the operator. Once it changed, an old bulletin is made again from
// its rows alone; backups hold them.
func (b *Bulletins) keep(made Made) {
	b.keeping.Lock() // two who keep one edition at once would write into one file
	defer b.keeping.Unlock()
	d := b.office.Disk()
	err := disk.MakeFolder(d, b.folder, disk.OwnFolder)
	put := func(digest string, text []byte) {
		if err == nil {
			err = disk.Replace(d, filepath.Join(b.folder, digest+".json"), text)
		}
	}
	put(made.Rows.Digest, made.Rows.Text)
	for _, text := range made.Bytes {
		put(bulletin.Digest(text), text)
	}
	if err != nil {
		b.log.Error("keep bulletin", "error", err)
	}
}

// Draft is an edition of a bulletin as it builds itself, for those who may see drafts.
func (b *Bulletins) Draft(ctx context.Context, who policy.Person, spec Spec, edition string) ([]byte, error) {
	if err := b.mayDraft(who); err != nil {
		return nil, err
	}
	edition, err := b.Edition(who, edition)
	if err != nil {
		return nil, err
	}
	spec.FromCopy = b.office.Copied() != nil
	made, err := b.Make(ctx, spec)
	if err != nil {
		return nil, err
	}
	// No figure stands for what a copy does not tell; but what was published in these very bytes is as it was published.
	h := made.Editions[edition].Header
	if len(made.Unreckoned) > 0 && !b.publishedAs(ctx, h, made.Bytes[edition]) {
		return nil, problem.Conflict(problem.BulletinNotReckoned)
	}
	return made.Bytes[edition], b.note(who, publication.Subject(h.Office, h.Kind, h.Date), edition)
}

// publishedAs reports whether these very bytes were published, first or as a correction.
func (b *Bulletins) publishedAs(ctx context.Context, h bulletin.Header, text []byte) bool {
	s, err := b.state(ctx, publication.Subject(h.Office, h.Kind, h.Date).Name())
	return err == nil && slices.ContainsFunc(s.Issues, func(i publication.Issue) bool { return i.Digest(h.Edition) == bulletin.Digest(text) })
}

// note keeps who is handed the edition with exact places and names in it.
func (b *Bulletins) note(who policy.Person, id act.SubjectID, edition string) error {
	if edition != publication.Mission {
		return nil
	}
	return b.room.Note(who, id, "mission-edition")
}
