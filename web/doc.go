// Package web is the desk: the web application of an office, built by Vite into dist and
// embedded in the program, and the door that serves it.
//
// The desk is files that are the same for everybody. It knows what everybody knows: all
// that it shows beyond that, it asks of the office's other doors with its reader's own
// sign-in, and what it writes it signs in the browser with a key that never leaves it.
//
// dist is not in the repository. A program built before `make web` has no desk and says so.
package web
