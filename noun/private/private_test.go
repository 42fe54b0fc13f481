package private_test

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"truce/ground/shape"
	"truce/noun/private"
	"truce/tool/seal"
)

func content(text string, files ...string) private.Content {
	return private.Content{Salt: strings.Repeat("x", 43), Text: shape.In("en", text), Files: files}
}

// Whatever is in it and however many can read it, what is sealed is of the one length that an office takes; and who was
// named opens it with any program that knows age.
func TestSealed_is_of_one_length(t *testing.T) {
	t.Parallel()
	var identities []seal.Identity
	var recipients []seal.Recipient
	for range 30 {
		i, err := seal.Generate()
		if err != nil {
			t.Fatal(err)
		}
		identities, recipients = append(identities, i), append(recipients, i.Recipient())
	}
	var files []string
	for range 20 {
		files = append(files, strings.Repeat("0f", 32))
	}
	for _, c := range []struct {
		of private.Content
		to []seal.Recipient
	}{
		{content("x"), recipients[:1]}, {content(strings.Repeat("ж", 2000), files...), recipients[:5]}, {content(strings.Repeat("x", 2000)), recipients},
	} {
		plain, err := json.Marshal(c.of)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := seal.Padded(c.to, plain, private.SealedBytes)
		if err != nil || len(sealed) != private.SealedLength {
			t.Fatalf("%d characters, want %d, %v", len(sealed), private.SealedLength, err)
		}
		last := identities[len(c.to)-1]
		var again private.Content
		opened, err := seal.OpenLong(last, sealed, private.SealedBytes)
		if err == nil {
			err = json.Unmarshal(opened, &again)
		}
		if err != nil || again.Commitment("private/1") != c.of.Commitment("private/1") {
			t.Errorf("it is opened as something else: %v", err)
		}
	}
}

// No two contents have one digest by where a line ends.
func TestCommitment_tells_every_two_contents_apart(t *testing.T) {
	t.Parallel()
	file := strings.Repeat("0f", 32)
	seen := map[string]int{}
	for i, c := range []private.Content{
		content("a"), content("b"), content("a", file), content(file + "\n\na"), content("\na"), content("a\n"), content("a", file, strings.Repeat("1f", 32)),
		{Salt: strings.Repeat("y", 43), Text: shape.In("en", "a")}, {Salt: strings.Repeat("x", 43), Text: shape.In("es", "a")},
	} {
		if other, is := seen[c.Commitment("private/1")]; is {
			t.Errorf("%d and %d are alike", i, other)
		}
		seen[c.Commitment("private/1")] = i
	}
}
