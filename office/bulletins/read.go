package bulletins

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
	"truce/tool/staging"
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
	return "", problem.Forbidden(problem.NotPermitted, problem.P{
		"action": string(policy.Read("exact-place")), "allowed": []string{"monitor", "verifier", "secretariat", "custodian", "liaison"}})
}

// Read answers the bytes of a published edition: as first published (correction 0), as
// corrected, or as it stands last (below 0).
func (b *Bulletins) Read(ctx context.Context, who policy.Person, name string, correction int, edition string) ([]byte, error) {
	edition, err := b.Edition(who, edition)
	if err != nil {
		return nil, err
	}
	s, err := b.state(ctx, name)
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
	if err := b.note(who, act.SubjectID(publication.Noun+"/"+name), edition); err != nil {
		return nil, err
	}
	if kept, err := b.kept(issue.Digest(edition)); err == nil {
		return kept, nil
	}
	return b.remade(ctx, s, issue, edition)
}

// remade is a published edition that is not at hand.
func (b *Bulletins) remade(ctx context.Context, s publication.Bulletin, issue publication.Issue, edition string) ([]byte, error) {
	made, err := b.Make(ctx, specOf(s, issue.Correction, issue.Known))
	if err != nil {
		return nil, err
	}
	text := made.Bytes[edition]
	if bulletin.Digest(text) != issue.Digest(edition) {
		return nil, problem.Conflict(problem.BulletinNotAsMade).At(edition)
	}
	b.keep(map[string][]byte{edition: text})
	return text, nil
}

// kept reads an edition and holds it to its digest.
func (b *Bulletins) kept(digest string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(b.folder, digest+".json"))
	if err == nil && bulletin.Digest(text) != digest {
		err = fs.ErrInvalid
	}
	return text, err
}

// keep writes editions beside the register. They are nothing that could be lost: a failure
// costs time, and is told to the operator.
func (b *Bulletins) keep(editions map[string][]byte) {
	var err error
	for _, text := range editions {
		err = errors.Join(err, staging.Replace(filepath.Join(b.folder, bulletin.Digest(text)+".json"), text))
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
	made, err := b.Make(ctx, spec)
	if err != nil {
		return nil, err
	}
	h := made.Editions[edition].Header
	return made.Bytes[edition], b.note(who, publication.Subject(h.Office, h.Kind, h.Date), edition)
}

// note keeps who is handed the edition with exact places and names in it.
func (b *Bulletins) note(who policy.Person, id act.SubjectID, edition string) error {
	if edition != publication.Mission {
		return nil
	}
	return b.office.NoteReading(who, id, "mission-edition")
}
