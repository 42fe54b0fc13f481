package exercise

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/act"
)

// line is one act in the clear.
type line struct {
	At      time.Time      `json:"at"`   // when it is written and received
	Who     string         `json:"who"`  // name of the person
	Name    string         `json:"name"` // by which later lines name it in seen and in bodies
	Kind    act.Kind       `json:"kind"`
	Subject act.SubjectID  `json:"subject"`
	Seen    []string       `json:"seen"`   // acts about the subject that the author had seen; absent: all
	Source  string         `json:"source"` // who told: sealed to the custodians
	File    string         `json:"file"`   // evidence that is deposited; without a kind, an agreement: the line is the acts that file it
	Body    jsontext.Value `json:"body"`
	content []byte         // of the evidence
}

// readScript reads all acts in the order in which they are received. Bodies are complete
// but for the ids of acts that they name.
func readScript(folder fs.FS) ([]line, error) {
	files, err := fs.Glob(folder, "acts/*.json")
	if err != nil {
		return nil, err
	}
	var all []line
	for _, name := range files {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		lines, err := readLines(text)
		if err == nil {
			lines, err = complete(folder, lines)
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		all = append(all, lines...)
	}
	slices.SortStableFunc(all, func(a, b line) int { return a.At.Compare(b.At) })
	return all, nil
}

// readLines reads JSON objects one after another.
func readLines(text []byte) ([]line, error) {
	var all []line
	dec := jsontext.NewDecoder(bytes.NewReader(text))
	for {
		var l line
		err := json.UnmarshalDecode(dec, &l, json.RejectUnknownMembers(true))
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		l.Body = l.Body.Clone()
		all = append(all, l)
	}
}
