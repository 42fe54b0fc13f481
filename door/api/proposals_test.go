package api_test

import (
	"net/http"
	"slices"
	"testing"

	"truce/ground/act"
	"truce/ground/shape"
	"truce/noun"
	"truce/noun/body"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
	"truce/tool/answer"
)

func proposals(t *testing.T, w *world, who string) []answer.Awaited {
	t.Helper()
	return read[answer.AwaitedList](t, w.get(t, who, "/api/proposals")).Items
}

// A key as a device may bring it, and its fingerprint.
const (
	jkt = "oCs7Jz1wahIzxmmRRwed00_Gi2mxHYSq5T__ltUHN8A"
	jwk = `{"kty":"OKP","crv":"Ed25519","x":"ROv8aI1T211fUqoI9_m-ViiHXbqZyo61biYRj0utRZ8"}`
)

func find(all []answer.Awaited, id act.ID) (p answer.Awaited, is bool) {
	i := slices.IndexFunc(all, func(p answer.Awaited) bool { return p.Act.ID == id })
	if i < 0 {
		return p, false
	}
	return all[i], true
}

// What one side must not do alone waits before the other's eyes, and no longer once it answered.
func TestProposals_of_sides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Root(t, "TR")
	granted := w.Must(t, "administrator", "role-granted", "person/secretary", people.RoleGranted{Role: "administrator"}).ID
	p, is := find(proposals(t, w, "root-tr"), granted)
	if !is || p.Yours != "TR" || p.Standing != noun.Waits || p.Act.Kind != "role-granted" {
		t.Fatalf("want it to wait for TR, got %+v", p)
	}
	if i := slices.IndexFunc(p.Voices, func(v answer.Voice) bool { return v.Voice == noun.Mission && v.Answer == noun.Yes }); i < 0 {
		t.Errorf("want the mission's yes, got %+v", p.Voices)
	}
	if p.Needed != 1 {
		t.Errorf("want one more side to be enough, got %d", p.Needed)
	}
	for _, p := range proposals(t, w, "root-tr") {
		if p.Subject == w.KeyOf("liaison-tr") {
			w.Endorses(t, "root-tr", string(p.Subject), p.Act.ID)
		}
	}
	if p, _ := find(proposals(t, w, "liaison-tr"), granted); p.Yours != "" || !slices.Equal(p.Through, []string{"registrar"}) {
		t.Errorf("want a liaison of TR told that its registrar answers, got %+v", p)
	}
	for _, who := range []string{"administrator", "liaison-ru", "monitor-1"} { // who said it already, and who speaks for no side
		if p, is := find(proposals(t, w, who), granted); !is || p.Yours != "" {
			t.Errorf("%s: want it told and not asked of him, got %v %q", who, is, p.Yours)
		}
	}
	back := w.Must(t, "administrator", "role-granted", "person/secretary", people.RoleGranted{Role: "administrator"}).ID
	if p, _ := find(proposals(t, w, "administrator"), back); p.TakeBack != noun.Mission {
		t.Errorf("want the mission told that it can take back what it signed, got %+v", p)
	}
	if p, _ := find(proposals(t, w, "root-tr"), back); p.TakeBack != "" {
		t.Errorf("TR takes nothing back that it did not sign: %+v", p)
	}
	w.Must(t, "administrator", "endorsed", "person/secretary", noun.Endorsed{Act: back, Answer: noun.No})
	if p, _ := find(proposals(t, w, "administrator"), back); p.TakeBack != "" {
		t.Errorf("it took that back: %+v", p)
	}
	w.Endorses(t, "root-tr", "person/secretary", granted)
	if _, is := find(proposals(t, w, "root-tr"), granted); is {
		t.Error("what is in force waits no longer")
	}
	if got := w.get(t, "", "/api/proposals"); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("a stranger got %d", got.StatusCode)
	}
}

// A key of a party that has a root waits for that party alone.
func TestProposals_of_keys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Root(t, "TR")
	w.Endorses(t, "root-tr", string(people.OfficeSubject(origin)), w.Root(t, "RU").ID)
	key := w.Must(t, "administrator", "key-enrolled", "key/jkt:"+jkt, people.KeyEnrolled{Person: "person/liaison-tr", Party: "TR", Key: []byte(jwk)}).ID
	if p, is := find(proposals(t, w, "root-tr"), key); !is || p.Yours != "TR" {
		t.Fatalf("want the key to wait for TR, got %+v", p)
	}
	if p, is := find(proposals(t, w, "root-ru"), key); !is || p.Yours != "" {
		t.Errorf("want it told to RU and not asked of it, got %+v", p)
	}
}

// A drafted finding waits for each seat, before whoever holds it.
func TestProposals_of_findings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	at := w.Clock.Now()
	established := w.Must(t, "secretary", "body-established", "body/commission", body.BodyEstablished{
		Name: "Commission (exercise)", Kind: "joint-commission",
		Seats:    []body.Seat{{Seat: "tr", Party: "TR", Person: "person/liaison-tr"}, {Seat: "ru", Party: "RU", Person: "person/liaison-ru"}},
		Decision: &body.Decision{Rule: "all-sides", Quorum: 2},
	}).ID
	if p, is := find(proposals(t, w, "liaison-ru"), established); !is || p.Yours != "RU" {
		t.Fatalf("want the body to wait for RU, got %+v", p)
	}
	w.Endorses(t, "liaison-tr", "body/commission", established)
	w.Endorses(t, "liaison-ru", "body/commission", established)
	w.Must(t, "monitor-1", "observation-filed", "report/one", officetest.Observation())
	w.Must(t, "secretary", "incident-opened", "incident/one", incident.IncidentOpened{Event: "mortar"})
	drafted := w.Must(t, "secretary", "finding-drafted", "incident/one", incident.FindingDrafted{
		Body: "body/commission", Status: "probable", At: at, Text: shape.In("en", "Fire is probable.")}).ID
	w.Must(t, "liaison-tr", "endorsed", "incident/one", noun.Endorsed{Act: drafted, Answer: noun.Dissent, Reason: shape.In("en", "We saw nothing.")})
	p, is := find(proposals(t, w, "liaison-ru"), drafted)
	if !is || p.Yours != "ru" || len(p.Voices) != 2 {
		t.Fatalf("want it to wait for the seat ru, got %+v", p)
	}
	if v := p.Voices[1]; !v.Meets || v.Finds {
		t.Errorf("want RU told that its word meets the quorum and its dissent finds nothing, got %+v", v)
	}
	if v := p.Voices[0]; !v.Seat || v.Answer != noun.Dissent || v.Reason.Text != "We saw nothing." || !v.MissionOnly {
		t.Errorf("want the dissent of the seat tr, vouched for by the mission only, got %+v", v)
	}
	if p, _ := find(proposals(t, w, "liaison-tr"), drafted); p.Yours != "" {
		t.Errorf("a seat answers once, got %q", p.Yours)
	}
}
