package copies_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-json-experiment/json"

	"truce/door/copies"
	"truce/ground/act"
	"truce/ground/register"
	"truce/ground/shape"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
)

func TestSoundCopies(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 300)
	w.Releases(t, "liaison-tr")
	for who, c := range map[string]struct {
		disclosed bool // beyond names of staff
		evidence  int
	}{
		"auditor-1": {false, 0}, "secretary": {true, 1}, "liaison-tr": {true, 1},
	} {
		t.Run("made for "+who, func(t *testing.T) {
			t.Parallel()
			r := check(t, w.copied(t, who), copies.CheckOptions{})
			if !r.OK() || r.Acts != w.Size() || r.Head.Size != w.Size() || r.From.IsZero() || !r.Until.After(r.From) {
				t.Errorf("got %+v", r)
			}
			if (r.Disclosed > 600) != c.disclosed || r.Evidence.Named != 2 || r.Evidence.Present != c.evidence {
				t.Errorf("%d disclosures, evidence %+v", r.Disclosed, r.Evidence)
			}
			if r.KeyFrom != copies.KeyOfCopy || !strings.Contains(r.KeyWords(), w.Key()) {
				t.Errorf("the key: %s", r.KeyWords())
			}
		})
	}
	t.Run("without what goes beside it, by the key in its first entry", func(t *testing.T) {
		t.Parallel()
		files := w.copied(t, "secretary")
		delete(files, "register.pub")
		r, err := copies.Check(t.Context(), register.Folder(files), copies.CheckOptions{}, nil)
		if err != nil || !r.OK() || r.Disclosed != 0 || r.Evidence.Looked || r.Key != w.Key() {
			t.Errorf("got %+v, %v", r, err)
		}
	})
	t.Run("with another key it is not checked", func(t *testing.T) {
		t.Parallel()
		files := w.copied(t, "secretary")
		_, other, err := register.GenerateKey(seeded(7), "test.exercise.truce")
		if err != nil {
			t.Fatal(err)
		}
		_, err = copies.Check(t.Context(), register.Folder(files), copies.CheckOptions{Key: other}, nil)
		if !errors.Is(err, copies.ErrKeyWrong) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("without a head there is no copy", func(t *testing.T) {
		t.Parallel()
		files := w.copied(t, "secretary")
		delete(files, "checkpoint")
		_, err := copies.Check(t.Context(), register.Folder(files), copies.CheckOptions{}, nil)
		if !errors.Is(err, copies.ErrNoCopy) {
			t.Errorf("got %v", err)
		}
	})
}

// TestTampering spoils the entries of an exported folder, without the register's key.
func TestTampering(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 300)
	files, h := w.copied(t, "secretary"), w.history(t)
	last := int64(len(h) - 1)
	for _, index := range []int64{0, 5, 255, 256, last} {
		for place, at := range map[string]func(e []byte) int{
			"received time": func([]byte) int { return 18 },
			"header":        func([]byte) int { return 40 },
			"payload":       func(e []byte) int { return bytes.IndexByte(e, '.') + len(e)/2 },
			"signature":     func(e []byte) int { return len(e) - 10 },
		} {
			t.Run(fmt.Sprintf("entry %d, a byte of the %s", index, place), func(t *testing.T) {
				t.Parallel()
				spoilt := slices.Clone(h)
				spoilt[index] = flipped(spoilt[index], at(spoilt[index]))
				r := check(t, spoilt.bundles(files), copies.CheckOptions{})
				found(t, r, index, "")
			})
		}
	}
	for name, c := range map[string]struct {
		change func(h history) history
		index  int64
		words  string
	}{
		"an entry is dropped": {func(h history) history { return append(slices.Delete(slices.Clone(h), 100, 101), h[100]) }, 100, "removed"},
		"two are swapped":     {func(h history) history { s := slices.Clone(h); s[40], s[41] = s[41], s[40]; return s }, 40, "reordered"},
		"one is replaced":     {func(h history) history { s := slices.Clone(h); s[70] = s[69]; return s }, 70, "not the one"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := check(t, c.change(h).bundles(files), copies.CheckOptions{})
			found(t, r, c.index, c.words)
		})
	}
	t.Run("an act names its entry, id and subject", func(t *testing.T) {
		t.Parallel()
		spoilt := slices.Clone(h)
		spoilt[60] = flipped(spoilt[60], len(spoilt[60])-10)
		f := found(t, check(t, spoilt.bundles(files), copies.CheckOptions{}), 60, "signature")
		if a := parsed(t, h[60]); f.Act != a.ID || f.Subject != a.Subject {
			t.Errorf("named %v, want %s about %s", f, a.ID, a.Subject)
		}
	})
	t.Run("findings are counted all and listed first", func(t *testing.T) {
		t.Parallel()
		spoilt := slices.Clone(h)
		for i := 50; i < 90; i++ {
			spoilt[i] = flipped(spoilt[i], len(spoilt[i])-10)
		}
		r := check(t, spoilt.bundles(files), copies.CheckOptions{MaxListed: 3})
		if r.Bad != 40 || len(r.Findings) != 3 || r.Findings[2].First != 52 {
			t.Errorf("%d found, listed %v", r.Bad, r.Findings)
		}
	})
}

// TestResigned has the owner of the server sign a register that no office would have
// made. All hashes and the head are right; only the acts tell.
func TestResigned(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 60)
	w.Enrol(t, "lost", "mission", "monitor")
	lost, _ := enrolment(t, "lost", w.Keys["lost"])
	w.Must(t, "administrator", "key-revoked", lost, people.KeyRevoked{Reason: shape.In("en", "lost")})
	files, h := w.copied(t, "secretary"), w.history(t)
	stranger, err := act.GenerateKey(seeded(3))
	if err != nil {
		t.Fatal(err)
	}
	w.Keys["stranger"] = stranger
	end := int64(len(h))
	sign := func(t *testing.T, who string, kind act.Kind, subject string, body any) string {
		return w.Sign(t, who, kind, subject, body)
	}
	filed := func(t *testing.T, who string) string {
		return sign(t, who, "observation-filed", "report/forged", officetest.Observation())
	}
	add := func(who func(t *testing.T) string) func(t *testing.T) (history, int64) {
		return func(t *testing.T) (history, int64) { return append(slices.Clone(h), h.entry(t, who(t))), end }
	}
	withdrawn := incident.ReportWithdrawn{Reason: shape.In("en", "x")}
	strangerKey, strangerEnrolled := enrolment(t, "monitor-1", stranger)
	cases := map[string]struct {
		forge func(t *testing.T) (history, int64)
		words string
	}{
		"a key that was never enrolled": {add(func(t *testing.T) string { return filed(t, "stranger") }), "never enrolled"},
		"a key that was revoked":        {add(func(t *testing.T) string { return filed(t, "lost") }), "revoked before"},
		"a key enrolled by a monitor": {func(t *testing.T) (history, int64) {
			forged := append(slices.Clone(h), h.entry(t, sign(t, "monitor-1", "key-enrolled", strangerKey, strangerEnrolled)))
			return append(forged, forged.entry(t, filed(t, "stranger"))), end
		}, "no right"},
		"a role that somebody gave themselves": {add(func(t *testing.T) string {
			return sign(t, "monitor-1", "role-granted", "person/monitor-1", people.RoleGranted{Role: "administrator"})
		}), "no right"},
		"an enrolment whose signature is not the administrator's": {func(t *testing.T) (history, int64) {
			text := sign(t, "administrator", "key-enrolled", strangerKey, strangerEnrolled)
			forged := append(slices.Clone(h), h.entry(t, flippedSignature(text)))
			return append(forged, forged.entry(t, filed(t, "stranger"))), end
		}, "signature"},
		"an act in the name of another": {add(func(t *testing.T) string { return flippedSignature(filed(t, "monitor-1")) }), "signature"},
		"a prev that is not there": {add(func(t *testing.T) string {
			return w.SignAfter(t, "monitor-1", "report-withdrawn", "report/1", []act.ID{{1, 2, 3}}, withdrawn)
		}), "is no act about report/1"},
		"a prev about something else": {add(func(t *testing.T) string {
			other := parsed(t, h[len(h)-1]).ID
			return w.SignAfter(t, "monitor-1", "report-withdrawn", "report/1", []act.ID{other}, withdrawn)
		}), "is no act about report/1"},
		"an act that is there already": {func(t *testing.T) (history, int64) {
			old := parse(t, h[50])
			return append(slices.Clone(h), h.entry(t, old.Act)), end
		}, "same act as entry 50"},
		"a back-dated entry": {func(t *testing.T) (history, int64) {
			forged := slices.Clone(h)
			e := parse(t, h[45])
			forged[45] = encode(t, e.Received.Add(-10*time.Minute), e.Act)
			return forged, 45
		}, "before the entry ahead of it"},
		"a kind about the wrong subject": {add(func(t *testing.T) string {
			return sign(t, "monitor-1", "report-withdrawn", "incident/1", withdrawn)
		}), "can't be about"},
		"a body of another shape": {add(func(t *testing.T) string {
			return sign(t, "secretary", "incident-opened", "incident/2", map[string]any{"event": strings.Repeat("thunder", 100), "precision": 7})
		}), "shape"},
		"a body beside withheld members": {add(func(t *testing.T) string {
			return sign(t, "verifier-1", "incident-assessed", "incident/1", map[string]any{"reason": shape.In("en", "x")})
		}), "status"},
		"a body with a secret in the clear": {add(func(t *testing.T) string {
			return unslotted(t, w, "report-withdrawn", "report/1", withdrawn)
		}), "slots are not those"},
		"another founding act": {func(t *testing.T) (history, int64) { return h[1:], 0 }, "found its office"},
		"an entry that is no act": {func(t *testing.T) (history, int64) {
			return append(slices.Clone(h), h.entry(t, "YQ.YQ.YQ")), end
		}, "can't be read as an act"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			forged, index := c.forge(t)
			r := check(t, forged.signed(t, w, files), copies.CheckOptions{})
			found(t, r, index, c.words)
			if c := int64(len(forged)) - 1 - index; index > 0 && index == end && r.Bad != 1+c {
				t.Errorf("%d found, the forged acts are %d: %v", r.Bad, 1+c, r.Findings)
			}
		})
	}
	t.Run("a founding act for another register", func(t *testing.T) {
		other := newWorld(t, 1)
		r := check(t, other.history(t).signed(t, w, files), copies.CheckOptions{})
		found(t, r, 0, "another register")
	})
}

// unslotted signs as monitor-1 what hides nothing, whatever its kind asks for.
func unslotted(t *testing.T, w *world, kind act.Kind, subject act.SubjectID, body any, edit ...func(*act.Draft)) string {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	d := act.Draft{Issued: w.Clock.Now(), Audience: w.Audience, Kind: kind, Form: act.Form{Rev: 1}, Subject: subject, Body: text}
	for _, e := range edit {
		e(&d)
	}
	return w.SignDraft(t, "monitor-1", d)
}

// What only a later program knows is no fault, and no effect: it is counted, and nothing is said
// of it. Its signature is checked as far as this program knows the algorithm.
func TestUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 50)
	files, h := w.copied(t, "secretary"), w.history(t)
	later := func(sdjwt, old, replacement string) string { // a format of later, by somebody's hand
		jws, _, _ := strings.Cut(sdjwt, "~")
		head, rest, _ := strings.Cut(jws, ".")
		text, err := base64.RawURLEncoding.DecodeString(head)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(text), old, replacement, 1))) + "." + rest + "~"
	}
	withdrawn := incident.ReportWithdrawn{Reason: shape.In("en", "x")}
	good := w.Sign(t, "monitor-1", "observation-filed", "report/later", officetest.Observation())
	for name, text := range map[string]string{
		"a kind":       unslotted(t, w, "report-embellished", "report/1", withdrawn),
		"a revision":   unslotted(t, w, "report-withdrawn", "report/1", withdrawn, func(d *act.Draft) { d.Form.Rev = 2 }),
		"a format":     later(good, "truce-act.1", "truce-act.2"),
		"an algorithm": later(good, "Ed25519", "ML-DSA-44"),
	} {
		t.Run(name, func(t *testing.T) {
			r := check(t, append(slices.Clone(h), h.entry(t, text)).signed(t, w, files), copies.CheckOptions{})
			if !r.OK() || r.Unknown() != 1 || len(r.Beyond.First) != 1 || r.Beyond.First[0] != int64(len(h)) {
				t.Errorf("%v, not known %+v", r.Findings, r.Beyond)
			}
		})
	}
	t.Run("a kind, with a signature that does not fit", func(t *testing.T) {
		forged := append(slices.Clone(h), h.entry(t, flippedSignature(unslotted(t, w, "report-embellished", "report/1", withdrawn))))
		found(t, check(t, forged.signed(t, w, files), copies.CheckOptions{}), int64(len(h)), "signature")
	})
}

// What a copy withholds is counted, by kind and class, and is no fault.
func TestWithheld(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 20)
	r := check(t, w.copied(t, "liaison-ru"), copies.CheckOptions{})
	if n := r.Withheld["observation-filed"]; !r.OK() || n["source"] < 20 || n["narrative"] != 0 || r.Withheld.Classes()["source"] < n["source"] {
		t.Errorf("%v, withheld %v", r.Findings, r.Withheld)
	}
}

func TestDisclosures(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 300)
	files, h := w.copied(t, "secretary"), w.history(t)
	subjectAt := func(index int64) act.Act { return parsed(t, h[index]) }
	lines := strings.SplitAfter(string(files["hidden/0.jsonl"].Data), "\n")
	line := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, subjectAt(77).ID.String()) })
	change := func(name, content string) fstest.MapFS {
		spoilt := fstest.MapFS{}
		for n, f := range files {
			spoilt[n] = f
		}
		spoilt[name] = &fstest.MapFile{Data: []byte(content)}
		return spoilt
	}
	replaced := func(l string) string {
		s := slices.Clone(lines)
		s[line] = l
		return strings.Join(s, "")
	}
	t.Run("one character altered", func(t *testing.T) {
		t.Parallel()
		at := strings.Index(lines[line], `disclosures":["`) + 60
		f := found(t, check(t, change("hidden/0.jsonl", replaced(string(flipped([]byte(lines[line]), at)))), copies.CheckOptions{}), 77, "disclosure beside it")
		if f.Path != "hidden/0.jsonl" || f.Act != subjectAt(77).ID {
			t.Errorf("named %v in %s", f, f.Path)
		}
	})
	t.Run("those of another act", func(t *testing.T) {
		t.Parallel()
		other := strings.Replace(lines[line+1], subjectAt(78).ID.String(), subjectAt(77).ID.String(), 1)
		found(t, check(t, change("hidden/0.jsonl", replaced(other)), copies.CheckOptions{}), 77, "belongs to another act")
	})
	t.Run("the same twice", func(t *testing.T) {
		t.Parallel()
		found(t, check(t, change("hidden/0.jsonl", replaced(lines[line]+lines[line])), copies.CheckOptions{}), 77, "disclosed twice")
	})
	withheld := `{"act":"` + subjectAt(77).ID.String() + `","withheld":["exact-place","narrative","party","source"]}` + "\n"
	t.Run("withheld is no fault", func(t *testing.T) {
		t.Parallel()
		r := check(t, change("hidden/0.jsonl", replaced(withheld)), copies.CheckOptions{})
		if !r.OK() {
			t.Errorf("found %v", r.Findings)
		}
	})
	t.Run("taken out in silence is one", func(t *testing.T) {
		t.Parallel()
		found(t, check(t, change("hidden/0.jsonl", replaced("")), copies.CheckOptions{}), 77, "taken out of the copy")
	})
	for name, l := range map[string]string{"a line that is no line": "{\n", "an act that is not there": `{"act":"` + strings.Repeat("ab", 32) + `","disclosures":[]}` + "\n"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := check(t, change("hidden/0.jsonl", replaced(withheld+l)), copies.CheckOptions{})
			if len(r.Findings) != 1 || r.Findings[0].Path != "hidden/0.jsonl" || r.Findings[0].First != 0 || r.Findings[0].Last != 255 {
				t.Errorf("found %v", r.Findings)
			}
		})
	}
}
