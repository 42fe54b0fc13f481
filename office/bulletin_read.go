package office

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/bulletin"
	"truce/judge/policy"
	"truce/noun/publication"
)

// editionsFolder keeps the bytes of published editions, each under its digest. They can be
// made again at any time; kept, nobody has to.
const editionsFolder = "bulletins"

// Edition is the edition that a reader gets: the one asked for, if the reader may have it, or
// the fullest that the reader may have.
func (f *Office) Edition(who policy.Person, asked string) (string, error) {
	may := who.Known() && f.May(who, policy.Read("exact-place"))
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
	return "", problem.Forbidden(problem.NotPermitted, problem.P{
		"action": string(policy.Read("exact-place")), "allowed": []string{"monitor", "verifier", "secretariat", "custodian", "liaison"}})
}

// BulletinBytes are a published edition: as first published (correction 0), as corrected, or
// as it stands last (below 0).
func (f *Office) BulletinBytes(ctx context.Context, who policy.Person, name string, correction int, edition string) ([]byte, error) {
	edition, err := f.Edition(who, edition)
	if err != nil {
		return nil, err
	}
	s, err := f.bulletinState(ctx, name)
	if err != nil {
		return nil, err
	}
	issue, there := s.Last(), true
	if correction >= 0 {
		issue, there = s.Issue(correction)
	}
	if !there {
		return nil, problem.NotFound(problem.NothingFound, problem.P{"id": name})
	}
	if err := f.readEdition(who, act.SubjectID(publication.Noun+"/"+name), edition); err != nil {
		return nil, err
	}
	if kept, err := f.kept(issue.Digest(edition)); err == nil {
		return kept, nil
	}
	return f.again(ctx, s, issue, edition)
}

// again makes a published edition that is not at hand.
func (f *Office) again(ctx context.Context, s publication.Bulletin, issue publication.Issue, edition string) ([]byte, error) {
	made, err := f.MakeBulletin(ctx, specOf(s, issue.Correction, issue.Known))
	if err != nil {
		return nil, err
	}
	text := made.Bytes[edition]
	if bulletin.Digest(text) != issue.Digest(edition) {
		return nil, problem.Conflict(problem.BulletinNotAsMade).At(edition)
	}
	f.keep(map[string][]byte{edition: text})
	return text, nil
}

// kept reads an edition and holds it to its digest.
func (f *Office) kept(digest string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(f.folder, editionsFolder, digest+".json"))
	if err == nil && bulletin.Digest(text) != digest {
		err = fs.ErrInvalid
	}
	return text, err
}

// keep writes editions beside the register. They are nothing that could be lost: a failure
// costs time, and is told to the operator.
func (f *Office) keep(editions map[string][]byte) {
	folder := filepath.Join(f.folder, editionsFolder)
	err := os.MkdirAll(folder, 0o700)
	for _, text := range editions {
		path := filepath.Join(folder, bulletin.Digest(text)+".json")
		_ = os.Remove(path + ".new") // left by a crash
		err = errors.Join(err, writeDurably(path, text))
	}
	if err != nil {
		f.log.Error("keep bulletin", "error", err)
	}
}

// DraftBulletin is an edition of a bulletin as it builds itself, for those who may see drafts.
func (f *Office) DraftBulletin(ctx context.Context, who policy.Person, spec BulletinSpec, edition string) ([]byte, error) {
	if err := f.mayDraft(who); err != nil {
		return nil, err
	}
	edition, err := f.Edition(who, edition)
	if err != nil {
		return nil, err
	}
	made, err := f.MakeBulletin(ctx, spec)
	if err != nil {
		return nil, err
	}
	h := made.Editions[edition].Header
	return made.Bytes[edition], f.readEdition(who, publication.Subject(h.Office, h.Kind, h.Date), edition)
}

// readEdition notes who is handed the edition with exact places and names in it.
func (f *Office) readEdition(who policy.Person, id act.SubjectID, edition string) error {
	if edition != publication.Mission {
		return nil
	}
	return f.NoteReading(who, id, "mission-edition")
}
