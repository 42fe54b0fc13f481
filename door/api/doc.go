// Package api is the HTTP door of an office: acts come in, states, lists, counts, events,
// the register and files of evidence go out. What it speaks is described by the OpenAPI
// 3.1 document that it serves at /openapi.json, made from the types of its handlers.
//
// It decides nothing. Rights are package policy's and are applied by package office; the
// door finds out who asks (package session), turns requests into calls, and refusals into
// problems (RFC 9457) in the reader's language. What went wrong inside never leaves the
// machine: it is logged, once.
//
// Whoever asks without a token is a stranger and gets the public edition. A token that is
// given and does not hold is refused, never taken for a stranger's silence. Acts need no
// token: each carries its author's signature.
//
// Every limit is explicit: sizes of bodies and headers, times, lengths of pages, streams at
// once, and how often strangers may ask. Answers that hold personal data are not to be
// kept by caches. There is no CORS: pages of other origins have no business here.
package api
