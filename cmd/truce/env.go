package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/mattn/go-isatty"
	"golang.org/x/text/language"

	"truce/ground/problem"
	"truce/ground/visible"
	"truce/office"
	"truce/tool/authority"
)

// env is what commands may use of the world.
type env struct {
	in        io.Reader
	out       *output
	err       io.Writer
	now       func() time.Time
	elapsed   func() time.Duration // by a clock that nobody sets
	rand      io.Reader
	log       *slog.Logger
	loud      *slog.LevelVar // from which level on log writes
	languages []language.Tag
	verbose   bool
	program   string // as it was called: what to type again
	terminal  bool   // err is one: progress can be drawn

	unlocked map[string]secrets // of key files whose owner was asked for the passphrase

	unlocking unlocking            // by what encrypted folders are opened
	folders   map[string]*unlocked // that were

	pinned *authority.Fingerprint // of the one authority that is trusted; nil: those that the machine knows

	budget office.Budget // of acts, where others hand them in

	clockConfirmed bool // an operator says that the clock is right, however far the last entry is from it
	rebuilds       bool // everything is folded again whatever the database looks like
}

// silent is no level that anything is logged at.
const silent = slog.LevelError + 1

func newEnv() *env {
	loud := new(slog.LevelVar)
	loud.Set(silent)
	return &env{
		in: os.Stdin, out: &output{Writer: os.Stdout, terminal: isatty.IsTerminal(os.Stdout.Fd())}, err: os.Stderr, now: time.Now, elapsed: elapsed(), rand: rand.Reader,
		log:       slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: loud})),
		loud:      loud,
		languages: languages(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")),
		program:   os.Args[0],
		terminal:  isatty.IsTerminal(os.Stderr.Fd()),
	}
}

// configure follows the flags that stand before any command.
func (e *env) configure(lang string, verbose bool) {
	if lang != "" {
		e.languages = languages(lang)
	}
	if e.verbose = verbose; verbose {
		e.log = slog.New(slog.NewTextHandler(e.err, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
}

// keepLog has what goes wrong written down while a program serves for days. A command that ends tells the person
// who called it, in sentences.
func (e *env) keepLog() {
	if e.loud != nil {
		e.loud.Set(slog.LevelWarn)
	}
}

// languages reads the first locale that is set, such as "tr_TR.UTF-8" (POSIX).
func languages(locales ...string) []language.Tag {
	for _, locale := range locales {
		locale, _, _ = strings.Cut(locale, ".")
		locale, _, _ = strings.Cut(locale, "@")
		if tag, err := language.Parse(locale); err == nil {
			return []language.Tag{tag}
		}
		if locale != "" {
			return nil // C or POSIX: English
		}
	}
	return nil
}

// language is what the person is told in.
func (e *env) language() string { return problem.Language(e.languages...).String() }

// written is the language of what the person writes, unless a text says its own: that of the
// locale, or "" if there is none.
func (e *env) written() string {
	if len(e.languages) == 0 {
		return ""
	}
	base, _ := e.languages[0].Base()
	return base.String()
}

// printf writes to standard output what people read.
func (e *env) printf(format string, args ...any) { fmt.Fprintf(e.eyes(), format, args...) }

// notef writes to standard error: what a person reads and a pipe does not want.
func (e *env) notef(format string, args ...any) {
	fmt.Fprint(e.err, visible.Text(fmt.Sprintf(format, args...)))
}
