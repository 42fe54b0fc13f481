package copies

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"truce/ground/act"
	"truce/ground/register"
	"truce/noun/people"

	"github.com/go-json-experiment/json"
)

// key is the public key of a register.
type key struct {
	text     string
	verifier note.Verifier
	from     KeyFrom
}

func parseKey(text string, from KeyFrom) (key, error) {
	text = strings.TrimSpace(text)
	verifier, err := register.NewVerifier(text)
	return key{text, verifier, from}, err
}

// takeKey settles by which key the copy is checked, and opens what is remembered of it.
func (c *check) takeKey() error {
	origin, err := originOf(c.ctx, c.src)
	if err != nil {
		return err
	}
	if c.memory, err = openMemory(c.o.Memory, origin); err != nil {
		return err
	}
	if c.key, err = c.chooseKey(origin); err != nil {
		return err
	}
	if known := c.memory.Key; known != "" && known != c.key.text {
		return fmt.Errorf("%w: another key is remembered for %s: %s", ErrKeyWrong, origin, known)
	}
	c.report.Key, c.report.KeyFrom = c.key.text, c.key.from
	return nil
}

// KeyOf is the verifier key by which Check would check a copy.
func KeyOf(ctx context.Context, src register.Source, o CheckOptions) (string, error) {
	c := &check{ctx: ctx, src: src, o: o}
	err := c.takeKey()
	return c.key.text, err
}

func (c *check) chooseKey(origin string) (key, error) {
	switch {
	case c.o.Key != "":
		return parseKey(c.o.Key, KeyGiven)
	case c.o.Policy != nil:
		return c.keyOfPolicy(origin)
	case c.memory.Key != "":
		return parseKey(c.memory.Key, KeyRemembered)
	}
	return keyOfCopy(c.ctx, c.src)
}

// keyOfPolicy is the key under which the reader's policy names the register.
func (c *check) keyOfPolicy(origin string) (key, error) {
	for _, k := range c.o.Policy.Registers() {
		if k.Name == origin {
			return parseKey(k.Key, KeyGiven)
		}
	}
	return key{}, fmt.Errorf("%w: the policy does not name the register %s", ErrKeyWrong, origin)
}

// OriginOf is the register that a copy says it is of. Nobody has checked that yet.
func OriginOf(ctx context.Context, src register.Source) (string, error) { return originOf(ctx, src) }

// originOf is the first line of the copy's head, which nobody has checked yet.
func originOf(ctx context.Context, src register.Source) (string, error) {
	signed, err := src.Read(ctx, register.HeadPath)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%w: %w", ErrNoCopy, err)
	}
	origin, _, _ := strings.Cut(string(signed), "\n")
	return origin, err
}

// keyOfCopy takes the key from register.pub, or from the founding act where a copy has the
// files of the register alone.
func keyOfCopy(ctx context.Context, src register.Source) (key, error) {
	text, err := src.Read(ctx, keyName)
	if err == nil {
		return parseKey(string(text), KeyOfCopy)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return key{}, err
	}
	founded, err := foundingKey(ctx, src)
	if err != nil {
		return key{}, fmt.Errorf("%w: %w", ErrNoCopy, err)
	}
	return parseKey(founded, KeyOfCopy)
}

// foundingKey reads the first entry. It goes by the size that the head claims, because a
// copy of fewer than 256 entries has its only bundle under that width.
func foundingKey(ctx context.Context, src register.Source) (string, error) {
	signed, err := src.Read(ctx, register.HeadPath)
	if err != nil {
		return "", err
	}
	lines := strings.SplitN(string(signed), "\n", 3)
	size, _ := strconv.ParseInt(lines[min(1, len(lines)-1)], 10, 64)
	path, has := register.TileAt(size, register.BundleLevel, 0)
	if !has {
		return "", errors.New("the register is empty")
	}
	entries, err := register.ReadBundle(ctx, src, path)
	if err != nil {
		return "", err
	}
	e, err := register.ParseEntry(entries[0])
	if err != nil {
		return "", err
	}
	a, err := act.Parse(e.Act)
	if err != nil {
		return "", err
	}
	var body people.OfficeOpened
	err = json.Unmarshal(a.Body, &body)
	return body.RegisterKey, err
}
