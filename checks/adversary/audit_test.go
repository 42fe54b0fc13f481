package adversary

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/ground/register"
	"truce/judge/admission"
	"truce/judge/bulletin"
	"truce/noun/people"
	"truce/office/bulletins"
	"truce/office/officetest"
)

// publishedDaily has a bulletin published whose figures turn on exact places.
func publishedDaily(t *testing.T, w *officetest.World) {
	t.Helper()
	filed(t, w)
	proposed, err := w.Bulletins.Propose(t.Context(), w.As("secretary"), bulletins.Spec{Spec: bulletin.Spec{Kind: "daily", Date: officetest.Date(5, 7).Format("2006-01-02")}})
	if err != nil {
		t.Fatal(err)
	}
	w.Must(t, "secretary", proposed.Kind, string(proposed.Subject), proposed.Body)
}

// vouched has a key of Turkey's spoken for by Turkey's root, which comes for it.
func vouched(t *testing.T, w *officetest.World, who string) {
	t.Helper()
	w.Root(t, "TR")
	vouchesFor(t, w, "TR", who)
}

// vouchesFor has the root of a party speak for a key.
func vouchesFor(t *testing.T, w *officetest.World, party, who string) {
	t.Helper()
	jwk, err := w.Keys[who].Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	person := act.SubjectID("person/" + who)
	w.Must(t, "root-"+strings.ToLower(party), "key-enrolled", string(people.KeySubject(w.Keys[who].Public().ID())), people.KeyEnrolled{Person: person, Holder: person, Party: party, Key: jwk})
}

// sizeOf is how many entries the head of a copy has.
func sizeOf(t *testing.T, dir string) int64 {
	t.Helper()
	head, err := register.PeekHead(read(t, dir, register.HeadPath))
	if err != nil {
		t.Fatal(err)
	}
	return head.Size
}

// headOf is what somebody would say of the register as it is.
func headOf(t *testing.T, w *officetest.World) people.HeadChecked {
	t.Helper()
	signed, err := w.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	head, err := register.PeekHead(signed)
	if err != nil {
		t.Fatal(err)
	}
	return people.HeadChecked{Size: head.Size, Root: head.Root.String(), Admission: admission.Number, Rules: bulletin.Rules, Acts: head.Size}
}

// A reader to whom members are withheld cannot check all. Two sides who hold them check it from their own copies and say so;
// the reader is told who did, and for which head, and before that nobody did.
func TestAudit_tells_who_checked_what_a_reader_cannot(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	publishedDaily(t, w)
	vouched(t, w, "liaison-tr")
	said, code := truce(t, t.TempDir(), "check", copyOf(t, w, "auditor-1"))
	says(t, said, code, 0, "Not reckoned here:", "nobody says that what is not checked or reckoned here was checked elsewhere")
	held, keys := map[string]string{}, map[string]string{}
	for _, who := range []string{"secretary", "liaison-tr"} {
		held[who], keys[who] = restrictedOf(t, w, who), keyFile(t, w, who)
	}
	reach := map[string]int64{"secretary": sizeOf(t, held["secretary"]), "liaison-tr": sizeOf(t, held["liaison-tr"])}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	say := func(who string) {
		t.Helper()
		said, code := truce(t, t.TempDir(), "check", held[who], "--say", "--data", w.Folder, "--confirm-clock", "--key", keys[who])
		says(t, said, code, 0, "GOOD", "head-checked office/")
	}
	say("secretary")
	w.Reopen(t)
	said, code = truce(t, t.TempDir(), "check", copyOf(t, w, "auditor-1"))
	says(t, said, code, 0, fmt.Sprintf("Audited   for mission, the first %d entries", reach["secretary"]), "nothing wrong was found", "exact-place",
		"mission says to have checked: it is its word, signed, and no other side's")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	say("liaison-tr")
	w.Reopen(t)
	said, code = truce(t, t.TempDir(), "check", copyOf(t, w, "auditor-1"))
	says(t, said, code, 0, fmt.Sprintf("Audited   for TR, the first %d entries", reach["liaison-tr"]), "TR and mission say to have checked: it is their word, signed")
}

// Whoever may not copy the register has checked no copy, and nobody checked what he may not read.
func TestAudit_without_the_right_is_refused(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 1)
	b := headOf(t, w)
	_, err := w.Do(t, "monitor-1", "head-checked", officeOf(w), b)
	officetest.WantProblem(t, err, problem.NotPermitted)
	for who, class := range map[string]string{"auditor-1": "exact-place", "liaison-tr": "staff", "secretary": "source"} {
		b.Classes = []string{class}
		_, err = w.Do(t, who, "head-checked", officeOf(w), b)
		officetest.WantProblem(t, err, problem.ClassNotRead)
	}
}

// No program can tell whether somebody did check. What is false of the head every copy tells, and what is false of the
// acts whoever checks them tells: the word of an auditor takes away nothing that a reader finds.
func TestAudit_a_false_word_covers_nothing_and_stays_signed(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	publishedDaily(t, w)
	another, ahead, newer, made := headOf(t, w), headOf(t, w), headOf(t, w), headOf(t, w)
	another.Root = strings.Repeat("A", 43) + "="
	ahead.Size += 1000
	newer.Admission += 1000
	made.Rules += 1000
	for key, b := range map[problem.Key]people.HeadChecked{problem.HeadRootOther: another, problem.HeadBeyond: ahead, problem.RulesUnknownHere: newer} {
		_, err := w.Do(t, "liaison-tr", "head-checked", officeOf(w), b)
		officetest.WantProblem(t, err, key)
	}
	_, err := w.Do(t, "liaison-tr", "head-checked", officeOf(w), made)
	officetest.WantProblem(t, err, problem.RulesUnknownHere)

	// The owner writes them in nevertheless: one is a word about another history, one about more than there was.
	h := historyOf(t, w).with(t, w.Sign(t, "liaison-tr", "head-checked", officeOf(w), another))
	said, code := truce(t, t.TempDir(), "check", h.publish(t, w, ""))
	says(t, said, code, 0, "GOOD", "BUT TR said on 2017-05-08", "to hold another history of this register", "truce head compare", "for TR,", "ANOTHER HISTORY", "nobody says that what is not checked")
	said, code = truce(t, t.TempDir(), "check", h.with(t, w.Sign(t, "secretary", "head-checked", officeOf(w), ahead)).publish(t, w, ""))
	says(t, said, code, 3, "WRONG", "nobody can have checked more")

	// The owner writes in what a monitor may not say, and has somebody say that all is well.
	h = historyOf(t, w).with(t, w.Sign(t, "monitor-1", "organisation-registered", "organisation/forged", people.OrganisationRegistered{Name: "Forged"}))
	h = h.with(t, w.Sign(t, "liaison-tr", "head-checked", officeOf(w), headOf(t, w)))
	said, code = truce(t, t.TempDir(), "check", h.publish(t, w, ""))
	says(t, said, code, 3, "Audited   for TR, by a key for which the mission alone vouched", "WRONG", "nothing wrong was found")
	if strings.Contains(said, "TR says to have checked") {
		t.Error("the mission's own key is taken for another side's")
	}
}

// Who had no more than a reader has checked no more, whatever he says; and no word speaks of more than a head can hold.
func TestAudit_by_who_had_no_more_covers_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	publishedDaily(t, w)
	vouched(t, w, "liaison-tr")
	for _, who := range []string{"liaison-tr", "secretary"} { // without any class, and nothing left open
		w.Must(t, who, "head-checked", officeOf(w), headOf(t, w))
	}
	said, code := truce(t, t.TempDir(), "check", copyOf(t, w, "auditor-1"))
	says(t, said, code, 0, "Audited   for TR", "Audited   for mission", "nobody says that what is not checked or reckoned here was checked elsewhere")
	for _, spoil := range []func(*people.HeadChecked){
		func(b *people.HeadChecked) { b.Acts = b.Size + 1 },
		func(b *people.HeadChecked) { b.Open = b.Figures + 1 },
		func(b *people.HeadChecked) { b.Wrong, b.Entries = 1, []int64{b.Size} },
	} {
		b := headOf(t, w)
		spoil(&b)
		_, err := w.Do(t, "liaison-tr", "head-checked", officeOf(w), b)
		officetest.WantProblem(t, err, problem.BodyWrong)
	}
}

// Whoever found differences cannot have them forgotten by a later word, nor by one about an older head.
func TestAudit_a_later_word_hides_no_earlier_one(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	small := headOf(t, w)
	w.File(t, 0, 3)
	large := headOf(t, w)
	differs := large
	differs.Wrong, differs.Entries = 1, []int64{large.Size - 1}
	for _, b := range []people.HeadChecked{differs, large, small} {
		w.Must(t, "secretary", "head-checked", officeOf(w), b)
	}
	said, code := truce(t, t.TempDir(), "check", copyOf(t, w, "auditor-1"))
	says(t, said, code, 0, fmt.Sprintf("1 difference found, entry %d", large.Size-1), fmt.Sprintf("for mission, the first %d entries, on", large.Size), "nothing wrong was found")
	if strings.Contains(said, fmt.Sprintf("the first %d entries, on", small.Size)) {
		t.Errorf("a word about an older head is told beside the later one:\n%s", said)
	}
}

// Broken: a key said again and again that it found something wrong, and each word was kept, and written anew with whatever was said about the
// office: after 600 an act took half a second. Of one key the last word and the worst are told; the history has all.
func TestAudit_one_key_says_no_more_than_is_told_of_it(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 3)
	b := headOf(t, w)
	said := func(wrong int64) {
		b.Wrong, b.Entries = wrong, nil
		for i := range wrong {
			b.Entries = append(b.Entries, b.Size-1-i)
		}
		w.Must(t, "secretary", "head-checked", officeOf(w), b)
	}
	said(4)
	size := 0
	for i := range 40 {
		if said(1 + int64(i%3)); i == 0 {
			size = len(status(t, w, officeOf(w)))
		}
	}
	if grown := len(status(t, w, officeOf(w))) - size; grown > 200 {
		t.Errorf("forty words of one key are kept: %d bytes more", grown)
	}
	all := decoded[people.Office](t, w, officeOf(w)).Audits
	if len(all) != 2 || all[0].Said.Wrong != 4 || all[1].Said.Wrong != 1 {
		t.Errorf("the worst and the last are not what is told: %+v", all)
	}
	told, code := truce(t, t.TempDir(), "check", copyOf(t, w, "auditor-1"))
	says(t, told, code, 0, "4 differences found", "1 difference found")
	unaltered(t, w)
}

// Damage of one's own copy is nothing to say of the register.
func TestAudit_of_a_damaged_copy_says_nothing(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 3)
	dir, key := copyOf(t, w, "secretary"), keyFile(t, w, "secretary")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "tile", "entries", "000.p", "*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)/2] ^= 1
	if err := os.WriteFile(files[0], text, 0o600); err != nil {
		t.Fatal(err)
	}
	said, code := truce(t, t.TempDir(), "check", dir, "--say", "--data", w.Folder, "--confirm-clock", "--key", key)
	says(t, said, code, 3, "WRONG", "Nothing was said in the office")
	saidNothing(t, said)
}

// What nobody released is a fault of the copy, and nothing to say of the register.
func TestAudit_of_a_copy_that_nobody_released_says_nothing(t *testing.T) {
	t.Parallel()
	w, _, _ := told(t)
	dir, key := t.TempDir(), keyFile(t, w, "secretary")
	if err := os.CopyFS(dir, os.DirFS(restrictedOf(t, w, "secretary"))); err != nil {
		t.Fatal(err)
	}
	claim(t, dir, "")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	said, code := truce(t, t.TempDir(), "check", dir, "--say", "--data", w.Folder, "--confirm-clock", "--key", key)
	says(t, said, code, 3, "WRONG     export.json", "Nothing was said in the office")
}

// What a copy holds was given to one person. Another who got hold of it says nothing by it in the name of a side that was
// given none of that.
func TestAudit_of_anothers_copy_is_not_said(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	vouched(t, w, "liaison-tr")
	dir, key := restrictedOf(t, w, "liaison-tr"), keyFile(t, w, "secretary")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	said, code := truce(t, t.TempDir(), "check", dir, "--say", "--data", w.Folder, "--confirm-clock", "--key", key)
	says(t, said, code, 1, "GOOD", "Nothing was said in the office", "was made for person/liaison-tr")
	saidNothing(t, said)
}

// A head that too few cosigned, as the reader asks, is no head of which all is well; and of a copy that is not there
// nothing is said, and that is told.
func TestAudit_of_a_head_that_is_not_cosigned_says_nothing(t *testing.T) {
	t.Parallel()
	w, all := officetest.New(t), guarantors(t)
	policy, dir, key := twoOf(t, w, all), copyOf(t, w, "secretary"), keyFile(t, w, "secretary")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	to := []string{"--say", "--data", w.Folder, "--confirm-clock", "--key", key}
	said, code := truce(t, t.TempDir(), append([]string{"check", dir, "--policy", policy}, to...)...)
	says(t, said, code, 5, "NOT YET", "Nothing was said in the office")
	saidNothing(t, said)
	said, code = truce(t, t.TempDir(), append([]string{"check", filepath.Join(dir, "nowhere")}, to...)...)
	says(t, said, code, 1, "There is no copy in", "Nothing was said in the office")
	saidNothing(t, said)
}

func saidNothing(t *testing.T, said string) {
	t.Helper()
	if strings.Contains(said, "head-checked office/") {
		t.Errorf("it was said:\n%s", said)
	}
}
