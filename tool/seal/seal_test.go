package seal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"truce/tool/seal"
)

func generate(t *testing.T) seal.Identity {
	t.Helper()
	id, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func generatePostQuantum(t *testing.T) seal.Identity {
	t.Helper()
	id, err := seal.GeneratePostQuantum()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func to(ids ...seal.Identity) []seal.Recipient {
	var rs []seal.Recipient
	for _, id := range ids {
		rs = append(rs, id.Recipient())
	}
	return rs
}

func TestText(t *testing.T) {
	t.Parallel()
	anna, boris, other := generate(t), generate(t), generate(t)
	name := []byte("the shopkeeper of the corner house")
	sealed, err := seal.To(to(anna, boris), name)
	if err != nil {
		t.Fatal(err)
	}

	t.Run("each_named_person_opens_it", func(t *testing.T) {
		t.Parallel()
		for _, id := range []seal.Identity{anna, boris} {
			got, err := seal.Open(id, sealed)
			if err != nil || !bytes.Equal(got, name) {
				t.Errorf("got %q, %v", got, err)
			}
		}
	})
	t.Run("nobody_else_does", func(t *testing.T) {
		t.Parallel()
		if _, err := seal.Open(other, sealed); !errors.Is(err, seal.ErrNotForThisKey) {
			t.Errorf("got %v", err)
		}
		if _, err := seal.Open(seal.Identity{}, sealed); !errors.Is(err, seal.ErrNotForThisKey) {
			t.Errorf("without a key: %v", err)
		}
	})
	t.Run("it_is_ascii_and_names_nobody", func(t *testing.T) {
		t.Parallel()
		for _, secret := range []string{string(name), anna.Recipient().String(), anna.Secret()} {
			if strings.Contains(sealed, secret) {
				t.Errorf("the sealed text shows %q", secret)
			}
		}
		if strings.IndexFunc(sealed, func(r rune) bool { return r > 126 }) >= 0 {
			t.Error("the sealed text is not ASCII")
		}
	})
	t.Run("every_altered_character_is_noticed", func(t *testing.T) {
		t.Parallel()
		for i := range sealed {
			altered := []byte(sealed)
			altered[i] ^= 1
			if got, err := seal.Open(anna, string(altered)); err == nil {
				t.Fatalf("character %d altered, opened %q", i, got)
			}
		}
	})
	t.Run("every_cut_is_noticed", func(t *testing.T) {
		t.Parallel()
		body := strings.TrimSpace(sealed)
		for i := range body {
			if got, err := seal.Open(anna, body[:i]); !errors.Is(err, seal.ErrDamaged) {
				t.Fatalf("cut at %d: %q, %v", i, got, err)
			}
		}
	})
}

func TestTo(t *testing.T) {
	t.Parallel()
	ordinary, quantum := generate(t), generatePostQuantum(t)
	var crowd []seal.Recipient
	for range seal.MaxRecipients + 1 {
		crowd = append(crowd, generate(t).Recipient())
	}
	long := bytes.Repeat([]byte("x"), seal.MaxTextBytes)
	for name, c := range map[string]struct {
		to   []seal.Recipient
		text []byte
		want error
	}{
		"nobody":                 {nil, nil, seal.ErrNoRecipients},
		"the_zero_recipient":     {make([]seal.Recipient, 1), nil, seal.ErrNoRecipients},
		"mixed_keys":             {to(ordinary, quantum), nil, seal.ErrMixedRecipients},
		"a_crowd":                {crowd, nil, seal.ErrTooManyRecipients},
		"the_longest_text":       {to(ordinary), long, nil},
		"one_byte_too_many":      {to(ordinary), append(long[:len(long):len(long)], 'x'), seal.ErrTooLong},
		"an_empty_text":          {to(ordinary), nil, nil},
		"post_quantum":           {to(quantum), long, nil},
		"one_person_named_twice": {to(ordinary, ordinary), long, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sealed, err := seal.To(c.to, c.text)
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if err == nil && len(sealed) > seal.MaxArmoredBytes {
				t.Errorf("%d bytes", len(sealed))
			}
		})
	}
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	id := generate(t)
	t.Run("printing_never_shows_the_key", func(t *testing.T) {
		t.Parallel()
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			for _, value := range []any{id, &id, []seal.Identity{id}, struct{ Key seal.Identity }{id}} {
				if out := fmt.Sprintf(verb, value); strings.Contains(out, "SECRET") || strings.Contains(out, id.Secret()) {
					t.Errorf("%s shows %s", verb, out)
				}
			}
		}
	})
	t.Run("it_is_not_written_into_documents", func(t *testing.T) {
		t.Parallel()
		if out, err := json.Marshal(id); err == nil {
			t.Errorf("wrote %s", out)
		}
	})
	t.Run("parse_gives_the_same_key", func(t *testing.T) {
		t.Parallel()
		for _, id := range []seal.Identity{id, generatePostQuantum(t)} {
			again, err := seal.ParseIdentity(" " + id.Secret() + "\n")
			if err != nil || again.Recipient().String() != id.Recipient().String() {
				t.Errorf("got %v, %v", again, err)
			}
		}
	})
	t.Run("errors_do_not_repeat_a_mistyped_key", func(t *testing.T) {
		t.Parallel()
		typo := id.Secret()[:40]
		_, err := seal.ParseIdentity(typo)
		_, public := seal.ParseRecipient(id.Secret())
		for _, err := range []error{err, public} {
			if err == nil || strings.Contains(err.Error(), typo[16:]) {
				t.Errorf("got %v", err)
			}
		}
	})
}

func TestRecipient(t *testing.T) {
	t.Parallel()
	t.Run("json_round_trip", func(t *testing.T) {
		t.Parallel()
		want := to(generate(t), generate(t))
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got []seal.Recipient
		if err := json.Unmarshal(text, &got); err != nil || got[1].String() != want[1].String() {
			t.Errorf("got %v, %v", got, err)
		}
	})
	for name, text := range map[string]string{
		"nothing":      "",
		"ssh":          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0",
		"upper_case":   strings.ToUpper(generate(t).Recipient().String()),
		"cut":          generate(t).Recipient().String()[:50],
		"secret":       generate(t).Secret(),
		"quantum_typo": generatePostQuantum(t).Recipient().String() + "q",
	} {
		t.Run("refuses_"+name, func(t *testing.T) {
			t.Parallel()
			if r, err := seal.ParseRecipient(text); !errors.Is(err, seal.ErrNotRecipient) {
				t.Errorf("got %v, %v", r, err)
			}
		})
	}
}

func TestStream(t *testing.T) {
	t.Parallel()
	id := generate(t)
	plain := bytes.Repeat([]byte("evidence"), 40_000)
	var sealed bytes.Buffer
	w, err := seal.EncryptTo(&sealed, []string{id.Recipient().String()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	t.Run("opens_to_the_same_bytes", func(t *testing.T) {
		t.Parallel()
		got, err := decryptAll(bytes.NewReader(sealed.Bytes()), id)
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	})
	t.Run("a_cut_file_does_not_open_to_its_end", func(t *testing.T) {
		t.Parallel()
		for _, n := range []int{0, 50, 300, 65_900, sealed.Len() - 1} {
			if _, err := decryptAll(bytes.NewReader(sealed.Bytes()[:n]), id); !errors.Is(err, seal.ErrDamaged) {
				t.Errorf("cut at %d: %v", n, err)
			}
		}
	})
	t.Run("a_disk_error_is_not_called_damage", func(t *testing.T) {
		t.Parallel()
		broken := errors.New("input/output error")
		for _, n := range []int64{10, 70_000} {
			r := io.MultiReader(io.LimitReader(bytes.NewReader(sealed.Bytes()), n), iotest.ErrReader(broken))
			if _, err := decryptAll(r, id); !errors.Is(err, broken) || errors.Is(err, seal.ErrDamaged) {
				t.Errorf("after %d bytes: %v", n, err)
			}
		}
	})
}

func decryptAll(r io.Reader, id seal.Identity) ([]byte, error) {
	plain, err := seal.Decrypt(r, id)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(plain)
}
