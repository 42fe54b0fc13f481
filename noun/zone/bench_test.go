package zone_test

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/force"
	"truce/noun/zone"
)

// BenchmarkZone_of_many_proposals folds a zone for which so many drawings were put forward, under a text of some size: by
// delegations that leave it at that, that correct one and the same, and that all agree on each in turn.
func BenchmarkZone_of_many_proposals(b *testing.B) {
	parties := []force.Member{{Party: "IR"}, {Party: "RU"}, {Party: "TR"}}
	clauses := make([]map[string]string, 200)
	for i := range clauses {
		clauses[i] = map[string]string{"id": fmt.Sprintf("art_%d", i), "text": "What the clause says, in so many words as a clause has."}
	}
	text, err := json.Marshal(map[string]any{"versions": []any{map[string]any{
		"id": "signed-text", "clauses": clauses, "boundaries": parties, "standing": force.Force{Members: parties},
	}}})
	if err != nil {
		b.Fatal(err)
	}
	look := func(act.SubjectID, time.Time) ([]byte, bool) { return text, true }
	for _, says := range []string{"put forward", "corrected", "agreed"} {
		for _, n := range []int{250, 500, 1000} {
			entries := drawings(n, says)
			b.Run(fmt.Sprintf("%s/%d", says, n), func(b *testing.B) {
				for b.Loop() {
					zone.Fold("zone/dz-1", entries, look)
				}
			})
		}
	}
}

// drawings are so many proposals for one zone, each made by somebody who knew of all before.
func drawings(n int, says string) []fold.Entry {
	var all []fold.Entry
	add := func(party string, body any) act.ID {
		e := fold.Entry{
			ID: act.ID(sha256.Sum256(fmt.Append(nil, len(all)))), Person: person(party), Party: party, Body: body,
			Received: day(5, 7).Add(time.Duration(len(all)) * time.Minute),
		}
		if len(all) > 0 {
			e.Prev = []act.ID{all[len(all)-1].ID}
		}
		all = append(all, e)
		return e.ID
	}
	digest, err := zone.Digest(square(36))
	if err != nil {
		panic(err)
	}
	for i := range n {
		number := i + 1
		if says == "corrected" {
			number = 1
		}
		id := add("RU", proposed(number, 36, day(8, 1).Add(time.Duration(i)*time.Hour)))
		for _, party := range []string{"IR", "RU", "TR"} {
			if says == "agreed" {
				add(party, &zone.ZoneConsented{Consenting: zone.Consenting{Proposal: id, Digest: digest, Party: party}})
			}
		}
	}
	return all
}
