package adversary

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"truce/ground/problem"
	"truce/ground/register"
	"truce/noun/people"
	"truce/office/house"
	"truce/office/officetest"
	"truce/tool/answer"
)

// guarantor is a cosigner in the hands of one guarantor, who can make it sign anything, at any time.
type guarantor struct {
	name, vkey string
	skey       string
	verifier   note.Verifier
}

func guarantors(t *testing.T) []guarantor {
	t.Helper()
	var all []guarantor
	for _, name := range []string{"ru", "ir", "tr"} {
		skey, vkey, err := register.GenerateCosignerKey(rand.Reader, name+".exercise/cosigner")
		if err != nil {
			t.Fatal(err)
		}
		verifier, err := register.NewVerifier(vkey)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, guarantor{name, vkey, skey, verifier})
	}
	return all
}

// sign is the head with the guarantor's signature, at a time of its own.
func (g guarantor) sign(t *testing.T, head []byte, at time.Time) []byte {
	t.Helper()
	signer, err := register.NewCosignatureSigner(g.skey, func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	body, lines, _ := bytes.Cut(head, []byte("\n\n"))
	signed, err := note.Sign(&note.Note{Text: string(body) + "\n"}, signer)
	if err != nil {
		t.Fatal(err)
	}
	_, line, _ := bytes.Cut(signed, []byte("\n\n"))
	return fmt.Appendf(nil, "%s\n\n%s%s", body, lines, line)
}

// cosign has the office keep the guarantor's signature on its present head.
func (g guarantor) cosign(t *testing.T, w *officetest.World, at time.Time) {
	t.Helper()
	head, err := w.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Cosign(t.Context(), g.sign(t, head, at), g.verifier); err != nil {
		t.Fatal(err)
	}
}

// twoOf is the policy "2 of ru, ir, tr" as a file.
func twoOf(t *testing.T, w *officetest.World, all []guarantor) string {
	t.Helper()
	text := "log " + w.Key() + "\n"
	for _, g := range all {
		text += "witness " + g.name + " " + g.vkey + "\n"
	}
	path := filepath.Join(t.TempDir(), "policy")
	if err := os.WriteFile(path, []byte(text+"group guarantors 2 ru ir tr\nquorum guarantors\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestCosign_a_register_that_is_held_back_is_stale: an office shows an old copy, whole and well signed, and keeps from
// a reader what came since.
func TestCosign_a_register_that_is_held_back_is_stale(t *testing.T) {
	t.Parallel()
	w, all := officetest.New(t), guarantors(t)
	w.File(t, 0, 3)
	policy := twoOf(t, w, all)
	said, code := truce(t, ".", "check", copyOf(t, w, "auditor-1"), "--policy", policy, "--max-age", "24h")
	says(t, said, code, 5, "NOT YET", "by nobody")
	all[0].cosign(t, w, time.Now().Add(-time.Hour))
	said, code = truce(t, ".", "check", copyOf(t, w, "auditor-1"), "--policy", policy, "--max-age", "24h")
	says(t, said, code, 5, "NOT YET", "ru at")
	all[1].cosign(t, w, time.Now().Add(-13*24*time.Hour))
	held := copyOf(t, w, "auditor-1")
	said, code = truce(t, ".", "check", held, "--policy", policy, "--max-age", "24h")
	says(t, said, code, 5, "STALE", "13 days ago", "withheld from you")
	said, code = truce(t, ".", "check", held, "--policy", policy, "--max-age", "336h") // a post that is away for two weeks
	says(t, said, code, 0, "GOOD")
}

// TestCosign_a_lying_cosigner_carries_no_fork: the office signs a second history for one reader, and one of the three
// cosigners signs it too.
func TestCosign_a_lying_cosigner_carries_no_fork(t *testing.T) {
	t.Parallel()
	w, all := officetest.New(t), guarantors(t)
	w.File(t, 0, 3)
	policy := twoOf(t, w, all)
	for _, g := range all {
		g.cosign(t, w, time.Now())
	}
	honest := copyOf(t, w, "auditor-1")
	said, code := truce(t, ".", "check", honest, "--policy", policy, "--max-age", "24h")
	says(t, said, code, 0, "GOOD")

	h := historyOf(t, w)
	forged := h[:len(h)-1].with(t, unsent(t, w)).publish(t, w, "")
	head := read(t, forged, register.HeadPath)
	lied := all[2].sign(t, head, time.Now())
	if err := os.WriteFile(filepath.Join(forged, register.HeadPath), lied, 0o600); err != nil {
		t.Fatal(err)
	}
	said, code = truce(t, ".", "check", forged, "--policy", policy, "--max-age", "24h")
	says(t, said, code, 5, "NOT YET", "tr at")
	if strings.Contains(said, "GOOD") {
		t.Error("it says GOOD")
	}
	// Nor does a clock that is years ahead make it the one that decides.
	ahead := all[2].sign(t, head, time.Now().Add(9000*time.Hour))
	if err := os.WriteFile(filepath.Join(forged, register.HeadPath), ahead, 0o600); err != nil {
		t.Fatal(err)
	}
	said, code = truce(t, ".", "check", forged, "--policy", policy, "--max-age", "24h")
	says(t, said, code, 5, "NOT YET")
}

// unsent is an act that a monitor signed and the office never took.
func unsent(t *testing.T, w *officetest.World) string {
	t.Helper()
	return w.Sign(t, "monitor-1", "observation-filed", "report/99", officetest.Observation())
}

// TestCosign_two_heads_of_one_size_are_proof: a reader scans the head of a print-out and holds another.
func TestCosign_two_heads_of_one_size_are_proof(t *testing.T) {
	t.Parallel()
	w, all := officetest.New(t), guarantors(t)
	w.File(t, 0, 3)
	policy, dir := twoOf(t, w, all), t.TempDir()
	head, err := w.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h := historyOf(t, w)
	other := read(t, h[:len(h)-1].with(t, unsent(t, w)).publish(t, w, ""), register.HeadPath)
	for name, text := range map[string][]byte{"a": all[2].sign(t, head, time.Now()), "b": all[2].sign(t, other, time.Now())} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	said, code := truce(t, dir, "head", "compare", "a", "b", "--policy", policy)
	says(t, said, code, 3, "The register signed two histories", "the cosigner tr signed both of them")
	said, code = truce(t, dir, "check", "fork-proof.json", "--register", w.Key())
	says(t, said, code, 3, "PROVEN")
}

// TestCosign_an_entry_that_is_back_dated_is_named: with its clock put back, an office takes an act today and dates it
// before a day on which two guarantors saw that it was not there.
func TestCosign_an_entry_that_is_back_dated_is_named(t *testing.T) {
	t.Parallel()
	w, all := officetest.New(t), guarantors(t)
	w.File(t, 0, 3)
	policy := twoOf(t, w, all)
	for _, g := range all[:2] {
		g.cosign(t, w, w.Clock.Now().Add(48*time.Hour))
	}
	said, code := truce(t, ".", "check", copyOf(t, w, "auditor-1"), "--policy", policy)
	says(t, said, code, 0, "GOOD")
	index := w.Size()
	w.File(t, 3, 4) // its clock still shows the day before yesterday
	for _, g := range all[:2] {
		g.cosign(t, w, w.Clock.Now().Add(50*time.Hour))
	}
	said, code = truce(t, ".", "check", copyOf(t, w, "auditor-1"), "--policy", policy)
	says(t, said, code, 3, fmt.Sprintf("Entry %d (", index), "It is back-dated", "ru and ir saw at", fmt.Sprintf("it had %d entries", index))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	said, code = truce(t, ".", "rebuild", "--data", w.Folder, "--policy", policy)
	says(t, said, code, 3, fmt.Sprintf("Entry %d (", index), "It is back-dated", "ru and ir saw at", "1 act was taken against the rules")
	said, code = truce(t, ".", "rebuild", "--data", w.Folder)
	says(t, said, code, 0)
}

// TestCosign_an_entry_that_is_dated_ahead_is_named: with its clock put ahead for a minute, an office lets the fourteen days that a party
// has to answer pass at once. Guarantors with honest clocks had cosigned a head with all of that in it before those days were over.
func TestCosign_an_entry_that_is_dated_ahead_is_named(t *testing.T) {
	t.Parallel()
	w, all := threeSides(t), guarantors(t)
	key := vouchedFor(t, w, "second")
	policy := twoOf(t, w, all)
	began := w.Clock.Now()
	endedBy(t, w, key, endOf(), "root-ru", "administrator")
	all[2].cosign(t, w, began.Add(-48*time.Hour)) // one whose clock is behind accuses nobody
	all[0].cosign(t, w, began.Add(2*time.Minute))
	said, code := truce(t, ".", "check", copyOf(t, w, "liaison-ru"), "--policy", policy)
	says(t, said, code, 0, "GOOD")
	index := w.Size()
	w.Clock.Set(began.Add(people.RootWait + time.Hour))
	endedBy(t, w, key, endOf(), "root-ru", "administrator")
	if held := keyOf(t, w, key); !held.Revoked {
		t.Fatalf("the key is not ended, and nobody gains by the wrong clock: %+v", held)
	}
	for _, g := range all[:2] {
		g.cosign(t, w, began.Add(5*time.Minute))
	}
	said, code = truce(t, ".", "check", copyOf(t, w, "liaison-ru"), "--policy", policy)
	says(t, said, code, 3, fmt.Sprintf("Entry %d (", index), "It is dated ahead", "ru and ir saw at", fmt.Sprintf("it had %d entries", w.Size()))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	said, code = truce(t, ".", "rebuild", "--data", w.Folder, "--policy", policy)
	says(t, said, code, 3, fmt.Sprintf("Entry %d (", index), "It is dated ahead", "ru and ir saw at", "taken against the rules")
	said, code = truce(t, ".", "rebuild", "--data", w.Folder)
	says(t, said, code, 0)
}

// TestRebuild_names_what_was_received_in_the_future, by the clock of who asks.
func TestRebuild_names_what_was_received_in_the_future(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Clock.Set(time.Now().AddDate(1, 0, 0))
	w.File(t, 0, 1)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	said, code := truce(t, ".", "rebuild", "--data", w.Folder)
	says(t, said, code, 3, "which is still to come by the reader's clock", "taken against the rules")
}

// TestCosign_a_hostile_clock_stops_the_office, until an operator has confirmed it.
func TestCosign_a_hostile_clock_stops_the_office(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 1)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	began := w.Clock.Now()
	passed := time.Duration(0) // by the clock that nobody sets
	open := func(now time.Time, confirmed bool) {
		t.Helper()
		w.Clock.Set(now)
		o := w.Options()
		o.Elapsed, o.ClockConfirmed = func() time.Duration { return passed }, confirmed
		var err error
		if w.House, err = house.Open(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	n := 1
	takes := func(why string, want bool) {
		t.Helper()
		out := w.SubmitAll(t.Context(), []string{w.Sign(t, "monitor-1", "observation-filed", fmt.Sprintf("report/%d", n), officetest.Observation())})
		n++
		if refused, is := errors.AsType[*problem.Problem](out[0].Err); want != (out[0].Err == nil) || !want && (!is || refused.Key != problem.ClockDoubtful) {
			t.Errorf("%s: %v", why, outcome(out[0]))
		}
	}
	open(began.Add(29*24*time.Hour), false)
	takes("a quiet month", true)
	last := w.Clock.Now()
	w.Clock.Set(last.Add(-59 * time.Minute))
	takes("corrected by less than an hour", true)
	w.Clock.Set(last.Add(-2 * time.Hour))
	takes("put back two hours", false)
	w.Clock.Set(last.Add(2 * time.Hour))
	takes("jumped two hours ahead", false)
	passed = 2 * time.Hour
	takes("two hours that did pass", true)
	last = w.Clock.Now()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	open(last.Add(31*24*time.Hour), false)
	takes("started a month later", false)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	open(last.Add(31*24*time.Hour), true)
	takes("confirmed", true)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	open(last, false)
	takes("started a month before the last entry", false)
	said, code := truce(t, ".", "check", copyOf(t, w, "auditor-1"))
	says(t, said, code, 0, "Gap       nothing was received between "+last.UTC().Format("2006-01-02"))
}

func outcome(o answer.Outcome) string {
	if o.Err == nil {
		return "it was taken"
	}
	return o.Err.Error()
}
