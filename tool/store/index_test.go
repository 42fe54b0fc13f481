package store

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"truce/tool/disk"
	"truce/tool/keep"
)

// An index that is damaged, in whatever way, is begun anew and filled again: nothing is lost by it, and its office opens.
func TestIndex_that_is_damaged_is_filled_again(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(text []byte) []byte{
		"the header": func(text []byte) []byte { clear(text[:100]); return text },
		"no database": func([]byte) []byte {
			return []byte("this is no database, and longer than a header of one would be, which is a hundred bytes, or a few more")
		},
		"the pages":             func(text []byte) []byte { clear(text[200:]); return text },
		"all but the schema":    func(text []byte) []byte { clear(text[pageBytes:]); return text },
		"cut off":               func(text []byte) []byte { return text[:len(text)/2] },
		"empty":                 func([]byte) []byte { return nil },
		"noise in every page":   noise,
		"its words are garbled": func(text []byte) []byte { return garble(text, "bridge") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			db := filled(t, folder)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(folder, indexName)
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, damage(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if db, err = open(disk.Own(), folder); err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			ids, err := db.find(context.Background(), "bridge", false)
			if len(ids) != 300 || err != nil {
				t.Errorf("found %d of 300, %v", len(ids), err)
			}
		})
	}
}

// filled is a database with 300 rows in which there is a bridge, and an index of them.
func filled(t *testing.T, folder string) *DB {
	t.Helper()
	db, err := open(disk.Own(), folder)
	if err != nil {
		t.Fatal(err)
	}
	err = db.write(func(tx *Tx) error {
		for range 300 {
			if err := tx.insert(keep.Row{Noun: "report", Subject: "report/a", KnownFrom: time.UnixMicro(1), Label: "bridge shelled"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = db.FinishModel("as now")
	}
	if err == nil {
		err = db.Follow(context.Background())
	}
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func noise(text []byte) []byte {
	for i := 100; i < len(text); i += 37 {
		text[i] ^= 0x55
	}
	return text
}

// garble alters what stands in a page, not how pages hang together.
func garble(text []byte, word string) []byte {
	for i := range text[:len(text)-len(word)] {
		if string(text[i:i+len(word)]) == word {
			clear(text[i-4 : i+len(word)])
		}
	}
	return text
}

// Who folds everything again and is stopped before the index was emptied finds the rows of now, not what stood under
// their ids before.
func TestIndex_of_another_read_model_is_emptied(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	db := filled(t, folder)
	index := db.index
	db.index = nil // as if the power went ahead of it
	err := db.Whole(func() error {
		if err := db.ClearModel(); err != nil {
			return err
		}
		if err := db.write(func(tx *Tx) error {
			return tx.insert(keep.Row{Noun: "report", Subject: "report/b", KnownFrom: time.UnixMicro(1), Label: "hospital"})
		}); err != nil {
			return err
		}
		return db.FinishModel("as now")
	})
	db.index = index
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = open(disk.Own(), folder); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for word, want := range map[string]int{"bridge": 0, "hospital": 1} {
		if ids, err := db.find(context.Background(), word, false); len(ids) != want || err != nil {
			t.Errorf("%s is found %d times, %v; want %d", word, len(ids), err, want)
		}
	}
}
