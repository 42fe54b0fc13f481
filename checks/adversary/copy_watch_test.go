package adversary

import (
	"testing"

	"truce/ground/shape"
	"truce/noun/incident"
	"truce/noun/people"
	"truce/office/officetest"
)

// Broken: the administrator enrolled a second key for Turkey's liaison. The liaison, with nothing but a copy and what he saw
// before, is told by watch and by every check.
func TestWatch_tells_of_a_key_in_which_nobody_of_the_party_had_a_hand(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	w.Root(t, "TR")
	jwk, err := w.Keys["liaison-tr"].Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	w.Must(t, "root-tr", "key-enrolled", string(people.KeySubject(w.Keys["liaison-tr"].Public().ID())),
		people.KeyEnrolled{Person: "person/liaison-tr", Holder: "person/liaison-tr", Party: "TR", Key: jwk})
	w.Must(t, "liaison-tr", "allegation-filed", "report/own", incident.AllegationFiled(officetest.Observation()))
	seen := t.TempDir()
	said, code := truce(t, t.TempDir(), "watch", copyOf(t, w, "liaison-tr"), "--remember", seen)
	says(t, said, code, 6, "root of TR", "compare it with the fingerprint on your paper", "first look", "1 allegation-filed")
	said, code = truce(t, t.TempDir(), "watch", copyOf(t, w, "liaison-tr"), "--remember", seen)
	says(t, said, code, 0, "Since you last looked", "Signed    in this name since: nothing")

	_, _ = enrol(t, w, "second", "person/liaison-tr", "TR")
	copied := copyOf(t, w, "liaison-tr")
	said, code = truce(t, t.TempDir(), "check", copied, "--remember", seen)
	says(t, said, code, 6, "GOOD", "Speaks    for TR and person/liaison-tr", "1 new", string(w.Keys["second"].Public().ID()))
	said, code = truce(t, t.TempDir(), "watch", copied, "--remember", seen)
	says(t, said, code, 6, "NEW   "+string(w.Keys["second"].Public().ID()), "it waits for the root or a registrar of TR", "vouched for by the mission only")
	said, code = truce(t, t.TempDir(), "watch", copied, "--remember", seen)
	says(t, said, code, 0, "vouched for by the mission only") // known by now, and still not the party's
}

// Without a root the mission alone vouches: what was signed in the party's name with such a key is counted.
func TestWatch_counts_what_was_signed_with_the_missions_key(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	seen := t.TempDir()
	_, _ = truce(t, t.TempDir(), "watch", copyOf(t, w, "liaison-tr"), "--remember", seen)
	_, _ = enrol(t, w, "second", "person/liaison-tr", "TR")
	w.Must(t, "second", "allegation-filed", "report/forged", incident.AllegationFiled(officetest.Observation()))
	said, code := truce(t, t.TempDir(), "watch", copyOf(t, w, "liaison-tr"), "--remember", seen)
	says(t, said, code, 6, "NEW   "+string(w.Keys["second"].Public().ID())+"  speaks for TR", "vouched for by the mission only", "signed since: 1 allegation-filed, 1 key-possessed")
}

// That a key ended is told to its holder, who looks with it at anybody's copy.
func TestWatch_tells_of_a_key_that_ended(t *testing.T) {
	t.Parallel()
	w := officetest.New(t)
	seen := t.TempDir()
	_, _ = truce(t, t.TempDir(), "watch", copyOf(t, w, "liaison-tr"), "--remember", seen)
	w.Must(t, "administrator", "key-revoked", string(people.KeySubject(w.Keys["liaison-tr"].Public().ID())), people.KeyRevoked{Reason: shape.In("en", "lost")})
	said, code := truce(t, t.TempDir(), "watch", copyOf(t, w, "auditor-1"), "--remember", seen, "--key", keyFile(t, w, "liaison-tr"))
	says(t, said, code, 0, "ENDED "+string(w.Keys["liaison-tr"].Public().ID()))
}
