package adversary

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/office/officetest"
)

// An older copy whose very head the reader remembers is of the same history, and is told as that: older. It is good
// only for a reader who knows that it is older, because an office that shows it as its register of today withholds.
func TestReader_is_told_that_a_copy_is_older(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	older, here := copyOf(t, w, "secretary"), t.TempDir()
	said, code := truce(t, here, "check", older, "--remember", "memory")
	says(t, said, code, 0, "GOOD")
	w.File(t, 5, 15)
	newer := copyOf(t, w, "secretary")
	said, code = truce(t, here, "check", newer, "--remember", "memory")
	says(t, said, code, 0, "GOOD")
	said, code = truce(t, here, "check", older, "--remember", "memory")
	says(t, said, code, 3, "OLDER", "you remember this very head", "of the history that you have seen", "--older")
	if strings.Contains(said, "UNPROVEN") || strings.Contains(said, "is not as it was signed") {
		t.Errorf("it said %s", said)
	}
	said, code = truce(t, here, "check", older, "--remember", "memory", "--older")
	says(t, said, code, 0, "GOOD", "you remember this very head")
}

// A copy is damaged. What is damaged is said once, by the name of its file, and nobody is blamed for what follows.
func TestReader_is_told_once_what_is_damaged(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 300)
	w.Assess(t)
	honest := copyOf(t, w, "secretary")
	for name, c := range map[string]struct {
		damage func(dir string) error
		words  string
	}{
		"a bundle cut short": {func(dir string) error { return os.Truncate(filepath.Join(dir, "tile/entries/000"), 40_000) },
			"nor are those after it in tile/entries/000, which is damaged or cut short"},
		"a bundle missing": {func(dir string) error { return os.Remove(filepath.Join(dir, "tile/entries/000")) },
			"nor are those after it in tile/entries/000, which is missing"},
		"a tile missing": {func(dir string) error { return os.Remove(filepath.Join(dir, "tile/0/000")) },
			"tile/0/000 (hashes of entries 0 to 255): The hash tile is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(honest)); err != nil {
				t.Fatal(err)
			}
			if err := c.damage(dir); err != nil {
				t.Fatal(err)
			}
			said, code := truce(t, dir, "check", dir)
			says(t, said, code, 3, c.words)
			if n := strings.Count(said, "WRONG"); n != 1 {
				t.Errorf("WRONG is said %d times:\n%s", n, said)
			}
		})
	}
}

// A snapshot of the whole folder, signed heads and all, is put back: the office goes on from there and signs a second
// history. It cannot know; a reader who remembers a head does.
func TestReader_finds_the_fork_of_a_folder_that_was_put_back(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	copyOf(t, w, "secretary") // a head is signed
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	snapshot, here := t.TempDir(), t.TempDir()
	if err := os.CopyFS(snapshot, os.DirFS(w.Folder)); err != nil {
		t.Fatal(err)
	}
	w.Reopen(t)
	w.File(t, 5, 10)
	said, code := truce(t, here, "check", copyOf(t, w, "secretary"), "--remember", "memory")
	says(t, said, code, 0, "GOOD")
	if err := w.Office.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(w.Folder); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(w.Folder, os.DirFS(snapshot)); err != nil {
		t.Fatal(err)
	}
	w.Reopen(t)
	w.File(t, 20, 40)
	said, code = truce(t, here, "check", copyOf(t, w, "secretary"), "--remember", "memory")
	says(t, said, code, 3, "two histories", "PROOF")
}

// A policy that asks for no cosignature makes no head cosigned.
func TestReader_is_not_told_that_nobody_is_enough(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.File(t, 0, 5)
	here, copied := t.TempDir(), copyOf(t, w, "secretary")
	put(t, here, "policy", []byte("log "+w.Key()+"\nquorum none\n"))
	said, code := truce(t, here, "head", "show", copied, "--policy", "policy")
	says(t, said, code, 0, "your policy asks for no cosignature", "only the register vouches for it")
	said, code = truce(t, here, "head", "show", copied, "--policy", "policy", "--max-age", "24h")
	says(t, said, code, 5, "NO AGE", "nobody but the register says how old")
	said, code = truce(t, here, "head", "show", "gone", "--policy", "policy")
	says(t, said, code, 1, "There is no head in gone", "checkpoint")
}

// Who hands in what cannot be taken is told which part of it is wrong, and what it should be; never to send it again.
func TestAuthor_is_told_which_part_is_wrong(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	stranger, err := act.GenerateKey(w.Rand)
	if err != nil {
		t.Fatal(err)
	}
	w.Keys["stranger"] = stranger
	elsewhere := act.RegisterID(strings.Repeat("A", 43))
	sign := func(who string, kind act.Kind, subject act.SubjectID, body string, change func(*act.Draft)) string {
		d, _ := w.Kinds().Complete(act.Draft{Issued: w.Clock.Now(), Audience: w.Audience, Kind: kind, Subject: subject, Body: []byte(body), Expires: w.Clock.Now().AddDate(0, 0, 1)}, "en")
		change(&d)
		return w.SignDraft(t, who, d)
	}
	same := func(*act.Draft) {}
	jws := func(header, payload string) string {
		part := base64.RawURLEncoding.EncodeToString
		return part([]byte(header)) + "." + part([]byte(payload)) + "." + part(make([]byte, 64)) + "~"
	}
	header := `{"alg":"Ed25519","kid":"` + string(stranger.Public().ID()) + `","typ":"` + act.Type + `"}`
	for name, c := range map[string]struct {
		text  string
		key   problem.Key
		words string
	}{
		"an unknown key, for another register": {sign("stranger", "incident-opened", "incident/1", `{"event":"mortar"}`, func(d *act.Draft) { d.Audience = []act.RegisterID{elsewhere} }),
			problem.AudienceOther, "signed for the register " + string(elsewhere) + ". This is the register " + string(w.ID())},
		"a revision of tomorrow": {sign("secretary", "incident-opened", "incident/1", `{"event":"mortar"}`, func(d *act.Draft) { d.Form.Rev = 9 }),
			problem.RevUnknown, "revision 9 of acts of the kind incident-opened. The latest that it knows is 1"},
		"a slot of its own": {sign("secretary", "incident-opened", "incident/1", `{"event":"mortar"}`, func(d *act.Draft) { d.Form.Hides = map[string]string{"title": "zeal"} }),
			problem.SlotsWrong, "It has: zeal. It must have, in this order: narrative"},
		"half an act id": {sign("administrator", "endorsed", "person/monitor-1", `{"act":"07ea2332","answer":"yes"}`, same),
			problem.BodyWrong, "/act cannot be accepted: want text of the form ^[0-9a-f]{64}$"},
		"a word that is none": {sign("secretary", "incident-opened", "incident/1", `{"event":"fireworks"}`, same),
			problem.BodyCodeUnknown, "such as: explosion, burst, shot"},
		"a wrong audience":    {jws(header, `{"iss":"x","aud":["short"],"iat":1,"kind":"incident-opened","rev":1,"sub":"incident/1","body":{}}`), problem.MalformedAct, "cannot be read as a signed act: "},
		"an unknown member":   {jws(header, `{"mat":1}`), problem.MalformedAct, `mat`},
		"an unknown form":     {jws(strings.Replace(header, act.Type, "act+99", 1), `{}`), problem.MalformedAct, `typ "act+99"`},
		"something else":      {"not an act", problem.MalformedAct, "parts instead of header.payload.signature"},
		"an unknown key here": {sign("stranger", "incident-opened", "incident/1", `{"event":"mortar"}`, same), problem.KeyUnknown, "enrol this key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := w.Submit(t.Context(), c.text)
			officetest.WantProblem(t, err, c.key)
			told := problem.From(err)
			if said := told.Sentence() + " " + told.Remedy(); !strings.Contains(said, c.words) || strings.Contains(said, "Send it again") {
				t.Errorf("said: %s", said)
			}
		})
	}
}
