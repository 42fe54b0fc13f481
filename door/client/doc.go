// Package client speaks to an office over HTTP: for the command line, for offices that
// copy each other's registers, for programs of others. Refusals come back as the
// *wire.Problem that the office answered, in the language asked for.
//
// Everything here may be sent twice without harm: an act is one act however often it
// comes, and uploads go on where they were. So requests that fail on the way, or that the
// office is too busy for, are tried again a few times, with growing pauses; refusals are
// not.
package client
