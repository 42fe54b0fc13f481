package exercise

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"path"

	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
	"truce/noun/evidence"
	"truce/tool/blob"
)

// deposited hands a file in, as its author's device would, and answers the body of the act
// with what the office says of it.
func (l *loader) deposited(n line) jsontext.Value {
	if l.err != nil {
		return n.Body
	}
	stored, err := l.upload(n.content, string(l.person(n.Who).Key.Public().ID()))
	if err != nil {
		l.fail(fmt.Errorf("hand in %s: %w", n.File, err))
		return n.Body
	}
	told := map[string]any{"mediaType": stored.MediaType, "original": stored.Original, "size": stored.Size, "sealed": stored.ID, "sealedTo": l.office.Custodians().Digest}
	if stored.Working != nil {
		told["working"] = stored.Working.SHA256
	}
	body, err := over(told, n.Body)
	l.fail(err)
	return body
}

func (l *loader) upload(content []byte, by string) (stored blob.Stored, err error) {
	blobs := l.office.Blobs()
	id, err := blobs.Create(l.ctx, blob.Claim{Length: int64(len(content)), By: by})
	if err != nil {
		return stored, err
	}
	if _, err := blobs.Append(l.ctx, id, 0, bytes.NewReader(content)); err != nil {
		return stored, err
	}
	return blobs.Finish(l.ctx, id, sha256.Sum256(content))
}

// evidenceOf is the subject of the acts about a file: it is called as the file is.
func evidenceOf(file string) act.SubjectID {
	return act.SubjectID(evidence.Noun + "/" + path.Base(file))
}
