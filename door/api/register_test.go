package api_test

import (
	"compress/gzip"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"truce/door/api"
	"truce/ground/act"
	"truce/ground/register"
)

func TestRegister(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	many(t, w, 0, 600) // two full tiles and a partial one
	w.nextDay()
	t.Run("a copy read over HTTP checks", func(t *testing.T) {
		report, err := register.Check(t.Context(), w.client(t, "auditor-1").Register(), register.Options{Verifier: w.Verifier()})
		if err != nil || report.Problem != nil || report.Head.Size != w.Size() || len(report.Duplicates) > 0 {
			t.Fatalf("got %+v, %v", report, err)
		}
	})
	t.Run("whoever may not copy it reads heads and hashes, not entries", func(t *testing.T) {
		for who, status := range map[string]int{"": 401, "monitor-1": 403, "liaison-tr": 200, "auditor-1": 200, "secretary": 200} {
			w.get(t, who, "/register/tile/entries/000").wants(t, status)
			w.get(t, who, "/register/hidden").wants(t, status)
			w.get(t, who, "/register/tile/0/000").wants(t, ok)
			w.get(t, who, "/register/checkpoint").wants(t, ok)
		}
		w.get(t, "monitor-1", "/register/tile/entries/000").refuses(t, 403, "not-permitted")
		w.get(t, "", "/register/hidden").refuses(t, 401, "unauthenticated")
	})
	t.Run("what no head covers is not there", func(t *testing.T) {
		for _, path := range []string{"tile/0/001.p/0", "tile/0/002", "tile/0/003", "tile/1/000", "tile/1/000.p/3", "tile/2/000.p/1",
			"tile/0/0", "tile/0/x000/000", "tile/9/000", "tile/0/000.p/256", "tile/data/000", "tile/entries/002", "tile/entries/003.p/1"} {
			w.get(t, "auditor-1", "/register/"+path).refuses(t, 404, "not-found")
		}
		if _, err := w.client(t, "").Register().Read(t.Context(), "tile/0/009"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v", err)
		}
		for _, path := range []string{"tile/0/000", "tile/0/000.p/7", "tile/0/001", "tile/0/002.p/5", "tile/1/000.p/2"} {
			w.get(t, "", "/register/"+path).wants(t, ok)
		}
	})
	t.Run("full tiles are kept for ever, heads and entries are not", func(t *testing.T) {
		for path, want := range map[string]string{
			"tile/0/000": "public, max-age=31536000, immutable", "tile/0/000.p/7": "no-store",
			"checkpoint": "no-cache", "tile/entries/000": "no-store", "hidden": "no-store"} {
			if got := w.get(t, "auditor-1", "/register/"+path).Header.Get("Cache-Control"); got != want {
				t.Errorf("%s: got %q", path, got)
			}
		}
	})
	t.Run("bundles are packed for whoever unpacks them", func(t *testing.T) {
		plain := w.get(t, "auditor-1", "/register/tile/entries/000", "Accept-Encoding", "identity")
		packed := w.get(t, "auditor-1", "/register/tile/entries/000", "Accept-Encoding", "br, gzip;q=0.5")
		unpacker, err := gzip.NewReader(strings.NewReader(packed.body))
		if err != nil {
			t.Fatal(err)
		}
		unpacked, err := io.ReadAll(unpacker)
		if err != nil || string(unpacked) != plain.body || packed.Header.Get("Content-Encoding") != "gzip" {
			t.Fatalf("%d bytes unpacked, %d plain, %v", len(unpacked), len(plain.body), err)
		}
	})
	t.Run("the key is told", func(t *testing.T) {
		if key, err := w.client(t, "").Key(t.Context()); err != nil || key != w.Key() {
			t.Errorf("got %q, %v", key, err)
		}
	})
}

func TestReceipt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	filed := w.Must(t, "monitor-1", "observation-filed", "report/1", observation(t, w))
	proof, entry, err := w.client(t, "monitor-1").Receipt(t.Context(), filed.ID)
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := register.ParseReceipt(proof)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := register.ParsePolicy([]byte("log " + w.Key() + "\nquorum none\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := receipt.Check(register.LeafHash(entry), policy); err != nil {
		t.Fatal(err)
	}
	entry[20] ^= 1
	if _, err := receipt.Check(register.LeafHash(entry), policy); err == nil {
		t.Fatal("another entry passes too")
	}
	w.get(t, "verifier-1", "/api/acts/"+strings.Repeat("1", 64)+"/receipt").refuses(t, 404, "not-found")
}

func TestHidden(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	filed := w.Must(t, "monitor-1", "observation-filed", "report/1", observation(t, w))
	names := func(who string, release act.ID, from, to int64) map[act.ID][]string {
		found := map[act.ID][]string{}
		for h, err := range w.client(t, who).Hidden(t.Context(), release, from, to) {
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range h.Disclosures {
				d, err := act.ParseDisclosure(text)
				if err != nil {
					t.Fatal(err)
				}
				found[h.Act] = append(found[h.Act], d.Members()...)
			}
		}
		return found
	}
	for who, want := range map[string]string{"secretary": "place observer narrative note", "liaison-tr": "place observer narrative", "auditor-1": "note"} {
		if got := strings.Join(names(who, w.Releases(t, who), 0, w.Size())[filed.ID], " "); got != want {
			t.Errorf("%s is handed %q, want %q", who, got, want)
		}
	}
	if got := names("secretary", act.ID{}, filed.Index, filed.Index+1)[filed.ID]; !slices.Equal(got, []string{"note"}) {
		t.Errorf("the secretary is handed %q, which nobody released", got)
	}
	if got := names("secretary", act.ID{}, filed.Index+1, w.Size()); len(got) != 0 {
		t.Errorf("got %v from behind the end", got)
	}
	w.get(t, "secretary", "/register/hidden?from=x").refuses(t, 400, "filter-wrong")
	w.get(t, "secretary", "/register/hidden?to=-1").refuses(t, 400, "filter-wrong")
}

// cosigner draws the key of somebody who signs heads of others.
func cosigner(t testing.TB, name string) (note.Signer, note.Verifier, string) {
	t.Helper()
	skey, vkey, err := register.GenerateCosignerKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := register.NewCosignatureSigner(skey, func() time.Time { return at(13, 0, 0) })
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := register.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return signer, verifier, vkey
}

// cosignedBy is the policy that one cosigner is enough.
func cosignedBy(t testing.TB, vkey string) *register.Policy {
	t.Helper()
	policy, err := register.ParsePolicy([]byte("witness one " + vkey + "\nquorum one\n"))
	if err != nil {
		t.Fatal(err)
	}
	return &policy
}

// cosigned is the head with one more signature.
func cosigned(t testing.TB, head string, origin note.Verifier, by note.Signer) string {
	t.Helper()
	opened, err := note.Open([]byte(head), note.VerifierList(origin))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(opened, by)
	if err != nil {
		t.Fatal(err)
	}
	return string(signed)
}

func TestCosignatures(t *testing.T) {
	t.Parallel()
	send := func(t *testing.T, w *world, head string) reply {
		t.Helper()
		return w.ask(t, "", http.MethodPost, "/register/cosignatures", head, "Content-Type", "text/plain")
	}
	t.Run("of configured cosigners are kept and shown", func(t *testing.T) {
		t.Parallel()
		signer, verifier, vkey := cosigner(t, "ru.exercise/cosigner")
		w := newWorld(t, func(o *api.Options) { o.Policy = cosignedBy(t, vkey) })
		w.nextDay()
		head := w.get(t, "", "/register/checkpoint").body
		if err := w.client(t, "").Cosign(t.Context(), []byte(cosigned(t, head, w.Verifier(), signer))); err != nil {
			t.Fatal(err)
		}
		shown := w.get(t, "", "/register/checkpoint").body
		if got := register.Cosignatures([]byte(shown), verifier); len(got) != 1 || got[0].Cosigner != "ru.exercise/cosigner" {
			t.Fatalf("got %v in\n%s", got, shown)
		}
	})
	t.Run("of anybody else are refused", func(t *testing.T) {
		t.Parallel()
		stranger, _, _ := cosigner(t, "nobody.exercise/cosigner")
		_, _, configured := cosigner(t, "tr.exercise/cosigner")
		for _, policy := range []*register.Policy{nil, cosignedBy(t, configured)} {
			w := newWorld(t, func(o *api.Options) { o.Policy = policy })
			head := w.get(t, "", "/register/checkpoint").body
			send(t, w, cosigned(t, head, w.Verifier(), stranger)).refuses(t, 403, "not-permitted")
			send(t, w, head).refuses(t, 403, "not-permitted")
			send(t, w, strings.Replace(head, "\n", "x\n", 1)).refuses(t, 400, "request-malformed")
			send(t, w, "").refuses(t, 400, "request-malformed")
			send(t, w, strings.Repeat("a", 65<<10)).refuses(t, 400, "request-malformed")
		}
	})
}
