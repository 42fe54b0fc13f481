package vault

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"truce/ground/numbered"
	"truce/tool/disk"
	"truce/tool/seal"
)

// Format is the form of a folder's header.
const Format = "truce-encrypted-folder-1"

// leastRecovery is how many keys of recovery a folder has: one is lost with whoever holds it.
const leastRecovery = 2

// Header is what a folder tells without its key, in encryption.json and a second time beside it.
type Header struct {
	Format string `json:"format"`
	Folder string `json:"folder"` // its number, which stands in the head of each file too
	Ways   []Way  `json:"ways"`
	Proof  string `json:"proof"` // by the data key, that the rest is as whoever had it wrote it
}

// Way is one in which the folder is opened.
type Way struct {
	Use Use    `json:"use"`
	To  string `json:"to"`  // an age recipient, or "passphrase"
	Key string `json:"key"` // the data key, sealed to it (age)
}

// Use is what a way is for.
type Use string

// Ways are for every start, or for when that is lost.
const (
	Start    Use = "start"
	Recovery Use = "recovery"
)

const byPassphrase = "passphrase"

// Openers say who may open a folder: at each start by a passphrase, or else by a key file's recipient; and keys of recovery.
type Openers struct {
	Passphrase string
	KeyFile    string
	Recovery   []string
}

// Wrap makes the header by which a folder is opened from now on.
func Wrap(k Keys, o Openers) (h Header, err error) {
	h = Header{Format: Format, Folder: hex.EncodeToString(k.folder[:])}
	text := []byte(k.Secret())
	if o.Passphrase != "" {
		locked, err := seal.Lock(o.Passphrase, text)
		if err != nil {
			return h, err
		}
		h.Ways = append(h.Ways, Way{Start, byPassphrase, locked})
	}
	recovery, err := seal.ParseRecipients(o.Recovery)
	if err != nil {
		return h, err
	}
	if distinct(o.Recovery) < leastRecovery {
		return h, ErrFew
	}
	add := func(use Use, to seal.Recipient) error {
		if to.PostQuantum() != recovery[0].PostQuantum() {
			return seal.ErrMixedRecipients
		}
		sealed, err := seal.To([]seal.Recipient{to}, text)
		h.Ways = append(h.Ways, Way{use, to.String(), sealed})
		return err
	}
	if o.KeyFile != "" {
		to, err := seal.ParseRecipient(o.KeyFile)
		if err == nil {
			err = add(Start, to)
		}
		if err != nil {
			return h, err
		}
	}
	if len(h.Ways) == 0 {
		return h, errors.New("nothing was named by which the folder is opened at a start")
	}
	for _, to := range recovery {
		if err := add(Recovery, to); err != nil {
			return h, err
		}
	}
	h.Proof, err = h.proof(k)
	return h, err
}

func distinct(texts []string) int {
	all := slices.Clone(texts)
	slices.Sort(all)
	return len(slices.Compact(all))
}

// proof is a keyed sum of all else in the header.
func (h Header) proof(k Keys) (string, error) {
	key, err := hkdf.Key(sha256.New, k.data[:], k.folder[:], Format+" proof", sha256.Size)
	if err != nil {
		return "", err
	}
	sum := hmac.New(sha256.New, key)
	for _, part := range append([]string{h.Format, h.Folder}, h.parts()...) {
		fmt.Fprintf(sum, "%d:%s", len(part), part)
	}
	return base64.StdEncoding.EncodeToString(sum.Sum(nil)), nil
}

func (h Header) parts() (all []string) {
	for _, w := range h.Ways {
		all = append(all, string(w.Use), w.To, w.Key)
	}
	return all
}

// Recovery are the keys of recovery.
func (h Header) Recovery() (all []string) {
	for _, w := range h.Ways {
		if w.Use == Recovery {
			all = append(all, w.To)
		}
	}
	return all
}

// AsksPassphrase reports whether a start may be by passphrase, AsksKey whether by a key file.
func (h Header) AsksPassphrase() bool { return h.has(func(w Way) bool { return w.To == byPassphrase }) }

// AsksKey reports whether a start may be by a key file.
func (h Header) AsksKey() bool {
	return h.has(func(w Way) bool { return w.Use == Start && w.To != byPassphrase })
}

func (h Header) has(of func(Way) bool) bool { return slices.ContainsFunc(h.Ways, of) }

// Opening is what somebody opens a folder with: one of the two.
type Opening struct {
	Passphrase string
	Identity   *seal.Identity
}

// Open answers the folder's keys, and whether by a key of recovery. Errors: ErrWrong, ErrHeader.
func (h Header) Open(by Opening) (k Keys, recovered bool, err error) {
	err = ErrWrong
	for _, w := range h.Ways {
		var text []byte
		switch {
		case by.Identity != nil && w.To == by.Identity.Recipient().String():
			text, err = seal.Open(*by.Identity, w.Key)
		case by.Identity == nil && w.To == byPassphrase:
			if text, err = seal.Unlock(by.Passphrase, w.Key); errors.Is(err, seal.ErrWrongPassphrase) {
				return k, false, ErrWrong
			}
		default:
			continue
		}
		if err == nil {
			k, err = h.keys(text)
		}
		if err != nil {
			return k, false, fmt.Errorf("%w: %w", ErrHeader, err)
		}
		return k, w.Use == Recovery, nil
	}
	return k, false, err
}

// keys reads what was sealed, and holds the header to it.
func (h Header) keys(text []byte) (k Keys, err error) {
	if k, err = ParseKeys(string(text)); err != nil {
		return k, err
	}
	if hex.EncodeToString(k.folder[:]) != h.Folder {
		return k, errors.New("what is sealed is a key of another folder")
	}
	return k, h.Holds(k)
}

// Holds refuses keys that are not those of the folder, or did not write the header as it is.
func (h Header) Holds(k Keys) error {
	proof, err := h.proof(k)
	if err == nil && !hmac.Equal([]byte(proof), []byte(h.Proof)) {
		err = fmt.Errorf("%w: it was altered since it was written", ErrHeader)
	}
	return err
}

// Read reads the header of a folder, or the second one where the first is not whole. Errors: ErrNone, ErrHeader, numbered.NewerError.
func Read(d disk.Disk, folder string) (Header, error) {
	h, err := readHeader(d, filepath.Join(folder, HeaderName))
	if err == nil || errors.As(err, new(numbered.NewerError)) {
		return h, err
	}
	second, other := readHeader(d, filepath.Join(folder, secondName))
	if other == nil {
		return second, nil
	}
	if errors.Is(err, ErrNone) && !errors.Is(other, ErrNone) {
		err = other
	}
	return h, err
}

func readHeader(d disk.Disk, name string) (Header, error) {
	text, err := disk.ReadFile(d, name)
	if errors.Is(err, fs.ErrNotExist) {
		return Header{}, ErrNone
	}
	if err != nil {
		return Header{}, err
	}
	h, err := parse(text)
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return h, err
}

func parse(text []byte) (h Header, err error) {
	err = numbered.Read(text, Format, &h)
	if errors.As(err, new(numbered.NewerError)) {
		return h, err
	}
	if err == nil && (len(h.Folder) != 2*idBytes || len(h.Ways) == 0) {
		err = errors.New("it names no folder, or nobody who opens it")
	}
	if err != nil {
		return h, fmt.Errorf("%w: %w", ErrHeader, err)
	}
	return h, nil
}

// Write puts a header into a folder. That it is there is what makes the folder an encrypted one.
func (h Header) Write(d disk.Disk, folder string) error {
	text, err := h.text()
	for _, name := range []string{HeaderName, secondName} {
		if err == nil {
			err = disk.Replace(d, filepath.Join(folder, name), text)
		}
	}
	return err
}

func (h Header) text() ([]byte, error) {
	text, err := json.Marshal(h, jsontext.WithIndent("  "))
	return append(text, '\n'), err
}

// Fits refuses a header that is not of the folder in which it lies. It needs no key.
func (h Header) Fits(d disk.Disk, folder string) error {
	all, err := d.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, one := range all {
		if !one.Type().IsRegular() || open(one.Name()) {
			continue
		}
		of, err := folderOf(d, filepath.Join(folder, one.Name()))
		if err != nil {
			return err
		}
		if of != "" && of != h.Folder {
			return fmt.Errorf("%s: %w", filepath.Join(folder, one.Name()), ErrOtherFolder)
		}
	}
	return nil
}

// folderOf is the number of the folder in which a file was encrypted; "" if it has none.
func folderOf(d disk.Disk, name string) (string, error) {
	f, err := d.OpenFile(name, 0, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil // it was for a moment
	}
	if err != nil {
		return "", err
	}
	var head [headBytes]byte
	n, _ := f.ReadAt(head[:], 0)
	if err := f.Close(); err != nil || n < headBytes || !strings.HasPrefix(string(head[:]), magic) {
		return "", err
	}
	return hex.EncodeToString(head[folderAt:fileAt]), nil
}
