package cosign_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"truce/door/cosign"
	"truce/ground/register"
)

func ask(t *testing.T, l *log, now time.Time, url, key string) (*cosign.Asker, func() cosign.Told) {
	t.Helper()
	policy, err := register.ParsePolicy(fmt.Appendf(nil, "log %s\nwitness ir %s %s\nquorum ir\n", l.vkey, key, url))
	if err != nil {
		t.Fatal(err)
	}
	a := cosign.NewAsker(l, cosign.AskerOptions{Policy: policy, Every: time.Hour, Timeout: 5 * time.Second, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)})
	return a, func() cosign.Told {
		t.Helper()
		told, err := a.Ask(t.Context())
		if err != nil || len(told) != 1 || len(a.Told()) != 1 {
			t.Fatalf("%v, %v", told, err)
		}
		return told[0]
	}
}

func TestAsker(t *testing.T) {
	t.Parallel()
	l := newLog(t, origin, 1, 700)
	l.show(300)
	c := newCosigner(t, "ir.example/cosigner", 9, l)
	_, once := ask(t, l, noon, c.server.URL+"/", c.key)
	for _, n := range []int{300, 300, 700} { // whether or not it grew
		l.show(n)
		if told := once(); told.Answer != cosign.Cosigned || told.Size != int64(n) || !told.At.Equal(noon) || told.Why != "" {
			t.Errorf("at %d entries: %+v", n, told)
		}
		if got := register.Cosignatures(<-l.kept, c.verifier(t)); len(got) != 1 {
			t.Errorf("at %d entries the office kept %v", n, got)
		}
	}
	_, late := ask(t, l, noon.Add(time.Hour), c.server.URL, c.key) // another asker knows no size, and has another clock
	if told := late(); told.Answer != cosign.Cosigned || told.Why == "" {
		t.Errorf("an hour apart: %+v", told)
	}
}

// TestAskerLearns what each refusal means, and from whom it is proof.
func TestAskerLearns(t *testing.T) {
	t.Parallel()
	l := newLog(t, origin, 1, 700)
	forged := l.other(t, 10)
	says := func(status int, mediaType, body string) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", mediaType)
			w.WriteHeader(status)
			io.WriteString(w, body)
		}))
		t.Cleanup(server.Close)
		return server.URL
	}
	saw := newCosigner(t, "ir.example/cosigner", 9, l)
	if answer, _ := saw.post(t, l.request(t, 0, 700).Bytes()); answer.StatusCode != 200 {
		t.Fatal(answer.Status)
	}
	other := newCosigner(t, "ir.example/cosigner", 9, l)
	if answer, _ := other.post(t, forged.request(t, 0, 200).Bytes()); answer.StatusCode != 200 {
		t.Fatal(answer.Status)
	}
	strange := newCosigner(t, "ir.example/cosigner", 9)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	l.show(300)
	for name, c := range map[string]struct {
		url    string
		want   cosign.Answer
		proven int64
	}{
		"nobody there":                   {gone.URL, cosign.Away, 0},
		"busy":                           {says(503, "text/plain", "busy"), cosign.Away, 0},
		"elsewhere":                      {says(302, "text/plain", ""), cosign.Away, 0},
		"does not follow":                {strange.server.URL, cosign.NotFollowed, 0},
		"litewitness does not follow":    {says(403, "text/plain", "unknown log"), cosign.NotFollowed, 0},
		"rubbish":                        {says(200, "text/plain", "— ir.example/cosigner AAAA\n"), cosign.Useless, 0},
		"another's signature":            {says(200, "text/plain", string(l.head(t, 300))), cosign.Useless, 0},
		"one size after another":         {says(409, cosign.MediaSize, "5\n"), cosign.Useless, 0},
		"says it saw more, without any":  {says(409, cosign.MediaSize, "9000\n"), cosign.SawMore, 0},
		"saw more, and shows it":         {saw.server.URL, cosign.SawMore, 700},
		"says another history, no proof": {says(422, "text/plain", "no"), cosign.Doubts, 0},
		"an older version says conflict": {says(409, "text/plain", "no"), cosign.Doubts, 0},
		"saw another history, shows it":  {other.server.URL, cosign.Doubts, 200},
	} {
		_, once := ask(t, l, noon, c.url, saw.key)
		told := once()
		if told.Answer != c.want || told.Why == "" || (told.Proven != nil) != (c.proven > 0) || told.Proven != nil && told.Proven.Size != c.proven {
			t.Errorf("%s: %+v", name, told)
		}
	}
	if len(l.kept) != 0 {
		t.Error("the office kept something")
	}
}
