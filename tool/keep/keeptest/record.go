package keeptest

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"truce/ground/act"
	"truce/ground/register"
	"truce/tool/keep"
)

// What a transaction wrote is there when it ends well, also after the store was closed, and
// nothing of it otherwise. Who reads sees one commit throughout.
func transactions(t *testing.T, w *world) {
	failed := errors.New("no")
	err := w.Write(func(tx keep.Tx) error {
		return errors.Join(appendTo(tx, ours, entry(ours, 0, "report/1")), failed)
	})
	if !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	w.read(func(r keep.Reader) error {
		all, err := r.Registers()
		w.want("after what failed", len(all), 0)
		return err
	})
	w.append(ours, entry(ours, 0, "report/1"))
	w.read(func(r keep.Reader) error {
		_, first := r.About("report/1")
		w.append(ours, entry(ours, 1, "report/1"))
		all, err := r.About("report/1")
		err = errors.Join(first, err)
		w.want("of one commit", len(all), 1)
		return err
	})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.reopen()
	w.read(func(r keep.Reader) error {
		all, err := r.About("report/1")
		w.want("opened again", len(all), 2)
		return err
	})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := w.Read(ctx, func(r keep.Reader) error { return r.Ever("", func(keep.Row) error { return nil }) }); err == nil {
		t.Error("read after the context had ended")
	}
}

func registers(t *testing.T, w *world) {
	w.read(func(r keep.Reader) error {
		if _, err := keep.Own(r); !errors.Is(err, keep.ErrNotFound) {
			t.Errorf("the own register of a new store: %v", err)
		}
		return nil
	})
	w.write(func(tx keep.Tx) error { return tx.PutTree(ours, register.Tree{}) })
	w.append(theirs, entry(theirs, 0, "report/1"))
	w.append(ours, entry(ours, 0, "report/2"), entry(ours, 1, "report/2"))
	w.read(func(r keep.Reader) error {
		all, err := r.Registers()
		if err != nil || len(all) != 2 {
			t.Fatalf("%+v, %v", all, err)
		}
		var tree register.Tree
		for n := range int64(2) {
			tree.Append(entry(ours, n, "report/2").Leaf)
		}
		w.want("the own one", []any{all[0].Origin, all[0].Tree.Size(), all[0].Tree.Root(), all[0].Last}, []any{ours, int64(2), tree.Root(), at(1)})
		w.want("another's", []any{all[1].Origin, all[1].Tree.Size(), all[1].Last}, []any{theirs, int64(1), at(0)})
		return nil
	})
}

func entries(t *testing.T, w *world) {
	first, second := entry(ours, 0, "report/1"), entry(ours, 1, "post/1")
	second.Idle, second.Hidden, second.Party = "subject-unknown", "", ""
	w.append(ours, first, second)
	w.read(func(r keep.Reader) error {
		var all []keep.Entry
		err := r.Entries(ours, 0, 5, func(e keep.Entry) error { all = append(all, e); return nil })
		w.want("entries", all, []keep.Entry{first, second})
		e, none := keep.EntryAt(r, ours, 1)
		w.want("one entry", e, second)
		if _, absent := keep.EntryAt(r, ours, 2); none != nil || !errors.Is(absent, keep.ErrNotFound) {
			t.Errorf("%v, %v", none, absent)
		}
		if _, absent := keep.EntryAt(r, theirs, 0); !errors.Is(absent, keep.ErrNotFound) {
			t.Errorf("a register that never was: %v", absent)
		}
		e, none = r.FirstAbout("post/1")
		w.want("the first about a subject", e, second)
		if _, absent := r.FirstAbout("post/2"); none != nil || !errors.Is(absent, keep.ErrNotFound) {
			t.Errorf("%v, %v", none, absent)
		}
		return err
	})
	right := entry(ours, 2, "post/4")
	w.write(func(tx keep.Tx) error {
		wrong := entry(ours, 2, "post/3")
		wrong.ID, wrong.Leaf, wrong.Person, wrong.Party, wrong.Idle, wrong.Hidden = idOf(7), tlog.Hash{7}, "person/7", "x", "withheld", "e~"
		return errors.Join(tx.Append(wrong), tx.Correct(right))
	})
	w.read(func(r keep.Reader) error {
		before, first := r.About("post/3")
		after, second := r.About("post/4")
		held, third := r.Held()
		w.want("corrected", []any{len(before), after, held}, []any{0, []keep.Entry{right}, int64(3)})
		return errors.Join(first, second, third)
	})
	again := entry(theirs, 0, "post/4")
	again.Act = right.Act
	w.append(theirs, again)
	w.write(func(tx keep.Tx) error { return tx.Disclose(theirs, 0, "f~") })
	w.read(func(r keep.Reader) error {
		kept, err := keep.EntryAt(r, ours, 2)
		w.want("disclosed through another register", kept.Hidden, "f~")
		return err
	})
	known := func(subject act.SubjectID, id act.ID) (k keep.Known) {
		w.read(func(r keep.Reader) (err error) { k, err = r.Knows(subject, id); return err })
		return k
	}
	opened := keep.Entry{Act: keep.Act{ID: second.ID, JWS: second.JWS}, Person: second.Person, Party: second.Party}
	acts := []act.ID{second.ID}
	w.want("knows", known("post/1", idOf(1)), keep.Known{Acts: acts, First: opened, Act: true, Own: true, Index: 1})
	w.want("knows only the subject", known("post/1", idOf(0)), keep.Known{Acts: acts, First: opened})
	w.want("knows nothing", known("post/2", idOf(1)), keep.Known{})
	w.read(func(r keep.Reader) error {
		is, err := r.KnowsSubject("post/1")
		not, also := r.KnowsSubject("post/2")
		w.want("subjects", []bool{is, not}, []bool{true, false})
		return errors.Join(err, also)
	})
}

// The same act in two registers is one act with two entries, whichever came first.
func twoRegisters(t *testing.T, w *world) {
	w.write(func(tx keep.Tx) error { return tx.PutTree(ours, register.Tree{}) })
	early, late := entry(theirs, 0, "report/1"), entry(ours, 0, "report/1")
	late.Received, late.Known, early.Known = at(5), at(5), at(9)
	other := entry(theirs, 1, "report/1")
	other.Known = at(9)
	bare := early // the act is there already: it need not be given again
	bare.JWS, bare.Hidden = "", ""
	w.append(ours, late)
	w.append(theirs, bare, other)
	lone := entry(ours, 1, "report/1") // the other way round
	lone.Received, lone.Known = at(10), at(10)
	w.append(ours, lone)
	w.read(func(r keep.Reader) error {
		all, err := r.About("report/1")
		w.want("entries", all, []keep.Entry{late, lone, early, other})
		acts := keep.Acts(all)
		home := early
		home.Known = at(5)
		w.want("acts", acts, []keep.Entry{home, other})
		return err
	})
	known := func(id act.ID) (k keep.Known) {
		w.read(func(r keep.Reader) (err error) { k, err = r.Knows("report/1", id); return err })
		return k
	}
	opened := keep.Entry{Act: keep.Act{ID: late.ID, JWS: late.JWS}, Person: late.Person, Party: late.Party}
	w.want("of both", known(idOf(0)), keep.Known{Acts: []act.ID{idOf(0), idOf(1), idOf(0), idOf(1)}, First: opened, Act: true, Own: true})
	for n := range int64(2) {
		e, err := w.Act(context.Background(), idOf(n))
		if err != nil || e.Origin != ours || e.JWS != entry(ours, n, "").JWS {
			t.Errorf("act %d: %+v, %v", n, e, err)
		}
	}
}

// Acts are found by id as soon as they are committed, however many are indexed by then.
func actsByID(t *testing.T, w *world) {
	ctx := context.Background()
	many := func(origin string, from, to int64) (all []keep.Entry) {
		for n := from; n < to; n++ {
			all = append(all, entry(origin, n, "report/1"))
		}
		return all
	}
	for _, end := range []int64{100, 5100} {
		w.append(ours, many(ours, end-100, end-50)...)
		if err := w.Follow(ctx); err != nil {
			t.Fatal(err)
		}
		w.append(ours, many(ours, end-50, end)...)
		for _, n := range []int64{0, end - 51, end - 1} {
			if e, err := w.Act(ctx, idOf(n)); err != nil || e.Index != n {
				t.Errorf("act %d: found %d, %v", n, e.Index, err)
			}
		}
		other := idOf(0)
		other[31] ^= 1 // begins alike
		if _, err := w.Act(ctx, other); !errors.Is(err, keep.ErrNotFound) {
			t.Errorf("an act that begins alike: %v", err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		w.reopen()
		if end == 100 {
			w.append(ours, many(ours, end, end+4900)...)
		}
	}
	foreign := entry(theirs, 0, "report/2")
	foreign.ID = idOf(-1)
	w.append(theirs, foreign)
	if e, err := w.Act(ctx, foreign.ID); err != nil || e.Origin != theirs {
		t.Errorf("an act of another register: %+v, %v", e, err)
	}
}

func cosignatures(_ *testing.T, w *world) {
	w.write(func(tx keep.Tx) error {
		return errors.Join(tx.PutCosigned(3, "old"), tx.PutCosigned(3, "three"), tx.PutCosigned(9, "nine"), tx.PutCosigned(4, "four"))
	})
	w.read(func(r keep.Reader) error {
		var all, one []string
		err := r.Cosigned(0, func(size int64, note string) (bool, error) {
			all = append(all, strconv.FormatInt(size, 10)+" "+note)
			return true, nil
		})
		w.want("heads", all, []string{"3 three", "4 four", "9 nine"})
		again := r.Cosigned(4, func(_ int64, note string) (bool, error) {
			one = append(one, note)
			return false, nil
		})
		w.want("one head", one, []string{"four"})
		failed := errors.New("failed")
		w.want("a failure", errors.Is(r.Cosigned(0, func(int64, string) (bool, error) { return true, failed }), failed), true)
		return errors.Join(err, again)
	})
}

func leafHashes(t *testing.T, w *world) {
	w.append(ours, entry(ours, 0, "report/1"), entry(ours, 1, "report/1"), entry(ours, 2, "report/1"))
	w.append(theirs, entry(theirs, 0, "report/2"))
	leaves, err := w.LeafHashes(context.Background(), 1, 3)
	w.want("leaves", leaves, []tlog.Hash{entry(ours, 1, "").Leaf, entry(ours, 2, "").Leaf})
	if err != nil {
		t.Error(err)
	}
}

func sizeAt(t *testing.T, w *world) {
	for n := range int64(10) {
		w.append(ours, entry(ours, n, "report/1"))
	}
	w.read(func(r keep.Reader) error {
		for n := range int64(10) {
			size, last, err := keep.SizeAt(r, ours, 10, at(n).Add(time.Second))
			if err != nil || size != n+1 || last.Index != n {
				t.Errorf("at minute %d: %d, %d, %v", n, size, last.Index, err)
			}
		}
		if _, _, err := keep.SizeAt(r, ours, 10, at(-1)); !errors.Is(err, keep.ErrNotFound) {
			t.Errorf("before the first: %v", err)
		}
		return nil
	})
}
