package agreement

import (
	"crypto/sha256"
	"os"
	"testing"
	"time"

	"truce/ground/act"
	"truce/ground/fold"
	"truce/ground/timezone"
)

const (
	draftFile = "../../scenario/syria-2017/agreement/1-draft.json"
	reported  = "../../scenario/syria-2017/agreement/2-report.json"
	signed    = "../../scenario/syria-2017/agreement/3-memorandum.json"
)

func read(t testing.TB, file string) Version {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d, problems := Parse(file, data, timezone.Load)
	for _, p := range problems {
		t.Error(p)
	}
	if len(d.Versions) != 1 || d.Subject() != "agreement/syria-2017" {
		t.Fatalf("%s: %d versions about %s", file, len(d.Versions), d.Subject())
	}
	return d.Versions[0]
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC()
}

func place(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := timezone.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// history writes acts one after another; each knows all before it unless told otherwise.
type history struct {
	t       testing.TB
	entries []fold.Entry
}

func (h *history) add(party string, body any) act.ID {
	return h.beside(party, body, fold.Heads(h.entries)...)
}

// beside adds an act that knows only those named.
func (h *history) beside(party string, body any, prev ...act.ID) act.ID {
	if f, has := body.(interface{ Fits(act.SubjectID) error }); has {
		if err := f.Fits("agreement/x"); err != nil {
			h.t.Fatal(err)
		}
	}
	n := len(h.entries)
	id := act.ID(sha256.Sum256([]byte{byte(n), byte(n >> 8)}))
	h.entries = append(h.entries, fold.Entry{
		ID: id, Prev: prev, Party: party, Body: body,
		Received: time.Date(2017, 5, 1, 0, n, 0, 0, time.UTC),
	})
	return id
}

func (h *history) folded() fold.Folded {
	return Fold(timezone.Load)("agreement/syria-2017", fold.Order(append([]fold.Entry(nil), h.entries...)), nil)
}

func (h *history) at(when string) (Agreement, fold.Period) {
	h.t.Helper()
	for _, p := range h.folded().Periods {
		if (Interval{From: p.From, Until: p.Until}).Holds(instant(h.t, when)) {
			return p.State.(Agreement), p
		}
	}
	h.t.Fatalf("no period holds %s", when)
	return Agreement{}, fold.Period{}
}

// version is the state of one version as it stands.
func (h *history) version(id string) VersionState {
	h.t.Helper()
	for _, v := range h.folded().Periods[0].State.(Agreement).Versions {
		if v.ID == id {
			return v
		}
	}
	h.t.Fatalf("no version %s", id)
	return VersionState{}
}

func (h *history) sign(v Version, party, capacity string, on Date) act.ID {
	digest, err := v.Digest()
	if err != nil {
		h.t.Fatal(err)
	}
	return h.add(party, &AgreementSigned{Version: v.ID, Digest: digest, Party: party, Capacity: capacity, On: on})
}

// inForce is the memorandum, signed by its three guarantors on 4 May 2017.
func inForce(t testing.TB) (*history, Version) {
	t.Helper()
	v := read(t, signed)
	h := &history{t: t}
	h.add("", &AgreementDrafted{Version: v})
	for _, guarantor := range v.signatories() {
		h.sign(v, guarantor, Guarantor, "2017-05-04")
	}
	return h, v
}
