// Package description_test holds the office's HTTP doors to their own description: schemathesis, which is not ours, reads
// /openapi.json and asks each operation what the description allows and what it forbids.
package description_test

import (
	"context"
	"crypto/rand"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"truce/door/api"
	"truce/door/session"
	"truce/office/officetest"
)

// asked is how long one person asks, at the most.
const asked = 8 * time.Minute

// Whatever is asked of any door, by whomever: nothing fails inside the office, and what is taken, refused and answered is
// what the description says.
func TestDescription_is_what_the_doors_do(t *testing.T) {
	t.Parallel()
	st := schemathesis(t)
	for _, who := range []string{"", "secretary"} {
		t.Run("asked by "+name(who), func(t *testing.T) {
			t.Parallel()
			w := world(t)
			args := []string{"--config-file", config(t), "run", w.url + "/openapi.json", "--no-color", "--seed", "1", "--phases", "examples,coverage,fuzzing", "--max-examples", "3", "--continue-on-failure"}
			if who != "" {
				args = append(args, "--header", "Authorization: Bearer "+w.token(t, who))
			}
			ctx, cancel := context.WithTimeout(t.Context(), asked)
			defer cancel()
			asking := exec.CommandContext(ctx, st, args...)
			asking.Dir = t.TempDir() // in which it keeps what it found
			asking.Env = append(os.Environ(), "SCHEMATHESIS_HOOKS=checks", "PYTHONPATH="+filepath.Dir(config(t)))
			out, err := asking.CombinedOutput()
			if err != nil {
				t.Errorf("the doors do something else than the description says: %v\n%s", err, out)
			}
			if !strings.Contains(string(out), "Test cases:") {
				t.Errorf("nothing was asked:\n%s", out)
			}
		})
	}
}

func name(who string) string {
	if who == "" {
		return "a stranger"
	}
	return who
}

// office is one that is served to this machine alone. Nobody is told to wait: how much one may ask is tried elsewhere.
type office struct {
	*officetest.World
	url string
}

func world(t *testing.T) office {
	t.Helper()
	w := officetest.New(t)
	w.File(t, 0, 20)
	w.Assess(t)
	w.Deposit(t, "note.txt", "text/plain", []byte("EXERCISE. A note of a crater."))
	w.Clock.Set(w.Clock.Now().Truncate(24 * time.Hour).Add(24*time.Hour + time.Second)) // strangers are shown what is known by now
	now := w.Clock.Now()                                                                // nobody's sign-in ends meanwhile
	door := api.New(w.House, api.Options{Rand: rand.Reader, Now: func() time.Time { return now }, StrangerRate: 1e6, StrangerBurst: 1e6})
	server := httptest.NewUnstartedServer(door)
	server.Config = door.Server(door)
	server.Start()
	t.Cleanup(func() {
		door.EndStreams()
		server.Close()
	})
	return office{w, server.URL}
}

func (o office) token(t *testing.T, who string) string {
	t.Helper()
	token, err := session.Sign(o.Keys[who], session.Office{Register: o.ID(), Address: "127.0.0.1"}, o.Clock.Now(), 12*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// schemathesis installs it from the registry of Python's packages, in the versions of requirements.txt, and answers its path.
func schemathesis(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("requirements.txt")
	if err != nil {
		t.Fatal(err)
	}
	venv := filepath.Join(cache, "truce-schemathesis")
	st, of := filepath.Join(venv, "bin", "schemathesis"), filepath.Join(venv, "requirements.txt")
	if there, err := os.ReadFile(of); err == nil && string(there) == string(text) {
		return st
	}
	run(t, "python3", "-m", "venv", "--clear", venv)
	run(t, filepath.Join(venv, "bin", "pip"), "install", "--quiet", "--require-hashes", "-r", "requirements.txt")
	if err := os.WriteFile(of, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return st
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput(); err != nil {
		t.Fatalf("run %s: %v\n%s\nhint: this check needs Python 3.10 or later with venv, and its package registry", name, err, out)
	}
}

func config(t *testing.T) string {
	t.Helper()
	file, err := filepath.Abs("schemathesis.toml")
	if err != nil {
		t.Fatal(err)
	}
	return file
}
