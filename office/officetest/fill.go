package officetest

import (
	"errors"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/place"
	"truce/ground/register"
	"truce/ground/shape"
	"truce/ground/taxonomy"
	"truce/noun/incident"
	"truce/tool/disk"
	"truce/tool/keep"
	"truce/tool/kinds"
	"truce/tool/store"
)

// Fill closes the office and fills its folder with observations of monitor-1. To be followed
// by Reopen and Rebuild.
func (w *World) Fill(t testing.TB, n int) {
	t.Helper()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Fill(w.Folder, Author{w.Keys["monitor-1"], "person/monitor-1", w.Audience}, w.Clock.Now(), n); err != nil {
		t.Fatal(err)
	}
}

// Author signs what Fill writes.
type Author struct {
	Key    act.PrivateKey
	Person act.SubjectID
	For    []act.RegisterID
}

// observation is the form of the kind.
var observation = sync.OnceValue(func() act.Form {
	k, err := kinds.New(taxonomy.Words)
	if err != nil {
		panic(err)
	}
	spec, _ := k.Spec("observation-filed")
	return spec.Form()
})

// fillBatch is how many observations are signed, on both cores, and written together.
const fillBatch = 20_000

// Fill writes n observations into the register in a folder that nobody has open, as if each
// had been submitted and received from then on: fixed seeds, four years, all of Syria. They
// are signed, but the signatures are not checked again here: it serves tests and benchmarks
// of what comes after, which begins with folding them.
func Fill(folder string, author Author, received time.Time, n int) error {
	db, err := store.Open(disk.Own(), folder)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Unsynced(func() error {
		for done := 0; done < n; done += fillBatch {
			if err := fillSome(db, author, received, done, min(fillBatch, n-done)); err != nil {
				return err
			}
		}
		return nil
	})
}

func fillSome(db keep.Store, author Author, received time.Time, first, n int) error {
	return db.Write(func(tx keep.Tx) error {
		own, err := keep.Own(tx)
		if err != nil {
			return err
		}
		origin, tree := own.Origin, own.Tree
		entries, err := entries(author, received, tree.Size(), first, n)
		if err != nil {
			return err
		}
		for _, e := range entries {
			e.Origin = origin
			if err := tx.Append(e); err != nil {
				return err
			}
			tree.Append(e.Leaf)
		}
		return tx.PutTree(origin, tree)
	})
}

// entries signs observations in parallel. Each 256 share a received time, as if they had
// shared a commit.
func entries(author Author, received time.Time, size int64, first, n int) ([]keep.Entry, error) {
	events := taxonomy.Default().List(taxonomy.Event).Codes()
	made, errs := make([]keep.Entry, n), make([]error, 2)
	var wg sync.WaitGroup
	for worker := range 2 {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(uint64(first), uint64(worker)))
			salt := rand.NewChaCha8([32]byte{byte(worker), byte(first), byte(first >> 8), byte(first >> 16)})
			for i := worker; i < n && errs[worker] == nil; i += 2 {
				at := received.Add(time.Duration(1+(first+i)/256) * time.Millisecond)
				made[i], errs[worker] = entry(author, salt, random, events, size+int64(i), at, first+i)
			}
		})
	}
	wg.Wait()
	return made, errors.Join(errs...)
}

func entry(author Author, salt *rand.ChaCha8, random *rand.Rand, events []string, index int64, received time.Time, i int) (keep.Entry, error) {
	r := incident.Record{
		Event: events[random.IntN(len(events))], Means: "heard", Weapon: "mortar-82", Direction: "incoming", Effect: "unknown",
		Count:     &incident.Count{Number: 1 + random.IntN(9), Unit: "explosion"},
		Time:      &place.Extent{From: time.Date(2016, 1, 1, 0, random.IntN(4*365*24*60), 0, 0, time.UTC), Precision: "minute"},
		Place:     &place.Place{Position: &place.Position{Lon: 35.7 + random.Float64()*6.6, Lat: 32.3 + random.Float64()*5}, Precision: "vicinity", Name: "Place " + strconv.Itoa(random.IntN(7580))},
		Observer:  &place.Position{Lon: 36, Lat: 35},
		Zone:      "dz-" + strconv.Itoa(1+random.IntN(4)),
		Narrative: shape.In("en", "EXERCISE. Explosions heard from the north-west of the post, number "+strconv.Itoa(i)+"."), Exercise: true,
	}
	body, err := json.Marshal(r)
	if err != nil {
		return keep.Entry{}, err
	}
	a, ds, err := author.Key.Sign(act.Draft{
		Issued: received, Audience: author.For, Kind: "observation-filed", Form: observation(), Subject: act.SubjectID("report/m-" + strconv.Itoa(i)),
		Body: body,
	}, salt)
	if err != nil {
		return keep.Entry{}, err
	}
	encoded, err := register.Entry{Received: received, Act: a.Compact()}.Append(nil)
	return keep.Entry{
		Act:   keep.Act{ID: a.ID, Subject: a.Subject, JWS: a.Compact(), Hidden: act.FormatDisclosures(ds)},
		Index: index, Received: received, Known: received, Person: author.Person, Leaf: register.LeafHash(encoded),
	}, err
}
