package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/term"

	"truce/ground/problem"
	"truce/tool/seal"
)

// shortest is how many characters a passphrase has at least. A guess costs a second.
const shortest = 8

// passphraseFile is where programs that nobody watches find the passphrase of a key file.
const passphraseFile = "TRUCE_PASSPHRASE_FILE"

// secrets is what a key file keeps to itself, under a passphrase.
type secrets struct {
	Key     jsontext.Value `json:"key"`
	Sealing string         `json:"sealing,omitempty"`
}

// unlock opens a locked key file. Its owner is asked once a command.
func (e *env) unlock(path, locked string) (s secrets, err error) {
	if s, is := e.unlocked[locked]; is {
		return s, nil
	}
	phrase, err := askPassphrase(fmt.Sprintf("Passphrase of %s: ", path))
	if err != nil {
		return s, err
	}
	text, err := seal.Unlock(phrase, locked)
	switch {
	case errors.Is(err, seal.ErrWrongPassphrase):
		return s, problem.Invalid(problem.PassphraseWrong, problem.P{"file": path})
	case err != nil:
		return s, fmt.Errorf("open %s: %w", path, err)
	}
	if err := json.Unmarshal(text, &s); err != nil {
		return s, problem.Invalid(problem.KeyFileWrong, problem.P{"file": path})
	}
	if e.unlocked == nil {
		e.unlocked = map[string]secrets{}
	}
	e.unlocked[locked] = s
	return s, nil
}

// newPassphrase asks whoever makes a key for its passphrase, twice; "" if there is to be none.
func newPassphrase(none bool) (string, error) {
	if none {
		return "", nil
	}
	phrase, err := askPassphrase("A passphrase for the new key: ")
	if err != nil {
		return "", err
	}
	if utf8.RuneCountInString(phrase) < shortest {
		return "", problem.Invalid(problem.PassphraseShort, problem.P{"least": shortest})
	}
	if os.Getenv(passphraseFile) != "" {
		return phrase, nil
	}
	again, err := askPassphrase("The same once more: ")
	if err == nil && again != phrase {
		err = problem.Invalid(problem.PassphrasesDiffer)
	}
	return phrase, err
}

// askPassphrase reads it from the file that programs name, or from whoever sits there.
func askPassphrase(prompt string) (string, error) {
	if file := os.Getenv(passphraseFile); file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return "", fmt.Errorf("read passphrase: %w", err)
		}
		phrase, _, _ := strings.Cut(string(text), "\n")
		return strings.TrimSuffix(phrase, "\r"), nil
	}
	phrase, err := passphraseTyped(prompt)
	if errors.Is(err, errNoTerminal) {
		err = problem.Invalid(problem.PassphraseUnasked, problem.P{"name": passphraseFile})
	}
	return phrase, err
}

// errNoTerminal says that nobody sits there.
var errNoTerminal = errors.New("there is no terminal")

// passphraseTyped asks whoever sits there, and shows nothing of what is typed.
func passphraseTyped(prompt string) (string, error) {
	terminal, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil || !term.IsTerminal(int(terminal.Fd())) {
		return "", errNoTerminal
	}
	defer terminal.Close()
	fmt.Fprint(terminal, prompt)
	phrase, err := term.ReadPassword(int(terminal.Fd()))
	fmt.Fprintln(terminal)
	if err != nil {
		return "", fmt.Errorf("read passphrase: %w", err)
	}
	return string(phrase), nil
}
