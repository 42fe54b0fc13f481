package office_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/tools/txtar"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/ground/shape"
	"truce/judge/admission"
	"truce/noun/evidence"
	"truce/noun/incident"
	"truce/office"
	"truce/office/officetest"
	"truce/tool/answer"
	"truce/tool/blob"
	"truce/tool/keep"
	"truce/tool/query"
)

var pairs = flag.Uint64("pairs", 1, "how often each story is played in two offices, each time otherwise")

// Two offices, each with a register of its own, come to the same rows, whatever is handed in
// where, in whatever order and pieces they fetch each other's entries, and however often. What
// each knew and when is its own. Every story is played so.
func TestTwoOffices(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(stories)
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for i, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		if name == "bulletin" || name == "head_checked" { // what an office counted itself, or the head of one register
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			story, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			twice := 0
			for seed := uint64(0); seed < *pairs || twice == 0 && seed < *pairs+8; seed++ {
				p := newPair(t, rand.New(rand.NewPCG(uint64(i), seed)))
				p.play(t, story.Files[0].Data)
				twice += p.twice
			}
			if twice == 0 {
				t.Error("no act stands in both registers: the test tests little")
			}
		})
	}
}

// pair are two offices that the same people write in.
type pair struct {
	offices [2]*officetest.World
	rand    *rand.Rand
	told    []string // all acts that were handed in, in their order
	twice   int      // acts that stand in both registers
}

func newPair(t *testing.T, r *rand.Rand) *pair {
	t.Helper()
	first := officetest.NewAt(t, officetest.Date(5, 1).Add(12*time.Hour)) // as stories begin
	p := &pair{offices: [2]*officetest.World{first, officetest.Second(t, first)}, rand: r}
	p.exchange(t)
	return p
}

// exchange gives each office all that the other has.
func (p *pair) exchange(t *testing.T) {
	t.Helper()
	for i, w := range p.offices {
		from := p.offices[1-i]
		w.Fetch(t, from, p.rand.Int64N(w.Held(t, from.Verifier().Name())+1), from.Size())
	}
}

// play hands in what a story tells, now here, now there, now at both.
func (p *pair) play(t *testing.T, text []byte) {
	t.Helper()
	named, bodies := map[string]act.ID{}, map[string][]byte{}
	for _, one := range tellings(t, text) {
		if one.Refused != "" {
			continue
		}
		if !one.At.IsZero() {
			for _, w := range p.offices { // no two clocks agree
				w.Clock.Set(one.At.Add(time.Duration(p.rand.IntN(60)) * time.Second))
			}
		}
		named[one.Name] = p.handIn(t, p.sign(t, one, named, bodies))
		bodies[one.Name] = one.Body
		for i, w := range p.offices {
			if p.rand.IntN(3) == 0 {
				w.FetchSome(t, p.offices[1-i], p.rand)
			}
		}
	}
	p.exchange(t)
	p.agree(t)
}

func (p *pair) sign(t *testing.T, one telling, named map[string]act.ID, bodies map[string][]byte) string {
	t.Helper()
	w := p.offices[0]
	var prev []act.ID
	for _, name := range one.Seen {
		prev = append(prev, named[name])
	}
	known := map[string]jsontext.Value{}
	for name, body := range bodies {
		known[name] = body
	}
	body := resolved(t, keysOf(t, w, string(one.Body)), named, known)
	subject := act.SubjectID(keysOf(t, w, string(one.Subject)))
	hold(t, one.Who, one.Kind, body, p.offices[:]...)
	return w.SignAfter(t, one.Who, one.Kind, string(subject), seenToo(t, prev, subject, p.offices[0], p.offices[1]), jsontext.Value(body))
}

// handIn submits an act to one office, or to both. One that refuses it for what its own register
// lacks is handed that first, the second at times only. An act about people or the law, which
// names all that was last said about its subject, is handed to both.
func (p *pair) handIn(t *testing.T, text string) (id act.ID) {
	t.Helper()
	p.told = append(p.told, text)
	a, _, err := act.ParseSDJWT(text)
	if err != nil {
		t.Fatal(err)
	}
	taken, both := 0, p.offices[0].Kinds().Governs(a.Subject.Noun())
	for n, i := range p.rand.Perm(2) {
		if n > 0 && taken > 0 && !both && p.rand.IntN(2) == 0 {
			break
		}
		r, err := p.offices[i].Submit(context.Background(), text)
		if err != nil && (taken == 0 || both || p.rand.IntN(2) == 0) {
			r, err = p.bring(i)
		}
		if err == nil {
			id, taken = r.ID, taken+1
		} else if n > 0 && taken == 0 {
			t.Fatalf("an act that the story has taken: %v", err)
		}
	}
	if taken == 2 {
		p.twice++
	}
	return id
}

// bring hands in at an office all that was told, and answers what it says of the last.
func (p *pair) bring(i int) (r answer.Receipt, err error) {
	for _, text := range p.told {
		r, err = p.offices[i].Submit(context.Background(), text)
	}
	return r, err
}

// agree holds that both offices show the same now, and that what each has is what it has when
// it folds everything again.
func (p *pair) agree(t *testing.T) {
	t.Helper()
	a, b := now(t, p.offices[0]), now(t, p.offices[1])
	if len(a) < 10 || !slices.Equal(a, b) {
		t.Errorf("two offices with the same entries show\n%s", difference(a, b))
	}
	for i, w := range p.offices {
		live := rows(t, w)
		found, err := w.Rebuild(context.Background(), func(int64, int64) {})
		if err != nil || found.Against != 0 {
			t.Fatalf("%+v, %v", found, err)
		}
		if idle := idle(t, w); len(idle) > 0 {
			t.Errorf("office %d keeps without effect what the other rightly took: %v", i, idle)
		}
		if again := rows(t, w); !slices.EqualFunc(live, again, sameRow) {
			t.Errorf("office %d: %d rows, and %d when all is folded again", i, len(live), len(again))
		}
	}
}

// idle are the reasons why acts that an office holds have no effect there, by subject.
func idle(t *testing.T, w *officetest.World) map[act.SubjectID]string {
	t.Helper()
	all := map[act.SubjectID]string{}
	err := w.Read(context.Background(), func(r keep.Reader) error {
		registers, err := r.Registers()
		for _, one := range registers {
			err = errors.Join(err, r.Entries(one.Origin, 0, one.Tree.Size(), func(e keep.Entry) error {
				if e.Idle != "" {
					all[e.Subject] = e.Idle
				}
				return nil
			}))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func sameRow(a, b keep.Row) bool {
	return a.Subject == b.Subject && a.KnownFrom.Equal(b.KnownFrom) && a.KnownUntil.Equal(b.KnownUntil) && a.Same(b)
}

// now are the rows that are known now, as text without when they became known.
func now(t *testing.T, w *officetest.World) (all []string) {
	t.Helper()
	err := w.Read(context.Background(), func(r keep.Reader) error {
		return r.Ever("", func(row keep.Row) error {
			if row.KnownUntil.IsZero() {
				row.ID, row.KnownFrom = 0, time.Time{}
				text, err := json.Marshal(row)
				all = append(all, string(text))
				return err
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

func difference(a, b []string) string {
	var lines []string
	for _, row := range a {
		if !slices.Contains(b, row) {
			lines = append(lines, "only the first: "+row)
		}
	}
	for _, row := range b {
		if !slices.Contains(a, row) {
			lines = append(lines, "only the second: "+row)
		}
	}
	return strings.Join(lines, "\n")
}

// The same act in two registers is one act: a hand-over does not break custody, and a report
// has one version.
func TestTwoOffices_an_act_in_both_is_one(t *testing.T) {
	t.Parallel()
	p := newPair(t, rand.New(rand.NewPCG(1, 2)))
	hash := strings.Repeat("9f", 32)
	w := p.offices[0]
	deposited := evidence.EvidenceDeposited{
		Kind: "photo", MediaType: "image/jpeg", Original: hash, Size: 1000, Sealed: strings.Repeat("60", 32), SealedTo: strings.Repeat("61", 32), Working: strings.Repeat("fd", 32), Exercise: true}
	for _, w := range p.offices {
		w.Hold(t, "monitor-1", deposited.Promises()[0])
	}
	acts := []string{
		w.Sign(t, "monitor-1", "observation-filed", "report/1", officetest.Observation()),
		w.Sign(t, "monitor-1", "evidence-deposited", "evidence/"+hash, deposited),
		w.Sign(t, "monitor-1", "custody-transferred", "evidence/"+hash, evidence.CustodyTransferred{
			From: "person/monitor-1", To: "person/custodian-1", At: time.Date(2017, 5, 1, 11, 0, 0, 0, time.UTC), Reason: shape.In("en", "EXERCISE")}),
	}
	for _, text := range acts {
		submit(t, p.offices[1], text)
		if again := submit(t, p.offices[0], text); again.Again {
			t.Error("the second register said that it held the act")
		}
	}
	p.exchange(t)
	p.agree(t)
	for _, w := range p.offices {
		var piece evidence.Evidence
		read(t, current(t, w, act.SubjectID("evidence/"+hash)), &piece)
		var report incident.Report
		read(t, current(t, w, "report/1"), &report)
		if got := current(t, w, act.SubjectID("evidence/"+hash)); got.Status == "custody-broken" || len(piece.Custody) != 1 || report.Versions != 1 {
			t.Errorf("%s, custody %+v, %d versions", got.Status, piece.Custody, report.Versions)
		}
		history, err := w.Reading.History(context.Background(), w.As("auditor-1"), act.SubjectID("evidence/"+hash))
		if err != nil || len(history) != 2 {
			t.Errorf("%d acts are told, %v", len(history), err)
		}
	}
}

// What another office took names a file that is not here. It is kept with its effect, since what that office took is history,
// and readers are told that the file is not held here, until it comes.
func TestTakeForeign_tells_what_is_not_held_here(t *testing.T) {
	t.Parallel()
	p := newPair(t, rand.New(rand.NewPCG(5, 6)))
	there, here := p.offices[0], p.offices[1]
	stored := there.Deposit(t, "note.txt", "text/plain", []byte("EXERCISE. Seen from the roof."))
	subject := act.SubjectID("evidence/" + stored.ID.String())
	p.exchange(t)
	p.agree(t)
	told := func(w *officetest.World) bool {
		t.Helper()
		page, err := w.Reading.List(t.Context(), w.As("auditor-1"), query.Filter{Nouns: []string{evidence.Noun}}, nil, 10)
		if err != nil || len(page.Items) != 1 {
			t.Fatalf("%d pieces, %v", len(page.Items), err)
		}
		one := current(t, w, subject)
		if one.NotHeld != page.Items[0].NotHeld || one.Status != "in-custody" {
			t.Errorf("alone %+v, in a list %+v", one, page.Items[0])
		}
		return one.NotHeld
	}
	if told(there) || !told(here) {
		t.Error("an office that holds the file does not say so, or one that does not hold it does")
	}
	if err := os.CopyFS(filepath.Join(here.Folder, blob.Folder, "blobs"), os.DirFS(filepath.Join(there.Folder, blob.Folder, "blobs"))); err != nil {
		t.Fatal(err)
	}
	if told(here) {
		t.Error("the file came, and is not held")
	}
}

func read(t *testing.T, i answer.Item, state any) {
	t.Helper()
	if err := json.Unmarshal(i.State, state); err != nil {
		t.Fatal(err)
	}
}

// An office knows of an act from the moment on at which it had it first, by its own clock.
func TestTakeForeign_is_known_from_then_on(t *testing.T) {
	t.Parallel()
	p := newPair(t, rand.New(rand.NewPCG(3, 4)))
	p.offices[1].Clock.Set(p.offices[0].Clock.Now().Add(24 * time.Hour))
	submit(t, p.offices[0], p.offices[0].Sign(t, "monitor-1", "observation-filed", "report/1", officetest.Observation()))
	before := p.offices[1].Now()
	p.exchange(t)
	there, here := current(t, p.offices[0], "report/1"), current(t, p.offices[1], "report/1")
	if !here.KnownFrom.After(before) || !there.KnownFrom.Before(before) {
		t.Errorf("known from %s and %s, fetched at %s", there.KnownFrom, here.KnownFrom, before)
	}
	_, err := p.offices[1].Reading.Subject(context.Background(), p.offices[1].As("verifier-1"), "report/1", query.Clocks{Known: before})
	if err == nil {
		t.Error("known before it was fetched")
	}
}

// What another office should not have taken is kept and says why, and so is what rests on it;
// the rest of its register has its effect. It is so as well when the office was closed between.
func TestTakeForeign_keeps_what_should_not_have_been_taken_without_effect(t *testing.T) {
	t.Parallel()
	p := newPair(t, rand.New(rand.NewPCG(7, 8)))
	honest, other := p.offices[0], p.offices[1]
	for _, text := range []string{
		other.Sign(t, "monitor-1", "observation-filed", "report/1", officetest.Observation()),
		other.Sign(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"}),
		other.Sign(t, "secretary", "incident-opened", "incident/2", incident.IncidentOpened{Event: "mortar"}),
	} {
		submit(t, other, text)
	}
	p.exchange(t)
	if err := honest.Close(); err != nil {
		t.Fatal(err)
	}
	honest.Reopen(t)
	clear := incident.ReportWithdrawn{Reason: shape.In("en", "said aloud")}
	forged := []string{
		other.Sign(t, "verifier-1", "report-linked", "incident/1", incident.ReportLinked{Report: "report/1"}),
		other.Sign(t, "monitor-1", "incident-assessed", "incident/2", incident.IncidentAssessed{Status: "possible", Reason: shape.In("en", "It was so.")}),
		other.Sign(t, "verifier-1", "incident-assessed", "incident/1", incident.IncidentAssessed{Status: "possible", Reason: shape.In("en", "I saw it.")}),
		inClear(t, other, "report-embellished", "report/2", clear),
		inClear(t, other, "report-withdrawn", "report/1", clear),
		other.Sign(t, "secretary", "report-linked", "incident/3", incident.ReportLinked{Report: "report/1"}),
		other.Sign(t, "monitor-1", "observation-filed", "report/3", officetest.Observation()),
	}
	takeForged(t, honest, other, forged)
	want := map[act.SubjectID]string{"incident/1": "gatherer-cannot-verify", "incident/2": "not-permitted", "report/2": "kind-unknown",
		"report/1": "slots-wrong", "incident/3": "subject-unknown"}
	if got := idle(t, honest); !maps.Equal(got, want) {
		t.Errorf("without effect are %v, want %v", got, want)
	}
	for subject, status := range map[act.SubjectID]string{"incident/1": "reported", "report/1": "logged", "report/3": "logged"} {
		if got := current(t, honest, subject); got.Status != status {
			t.Errorf("%s is %s, want %s", subject, got.Status, status)
		}
	}
	before := now(t, honest)
	if found, err := honest.Rebuild(t.Context(), func(int64, int64) {}); err != nil || found.Against != 0 {
		t.Errorf("%+v, %v", found, err)
	}
	if after := now(t, honest); !slices.Equal(before, after) {
		t.Errorf("folded again there is\n%s", difference(before, after))
	}
}

// inClear signs as monitor-1 what hides nothing.
func inClear(t *testing.T, w *officetest.World, kind act.Kind, subject act.SubjectID, body any) string {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return w.SignDraft(t, "monitor-1", act.Draft{Issued: w.Clock.Now(), Audience: w.Audience, Kind: kind, Form: act.Form{Rev: 1}, Subject: subject, Body: text})
}

// takeForged has an office fetch acts that the other one's program would not all have taken.
func takeForged(t *testing.T, w, from *officetest.World, texts []string) {
	t.Helper()
	var all []office.Replayed
	for _, text := range texts {
		jws, tail, _ := strings.Cut(text, "~")
		ds, err := act.ParseDisclosures(tail)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, office.Replayed{Entry: register.Entry{Received: from.Clock.Now(), Act: jws}, Hidden: ds})
	}
	if err := w.TakeForeign(t.Context(), from.Key(), from.Size(), all); err != nil {
		t.Fatal(err)
	}
}

// An act rests on its own register alone: what only another one holds it cannot name, nor may
// somebody write who is known there only.
func TestTwoOffices_an_act_rests_on_its_own_register(t *testing.T) {
	t.Parallel()
	p := newPair(t, rand.New(rand.NewPCG(9, 10)))
	first, second := p.offices[0], p.offices[1]
	filed := first.Sign(t, "monitor-1", "observation-filed", "report/1", officetest.Observation())
	submit(t, first, filed)
	first.Enrol(t, "monitor-3", "mission", "monitor")
	second.Keys["monitor-3"] = first.Keys["monitor-3"]
	p.exchange(t)
	refused(t, second, problem.SubjectUnknown, second.Sign(t, "monitor-1", "report-withdrawn", "report/1", incident.ReportWithdrawn{Reason: shape.In("en", "x")}))
	refused(t, second, problem.KeyUnknown, second.Sign(t, "monitor-3", "observation-filed", "report/2", officetest.Observation()))
	submit(t, second, filed)
	submit(t, second, second.Sign(t, "monitor-1", "report-withdrawn", "report/1", incident.ReportWithdrawn{Reason: shape.In("en", "x")}))
	p.exchange(t)
	p.agree(t)
}

func refused(t *testing.T, w *officetest.World, want problem.Key, text string) {
	t.Helper()
	_, err := w.Submit(t.Context(), text)
	if why, is := errors.AsType[*problem.Problem](err); !is || why.Key != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// What would leave a gap is refused, as are the office's own entries; what is here is passed over.
func TestTakeForeign_refuses(t *testing.T) {
	t.Parallel()
	p := newPair(t, rand.New(rand.NewPCG(5, 6)))
	ctx, w := context.Background(), p.offices[0]
	held := w.Held(t, p.offices[1].Verifier().Name())
	if err := w.TakeForeign(ctx, p.offices[1].Key(), held+1, nil); !errors.Is(err, office.ErrGap) {
		t.Errorf("a gap: %v", err)
	}
	if err := w.TakeForeign(ctx, w.Key(), 0, nil); err == nil {
		t.Error("took its own entries")
	}
	before := fmt.Sprint(now(t, w))
	for range 3 {
		p.exchange(t)
	}
	if after := fmt.Sprint(now(t, w)); after != before || w.Held(t, p.offices[1].Verifier().Name()) != held {
		t.Error("what came again changed something")
	}
}

// What rests in a register counts from the earliest act that wakes it, in whichever register and by whichever clock that stands: both
// offices come to the same rows, in whatever order they learn of it, and so does each that folds everything again.
func TestTwoOffices_what_is_woken_counts_alike(t *testing.T) {
	t.Parallel()
	p := newPair(t, rand.New(rand.NewPCG(3, 9)))
	ours, ahead := p.offices[0], p.offices[1]
	both := func(text string) answer.Receipt {
		submit(t, ahead, text)
		return submit(t, ours, text)
	}
	opened := both(ours.Sign(t, "secretary", "incident-opened", "incident/1", incident.IncidentOpened{Event: "mortar"})).ID
	var last answer.Receipt
	for i := range admission.MaxOpenOfOne + 1 {
		last = both(ours.SignAfter(t, "verifier-1", "attribution-made", "incident/1", []act.ID{opened}, incident.AttributionMade{
			Actor: "A" + string(rune('1'+i)), Confidence: "likely", Basis: []string{"eyewitness"}, Reason: shape.In("en", "EXERCISE")}))
	}
	resting := last.ID
	if !last.Rests {
		t.Fatal("it does not rest")
	}
	p.exchange(t)
	wakes := func(w *officetest.World, at time.Time) {
		w.Clock.Set(at)
		asks := incident.AnswerRequested{Party: "TR", Deadline: officetest.Date(6, 8), Question: shape.In("en", "EXERCISE")}
		submit(t, w, w.SignAfter(t, "secretary", "answer-requested", "incident/1", []act.ID{opened, resting}, asks))
	}
	holds := func(on string) {
		t.Helper()
		a, b := now(t, ours), now(t, ahead)
		if !slices.Equal(a, b) {
			t.Errorf("two offices with the same entries show\n%s", difference(a, b))
		}
		for i, w := range p.offices {
			var told incident.Incident
			if read(t, current(t, w, "incident/1"), &told); len(told.Attributions) != admission.MaxOpenOfOne+1 || told.Attributions[admission.MaxOpenOfOne].ReceivedOn != on {
				t.Errorf("office %d: the last counts otherwise than since %s: %+v", i, on, told.Attributions)
			}
			live := rows(t, w)
			if found, err := w.Rebuild(t.Context(), func(int64, int64) {}); err != nil || found.Found() {
				t.Fatalf("%+v, %v", found, err)
			}
			if again := rows(t, w); !slices.EqualFunc(live, again, sameRow) {
				t.Errorf("office %d: it has other rows when all is folded again", i)
			}
		}
	}
	wakes(ahead, officetest.Date(5, 20).Add(12*time.Hour))
	p.exchange(t)
	holds("2017-05-20")
	for range 2 { // so that what is kept of it in memory is from before it is woken again
		submit(t, ours, ours.SignAfter(t, "verifier-1", "incident-assessed", "incident/1", []act.ID{opened}, incident.IncidentAssessed{Status: "under-verification", Reason: shape.In("en", "EXERCISE")}))
	}
	wakes(ours, officetest.Date(5, 4).Add(12*time.Hour)) // whose clock is behind
	p.exchange(t)
	holds("2017-05-04")
}
