package main

import (
	"context"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"strings"

	"golang.org/x/text/language"

	"truce/door/api"
	"truce/door/folded"
	"truce/door/tiles"
	"truce/ground/problem"
	"truce/web"
)

// serveCopy shows a copy in the desk, on this machine and to its reader alone: whoever opens the address that is printed.
func (c *serveCmd) serveCopy(ctx context.Context, e *env) error {
	if host, _, err := net.SplitHostPort(c.Listen); err != nil || !loopback(host) {
		return problem.Invalid(problem.ThisMachineAlone, problem.P{"address": c.Listen})
	}
	opened, err := c.ownCopy.open(ctx, e)
	if err != nil {
		return err
	}
	return errors.Join(c.showCopy(ctx, e, opened), opened.Close())
}

func (c *serveCmd) showCopy(ctx context.Context, e *env, opened *folded.Copy) error {
	ticket, err := newTicket(e.rand)
	if err != nil {
		return err
	}
	door := api.New(opened.House, api.Options{Log: e.log, Now: e.now, Rand: e.rand, Version: version(), Reader: &opened.Reader, StrangerRate: freely, StrangerBurst: freely})
	maps := tiles.New(opened.Reading, tiles.Options{Log: e.log, Now: e.now, Identify: door.Identify, Filter: door.Filter, Fail: door.Fail}, door)
	desk, err := web.New(web.Options{TimeZone: deskZone(c.TimeZone, opened.House), Admission: opened.House.Number, Now: e.now, Copy: deskCopy(opened)}, maps)
	if err != nil {
		return err
	}
	listener, err := c.listen()
	if err != nil {
		return err
	}
	e.printf("%s\nOpen this address in a browser on this machine. Nobody else can: it is made anew each time. Stop with Ctrl-C.\n\n  %s%s%s\n",
		copyWords(opened), c.address(listener.Addr()), ticketPath, ticket)
	return e.answer(ctx, door.Server(ticketed{ticket, desk, door.Fail}), maps, listener)
}

// deskCopy is what the desk says of the copy on every page.
func deskCopy(c *folded.Copy) *web.Copy {
	told := &web.Copy{Register: c.Head.Origin, Entries: c.Head.Size, Until: c.Until, Person: string(c.Reader.ID)}
	for _, n := range c.Copied().Open {
		told.Open += n
	}
	return told
}

// A ticket lets one browser in: it comes with the first address and is kept as a cookie. Other people on the machine, and
// pages of others in the same browser, do not have it.
const (
	ticketPath   = "/copy/"
	ticketCookie = "truce-copy"
)

func newTicket(rand io.Reader) (string, error) {
	var b [20]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("draw ticket: %w", err)
	}
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:])), nil
}

// ticketed is a door that only who has the ticket comes through.
type ticketed struct {
	ticket string
	next   http.Handler
	fail   func(http.ResponseWriter, *http.Request, error)
}

// ServeHTTP is that of http.Handler.
func (t ticketed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if given, is := strings.CutPrefix(r.URL.Path, ticketPath); is && r.Method == http.MethodGet && t.is(given) {
		http.SetCookie(w, &http.Cookie{Name: ticketCookie, Value: given, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Referrer-Policy", "no-referrer")
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	if cookie, err := r.Cookie(ticketCookie); err != nil || !t.is(cookie.Value) {
		t.refuse(w, r)
		return
	}
	t.next.ServeHTTP(w, r)
}

// refuse says which address to open: to a person's browser in a page, to a program as every refusal.
func (t ticketed) refuse(w http.ResponseWriter, r *http.Request) {
	refusal := problem.Unauthenticated(problem.CopyAddressNeeded)
	if r.Method != http.MethodGet || !strings.Contains(r.Header.Get("Accept"), "text/html") {
		t.fail(w, r, refusal)
		return
	}
	wanted, _, _ := language.ParseAcceptLanguage(r.Header.Get("Accept-Language")) // none: English
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'none'")
	w.WriteHeader(http.StatusUnauthorized)
	fmt.Fprintf(w, "<!DOCTYPE html><meta charset=utf-8><title>Truce</title><p dir=auto>%s</p><p dir=auto>%s</p>\n",
		html.EscapeString(refusal.Sentence(wanted...)), html.EscapeString(refusal.Remedy(wanted...)))
}

func (t ticketed) is(given string) bool {
	return subtle.ConstantTimeCompare([]byte(given), []byte(t.ticket)) == 1
}
