// Package keeptest holds every store to the same answers: what package keep promises is tried
// on a real one, which the caller opens. A second store passes it unchanged or is no store.
// What happens to a folder when a program is killed or the disk is full is tried where an
// office runs (office/fault_test.go), with whichever store that office has. It is for tests
// only.
package keeptest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/register"
	"truce/tool/keep"
)

// Opener opens the store in a folder, new or as it was closed.
type Opener func(folder string) (keep.Store, error)

// Run tries a store on everything that package keep promises.
func Run(t *testing.T, open Opener) {
	for name, try := range map[string]func(*testing.T, *world){
		"transactions":            transactions,
		"registers":               registers,
		"entries":                 entries,
		"an act in two registers": twoRegisters,
		"acts by id":              actsByID,
		"cosignatures":            cosignatures,
		"leaf hashes":             leafHashes,
		"size at a moment":        sizeAt,
		"rows":                    rows,
		"rows as of a moment":     rowsAsOf,
		"places":                  places,
		"lists":                   lists,
		"words":                   words,
		"counts":                  counts,
		"what was learnt":         learnt,
		"spots":                   spots,
		"who looked at whom":      refers,
		"judgements":              judgements,
		"counts by law":           countsByLaw,
		"judging again":           judgingAgain,
		"two derivations":         derivations,
		"the model made anew":     modelAnew,
		"readings":                readings,
		"backup":                  backup,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &world{t, open, t.TempDir(), nil}
			w.reopen()
			t.Cleanup(func() { _ = w.Close() })
			try(t, w)
		})
	}
}

// world is a store under trial.
type world struct {
	*testing.T
	open   Opener
	folder string
	keep.Store
}

func (w *world) reopen() {
	w.Helper()
	store, err := w.open(w.folder)
	if err != nil {
		w.Fatal(err)
	}
	w.Store = store
}

func (w *world) write(fn func(keep.Tx) error) {
	w.Helper()
	if err := w.Write(fn); err != nil {
		w.Fatal(err)
	}
}

func (w *world) read(fn func(keep.Reader) error) {
	w.Helper()
	if err := w.Read(context.Background(), fn); err != nil {
		w.Fatal(err)
	}
}

// want compares what was answered as text.
func (w *world) want(what string, got, want any) {
	w.Helper()
	if a, b := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); a != b {
		w.Errorf("%s:\ngot  %s\nwant %s", what, a, b)
	}
}

func at(minutes int64) time.Time { return time.Unix(1_494_158_400+60*minutes, 0).UTC() }

func idOf(n int64) act.ID { return sha256.Sum256(fmt.Append(nil, n)) }

const (
	ours   = "ours.exercise.truce"
	theirs = "theirs.exercise.truce"
)

// entry is the n-th act in the n-th place of a register.
func entry(origin string, n int64, subject act.SubjectID) keep.Entry {
	e := keep.Entry{
		Act:    keep.Act{ID: idOf(n), Subject: subject, JWS: fmt.Sprintf("a.%d.c", n), Hidden: fmt.Sprintf("d%d~", n)},
		Origin: origin, Index: n, Received: at(n), Known: at(n), Person: "person/1", Party: "RU",
	}
	e.Leaf = register.LeafHash([]byte(e.JWS))
	return e
}

// append puts entries at the end of a register, in one transaction.
func (w *world) append(origin string, all ...keep.Entry) {
	w.Helper()
	w.write(func(tx keep.Tx) error { return appendTo(tx, origin, all...) })
}

func appendTo(tx keep.Tx, origin string, all ...keep.Entry) error {
	held, err := tx.Registers()
	if err != nil {
		return err
	}
	tree, known := register.Tree{}, false
	for _, r := range held {
		if r.Origin == origin {
			tree, known = r.Tree, true
		}
	}
	if !known {
		err = tx.PutTree(origin, tree)
	}
	for i := 0; i < len(all) && err == nil; i++ {
		err = tx.Append(all[i])
		tree.Append(all[i].Leaf)
	}
	return errors.Join(err, tx.PutTree(origin, tree))
}
