package agreement

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// MaxPartBytes bounds the clauses of one act: its whole body has act.MaxBodyBytes.
const MaxPartBytes = 36_000

// Filing is one act that remains to be signed.
type Filing struct {
	Kind act.Kind
	Body any
}

// Filings are the acts that file the document, in the order in which they belong: a
// version with as many clauses as fit, then the rest of its clauses.
func Filings(d Document) ([]Filing, error) {
	var all []Filing
	for _, v := range d.Versions {
		parts, err := split(v)
		if err != nil {
			return nil, fmt.Errorf("split version %s: %w", v.ID, err)
		}
		v.Clauses = parts[0]
		all = append(all, Filing{"agreement-drafted", AgreementDrafted{Version: v, Parts: len(parts) - 1}})
		for i, clauses := range parts[1:] {
			all = append(all, Filing{"clauses-filed", ClausesFiled{Version: v.ID, Part: i + 1, Clauses: clauses}})
		}
	}
	return all, nil
}

// split puts as many clauses into each part as fit; the first holds the header too.
func split(v Version) ([][]Clause, error) {
	header := v
	header.Clauses = nil
	size, err := sizeOf(header)
	if err != nil {
		return nil, err
	}
	parts := [][]Clause{nil}
	for _, clause := range v.Clauses {
		n, err := sizeOf(clause)
		if err != nil {
			return nil, err
		}
		if size+n > MaxPartBytes {
			parts, size = append(parts, nil), 0
		}
		last := len(parts) - 1
		parts[last] = append(parts[last], clause)
		size += n + 1
	}
	return parts, nil
}

func sizeOf(value any) (int, error) {
	text, err := json.Marshal(value)
	return len(text), err
}

// Digest is the SHA-256, in hexadecimal, of the whole version as JSON in the canonical form of RFC 8785: what a
// signature is of, and what any program reckons from a copy. However a version was split into acts, its digest is the same.
func (v Version) Digest() (string, error) {
	marshalled, err := json.Marshal(v)
	text := jsontext.Value(marshalled)
	if err == nil {
		err = text.Canonicalize()
	}
	if err != nil {
		return "", fmt.Errorf("digest version %s: %w", v.ID, err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}
