package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"truce/ground/numbered"
	"truce/ground/problem"
	"truce/tool/disk"
	"truce/tool/seal"
	"truce/tool/vault"
)

// unlocking says where the key of an encrypted folder is found. It is never an argument: everybody on a machine sees those.
type unlocking struct {
	UnlockFile string `help:"File with the passphrase of an encrypted folder, where nobody can be asked for it." env:"TRUCE_UNLOCK_FILE" placeholder:"FILE"`
	UnlockFD   int    `name:"unlock-fd" help:"Open file descriptor that it is read from instead." default:"-1" placeholder:"N"`
	UnlockKey  string `help:"Key file, of age or of truce, that opens an encrypted folder." env:"TRUCE_UNLOCK_KEY" placeholder:"FILE"`
}

// unlocked is an encrypted folder whose key was given.
type unlocked struct {
	*vault.Disk
	folder string
	header vault.Header
	keys   vault.Keys
}

// diskOf is the disk on which an office's folder is read and written: an encrypted one, once its key was given, or the machine's own.
func (e *env) diskOf(folder string) (disk.Disk, error) {
	u, err := e.unlockFolder(folder)
	if err != nil || u == nil {
		return disk.Own(), err
	}
	return u, nil
}

// unlockFolder opens an encrypted folder, whose operator is asked once a command; nil for one that is not encrypted.
func (e *env) unlockFolder(folder string) (*unlocked, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	if u, is := e.folders[folder]; is {
		return u, nil
	}
	h, err := readHeader(folder)
	if errors.Is(err, vault.ErrNone) {
		return nil, finish(folder)
	}
	if err != nil {
		return nil, err
	}
	keys, err := e.keysOf(folder, h)
	if err != nil {
		return nil, err
	}
	return e.mount(folder, h, keys)
}

// mount goes on with a folder by its keys.
func (e *env) mount(folder string, h vault.Header, keys vault.Keys) (*unlocked, error) {
	if err := finish(folder); err != nil {
		return nil, err
	}
	d, err := vault.On(disk.Own(), keys, vault.Options{Rand: e.rand})
	if err != nil {
		return nil, err
	}
	u := &unlocked{d, folder, h, keys}
	if err := e.takeUp(u); err != nil {
		return nil, err
	}
	if e.folders == nil {
		e.folders = map[string]*unlocked{}
	}
	e.folders[folder] = u
	return u, nil
}

// takeUp encrypts a register's key that somebody put into the folder as it was kept elsewhere, in the clear.
func (e *env) takeUp(u *unlocked) error {
	name := filepath.Join(u.folder, "register.key")
	text, err := disk.ReadFile(disk.Own(), name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !strings.HasPrefix(string(text), "PRIVATE+KEY+") {
		return nil
	}
	if err == nil {
		err = disk.Replace(u, name, text)
	}
	if err == nil {
		e.notef("%s was in the clear, and is encrypted now. What stood there stays in free blocks of the disk for a while.\n", name)
	}
	return err
}

// readHeader reads what an encrypted folder tells without its key, and holds it to the folder. Errors: vault.ErrNone, problems.
func readHeader(folder string) (vault.Header, error) {
	h, err := vault.Read(disk.Own(), folder)
	if errors.Is(err, vault.ErrNone) {
		return h, err
	}
	if err == nil && !vault.Unfinished(disk.Own(), folder) {
		err = h.Fits(disk.Own(), folder)
	}
	return h, headerProblem(folder, err)
}

// headerProblem tells what is wrong with what opens a folder.
func headerProblem(folder string, err error) error {
	named := problem.P{"folder": folder, "file": filepath.Join(folder, vault.HeaderName)}
	newer, is := errors.AsType[numbered.NewerError](err)
	switch {
	case is:
		return madeNewer(filepath.Join(folder, vault.HeaderName), newer)
	case errors.Is(err, vault.ErrWrong):
		return problem.Invalid(problem.FolderKeyWrong, problem.P{"folder": folder}).Because(err)
	case errors.Is(err, vault.ErrHeader):
		return problem.Unavailable(problem.FolderHeaderDamaged, problem.P{"file": named["file"]}).Because(err)
	case errors.Is(err, vault.ErrOtherFolder):
		return problem.Conflict(problem.FolderHeaderOther, problem.P{"file": named["file"]}).Because(err)
	case errors.Is(err, vault.ErrFew):
		return problem.Invalid(problem.RecoveryKeysFew).Because(err)
	}
	return err
}

// finish brings an encryption to its end that was cut off, or clears it away, where no other program has the folder open.
func finish(folder string) error {
	if !vault.Unfinished(disk.Own(), folder) {
		return nil
	}
	lock, err := lockFolder(folder)
	if err != nil {
		return err
	}
	return errors.Join(vault.Finish(disk.Own(), folder), lock.Close())
}

func lockFolder(folder string) (io.Closer, error) {
	lock, held, err := disk.Own().Lock(filepath.Join(folder, "lock"), false)
	if err == nil && !held {
		err = problem.Unavailable(problem.FolderInUse, problem.P{"folder": folder})
	}
	return lock, err
}

// keysOf opens a header by what was named, or by what whoever sits there types. What it is of, a folder or a backup, is told.
func (e *env) keysOf(of string, h vault.Header) (vault.Keys, error) {
	for _, u := range e.folders {
		if u.header.Folder == h.Folder {
			return u.keys, nil
		}
	}
	by, err := e.opening(of, h)
	if err != nil {
		return vault.Keys{}, err
	}
	keys, recovered, err := h.Open(by)
	if err != nil {
		return keys, headerProblem(of, err)
	}
	if recovered {
		e.notef("%s was opened by a recovery key. `truce recover` sets a new passphrase for the starts to come.\n", of)
	}
	return keys, nil
}

// opening is what somebody opens a header with.
func (e *env) opening(of string, h vault.Header) (vault.Opening, error) {
	switch u := e.unlocking; {
	case u.UnlockKey != "":
		identity, err := e.ageKey(u.UnlockKey)
		return vault.Opening{Identity: &identity}, err
	case u.UnlockFD >= 0:
		phrase, err := firstLine(os.NewFile(uintptr(u.UnlockFD), "unlock-fd"), nil)
		return vault.Opening{Passphrase: phrase}, err
	case u.UnlockFile != "":
		phrase, err := firstLine(os.Open(u.UnlockFile))
		return vault.Opening{Passphrase: phrase}, err
	}
	locked := problem.Unavailable(problem.FolderLocked, problem.P{"folder": of})
	if !h.AsksPassphrase() {
		return vault.Opening{}, locked
	}
	phrase, err := passphraseTyped(fmt.Sprintf("Passphrase of %s: ", of))
	if errors.Is(err, errNoTerminal) {
		err = locked
	}
	return vault.Opening{Passphrase: phrase}, err
}

// maxKeyFile is more than any key file or line with a passphrase has.
const maxKeyFile = 64 << 10

// firstLine reads a passphrase, without the end of its line.
func firstLine(f *os.File, err error) (string, error) {
	if err != nil {
		return "", fmt.Errorf("read passphrase: %w", plain(err))
	}
	text, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err = errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("read passphrase: %w", err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimSuffix(line, "\r"), nil
}

// ageKey reads a key file of age, as age-keygen writes it, or the sealing key of one of truce's. Others may not be able to read it.
func (e *env) ageKey(path string) (seal.Identity, error) {
	none := problem.Invalid(problem.KeyFileWrong, problem.P{"file": path})
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return seal.Identity{}, problem.NotFound(problem.KeyFileMissing, problem.P{"file": path})
	case err != nil:
		return seal.Identity{}, err
	case info.Mode().Perm()&0o077 != 0:
		return seal.Identity{}, problem.Invalid(problem.KeyFileOpen, problem.P{"file": path})
	case info.Size() > maxKeyFile:
		return seal.Identity{}, none
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return seal.Identity{}, err
	}
	if strings.HasPrefix(strings.TrimSpace(string(text)), "{") {
		k, err := e.readKey(path)
		if err == nil && k.sealing == nil {
			err = none
		}
		if err != nil {
			return seal.Identity{}, err
		}
		return *k.sealing, nil
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		identity, err := seal.ParseIdentity(line)
		if err != nil {
			return identity, none
		}
		return identity, nil
	}
	return seal.Identity{}, none
}

// openers say who opens an encrypted folder from now on.
type openers struct {
	Recovery       []string `help:"Public key (age) that opens the folder when passphrase and key file are lost. At least two, each kept by another person away from the machine." placeholder:"AGE1"`
	StartKey       string   `help:"Public key (age) of the key file that opens it at each start, instead of a passphrase." placeholder:"AGE1"`
	PassphraseFile string   `help:"File with the new passphrase, where nobody can be asked for it." placeholder:"FILE"`
}

// named are those, the passphrase asked for.
func (o openers) named() (vault.Openers, error) {
	named := vault.Openers{KeyFile: o.StartKey, Recovery: o.Recovery}
	if _, err := seal.ParseRecipients(o.Recovery); err != nil {
		return named, err
	}
	if len(o.Recovery) < 2 {
		return named, problem.Invalid(problem.RecoveryKeysFew)
	}
	switch {
	case o.PassphraseFile != "":
		phrase, err := firstLine(os.Open(o.PassphraseFile))
		if err == nil && utf8.RuneCountInString(phrase) < shortest {
			err = problem.Invalid(problem.PassphraseShort, problem.P{"least": shortest})
		}
		named.Passphrase = phrase
		return named, err
	case o.StartKey != "":
		return named, nil
	}
	phrase, err := passphraseTyped("A passphrase for the folder: ")
	if errors.Is(err, errNoTerminal) {
		return named, problem.Invalid(problem.FolderKeyUnnamed)
	}
	if err == nil && utf8.RuneCountInString(phrase) < shortest {
		err = problem.Invalid(problem.PassphraseShort, problem.P{"least": shortest})
	}
	if err != nil {
		return named, err
	}
	again, err := passphraseTyped("The same once more: ")
	if err == nil && again != phrase {
		err = problem.Invalid(problem.PassphrasesDiffer)
	}
	named.Passphrase = phrase
	return named, err
}
