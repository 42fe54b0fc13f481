package adversary

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/shape"
	"truce/judge/law"
	"truce/judge/policy"
	"truce/noun/body"
	"truce/noun/people"
	"truce/noun/zone"
	"truce/office/officetest"
	"truce/tool/query"
)

// proposal is one side's attempt to change alone what was agreed.
type proposal struct {
	subject act.SubjectID
	agreed  func(*testing.T, *officetest.World)        // what stands
	forward func(*testing.T, *officetest.World) act.ID // what one side puts forward beside it
	sign    func(*testing.T, *officetest.World, act.ID)
	// refused: an office does not even take it.
	refused problem.Key
}

// alike are kinds that are played by tests of their own, by the names of those.
var alike = map[act.Kind]string{
	"register-succeeded":    "TestSuccession_takes_two_sides_and_ends_the_register",
	"disclosure-erased":     "TestErasure_ends_a_disclosure_everywhere_in_an_office",
	"copy-released":         "TestReleases_one_side_alone_lets_nothing_out",
	"key-enrolled":          "TestSides_a_second_key_for_a_partys_liaison_does_not_speak",
	"key-revoked":           "TestDoubt_one_side_alone_disavows_and_annuls_nothing",
	"role-withdrawn":        "TestSides_one_side_alone_makes_no_administrator",
	"finding-drafted":       "TestFindings_a_draft_takes_away_nothing_that_a_body_found",
	"clauses-filed":         "TestFold_nobody_changes_alone_what_all_signed",
	"agreement-signed":      "TestFold_nobody_changes_alone_what_all_signed",
	"party-excluded":        "TestFold_nobody_changes_alone_what_all_signed",
	"extension-consented":   "TestExtension",
	"suspension-declared":   "TestLaw_nobody_suspends_alone_what_all_signed",
	"resumption-declared":   "TestLaw_nobody_suspends_alone_what_all_signed",
	"denunciation-declared": "TestLaw_a_suspension_is_hidden_from_nobody",
	"line-drawn":            "TestZone_a_proposal_beside_it_changes_nothing_of_what_is_in_force",
	"line-lapsed":           "TestZone_a_proposal_beside_it_changes_nothing_of_what_is_in_force",
}

func proposals() map[act.Kind]proposal {
	ofOffice := func(kind act.Kind, b func(*testing.T, *officetest.World) any) proposal {
		return proposal{
			agreed: func(t *testing.T, w *officetest.World) { w.Root(t, "TR") },
			forward: func(t *testing.T, w *officetest.World) act.ID {
				return w.Must(t, "administrator", kind, officeOf(w), b(t, w)).ID
			},
			sign: func(t *testing.T, w *officetest.World, id act.ID) { w.Endorses(t, "root-tr", officeOf(w), id) },
		}
	}
	all := map[act.Kind]proposal{
		"custodians-set": ofOffice("custodians-set", func(t *testing.T, w *officetest.World) any {
			w.Enrol(t, "custodian-2", "mission", "custodian")
			w.Custodian(t, "custodian-2")
			return people.CustodiansSet{Custodians: w.CustodiansOf(t, "custodian-2")}
		}),
		"rules-set": ofOffice("rules-set", func(_ *testing.T, w *officetest.World) any {
			term, _ := w.Rules()
			b := people.RulesSet{Rules: term.Rules, Reason: shape.In("en", "x")}
			b.Rules.ChosenNames = !b.Rules.ChosenNames
			return b
		}),
		"founder-removed": ofOffice("founder-removed", func(*testing.T, *officetest.World) any {
			return people.FounderRemoved{Founder: "person/administrator", Reason: shape.In("en", "x")}
		}),
		"root-named": ofOffice("root-named", func(t *testing.T, w *officetest.World) any {
			key, err := act.GenerateKey(w.Rand)
			if err != nil {
				t.Fatal(err)
			}
			w.Keys["another"] = key
			return people.RootNamed{Party: "TR", Person: "person/root-tr", Fingerprint: key.Public().ID()}
		}),
		"role-granted": {
			subject: "person/secretary",
			agreed:  func(t *testing.T, w *officetest.World) { w.Root(t, "TR") },
			forward: func(t *testing.T, w *officetest.World) act.ID {
				return w.Must(t, "administrator", "role-granted", "person/secretary", people.RoleGranted{Role: "custodian"}).ID
			},
			sign: func(t *testing.T, w *officetest.World, id act.ID) { w.Endorses(t, "root-tr", "person/secretary", id) },
		},
		"body-established": {
			subject: "body/jc",
			agreed: func(t *testing.T, w *officetest.World) {
				id := w.Must(t, "secretary", "body-established", "body/jc", commissionOf("Joint Commission", "RU", "TR")).ID
				w.Endorses(t, "liaison-ru", "body/jc", id)
				w.Endorses(t, "liaison-tr", "body/jc", id)
			},
			forward: func(t *testing.T, w *officetest.World) act.ID {
				id := w.Must(t, "secretary", "body-established", "body/jc", commissionOf("Commission of Victors", "RU")).ID
				w.Endorses(t, "liaison-ru", "body/jc", id)
				return id
			},
			sign: func(t *testing.T, w *officetest.World, id act.ID) { w.Endorses(t, "liaison-tr", "body/jc", id) },
		},
		"agreement-drafted": {
			subject: officetest.Agreement, agreed: func(t *testing.T, w *officetest.World) { w.Agreed(t) }, refused: problem.VersionAgreed,
			forward: func(t *testing.T, w *officetest.World) act.ID {
				v := agreed(t, w, "secretary").Version
				v.Title[0].Text = "Another text"
				_, err := w.Do(t, "secretary", "agreement-drafted", officetest.Agreement, map[string]any{"version": v})
				officetest.WantProblem(t, err, problem.VersionAgreed)
				return act.ID{}
			},
		},
		"zone-proposed": {
			subject: "zone/dz-idlib", agreed: inZone,
			forward: func(t *testing.T, w *officetest.World) act.ID {
				p := officetest.Proposal(2, 40, officetest.Date(5, 6))
				p.Names, p.Exercise = zone.Names{{Language: "en", Text: "Another name"}}, true
				return w.Must(t, "liaison-ru", "zone-proposed", "zone/dz-idlib", p).ID
			},
			sign: func(t *testing.T, w *officetest.World, id act.ID) { consents(t, w, id, 40) },
		},
		"zone-lapsed": {
			subject: "zone/dz-idlib", agreed: inZone,
			forward: func(t *testing.T, w *officetest.World) act.ID {
				return w.Must(t, "liaison-ru", "zone-lapsed", "zone/dz-idlib", zone.ZoneLapsed{Lapsing: zone.Lapsing{
					Proposal: boundaryIn(t, w), Until: officetest.Date(5, 9), Reason: shape.In("en", "x")}}).ID
			},
			sign: func(t *testing.T, w *officetest.World, id act.ID) { consents(t, w, id, 36) },
		},
	}
	named := all["root-named"]
	named.sign = func(t *testing.T, w *officetest.World, id act.ID) {
		w.Endorses(t, "root-tr", officeOf(w), id)
		jwk, err := w.Keys["another"].Public().MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		w.Must(t, "another", "root-enrolled", officeOf(w), people.RootEnrolled{Party: "TR", Key: jwk})
	}
	all["root-named"] = named
	return all
}

func inZone(t *testing.T, w *officetest.World) {
	w.Agreed(t)
	w.Enact(t, "zone/dz-idlib", officetest.Proposal(1, 36, officetest.Date(5, 5)), officetest.Date(5, 5))
}

// boundaryIn is the act that proposed the boundary in force.
func boundaryIn(t *testing.T, w *officetest.World) act.ID {
	t.Helper()
	items, err := w.Reading.Subject(t.Context(), w.As("secretary"), "zone/dz-idlib", query.Clocks{InForce: officetest.Date(5, 9)})
	if err != nil || len(items) != 1 {
		t.Fatal(items, err)
	}
	var z zone.Zone
	if err := json.Unmarshal(items[0].State, &z); err != nil || z.Boundary == nil {
		t.Fatal(z, err)
	}
	return z.Boundary.Act
}

func consents(t *testing.T, w *officetest.World, id act.ID, west float64) {
	t.Helper()
	digest, err := zone.Digest(officetest.Square(west, 35))
	if err != nil {
		t.Fatal(err)
	}
	for _, party := range []string{"IR", "RU", "TR"} {
		w.Must(t, "secretary", "zone-consented", "zone/dz-idlib", zone.ZoneConsented{Consenting: zone.Consenting{
			Proposal: id, Digest: digest, Party: party, At: officetest.Date(5, 7), Source: "EXERCISE. Letter"}})
	}
}

func commissionOf(name string, parties ...string) body.BodyEstablished {
	b := body.BodyEstablished{Name: name, Kind: "joint-commission", Decision: &body.Decision{Rule: "consensus", Quorum: 1}}
	for _, p := range parties {
		seat := strings.ToLower(p)
		b.Seats = append(b.Seats, body.Seat{Seat: seat, Party: p, Person: act.SubjectID("person/liaison-" + seat)})
	}
	return b
}

// What one side puts forward beside what was agreed changes nothing that anybody reads of it, until those signed who must: asked of
// each kind that several must sign. A kind that is new needs a row above, or a test that its row names.
func TestProposals_of_one_side_change_nothing_of_what_was_agreed(t *testing.T) {
	t.Parallel()
	rows := proposals()
	for _, n := range officetest.NewSeeded(t).Kinds().Nouns() {
		for _, k := range n.Kinds {
			_, played := rows[k.Name]
			if name, elsewhere := alike[k.Name]; k.Several != (played || elsewhere) || elsewhere && !inTests(t, name) {
				t.Errorf("%s: several must sign it (%v): it needs a row here, or a test that is there", k.Name, k.Several)
			}
		}
	}
	for kind, p := range rows {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w := officetest.New(t)
			w.Clock.Set(officetest.Date(5, 10))
			if p.subject == "" {
				p.subject = act.SubjectID(officeOf(w))
			}
			p.agreed(t, w)
			before := inForce(t, w, p.subject)
			id := p.forward(t, w)
			if after := inForce(t, w, p.subject); after != before {
				t.Errorf("one side changed what is read:\nbefore %s\nafter  %s", before, after)
			}
			if p.refused != 0 {
				return
			}
			if waiting, err := w.Reading.Proposals(t.Context(), w.As("secretary")); p.sign != nil && p.subject.Noun() != zone.Noun &&
				(err != nil || len(waiting.Items) == 0 || waiting.Items[0].Act.ID != id) {
				t.Errorf("nobody is told that it waits: %+v, %v", waiting, err)
			}
			p.sign(t, w, id)
			if after := inForce(t, w, p.subject); after == before {
				t.Errorf("all signed, and nothing changed: %s", after)
			}
		})
	}
}

// inForce is what is read of a subject by the secretary and by strangers, in lists, by the law and in the names of bodies, without
// what is marked as put forward.
func inForce(t *testing.T, w *officetest.World, subject act.SubjectID) string {
	t.Helper()
	var all []any
	for _, reader := range []policy.Person{w.As("secretary"), {}} {
		items, err := w.Reading.Subject(t.Context(), reader, subject, query.Clocks{})
		if err != nil {
			all = append(all, problem.From(err).Key)
			continue
		}
		for _, i := range items {
			state := map[string]any{}
			if err := json.Unmarshal(i.State, &state); err != nil {
				t.Fatal(err)
			}
			for _, marked := range []string{"proposals", "putForward", "lapses", "flags"} {
				delete(state, marked)
			}
			if sides, is := state["sides"].([]any); is {
				for _, s := range sides {
					delete(s.(map[string]any), "awaits")
				}
			}
			all = append(all, i.Type, i.Status, i.Party, i.From, i.Until, i.Counted, state)
		}
	}
	all = append(all, w.Judging.Law().At(here(t), law.When{From: officetest.Date(5, 9)}))
	text, err := json.Marshal(all, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// inTests reports whether a test of a name, or of a name that begins so, is there.
func inTests(t *testing.T, name string) bool {
	t.Helper()
	for _, folder := range []string{".", "../../noun/agreement", "../../noun/incident", "../../noun/zone"} {
		files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if text, err := os.ReadFile(file); err == nil && strings.Contains(string(text), "func "+name) {
				return true
			}
		}
	}
	return false
}
