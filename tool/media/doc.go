// Package media tells what a file is by its bytes, and takes out of pictures, films and
// texts what their makers did not mean to hand over: position, time, device, author.
//
//	Look            what the bytes are, beside what the sender says they are
//	Type.Cleaner    what makes a copy without traces of such a file, or why nothing can
//
// A cleaner keeps what it knows to be needed to show the file and drops all else. Where it
// is not certain of the result there is no copy: NotSafe says why, in a sentence for the
// person. It keeps nothing, encrypts nothing and knows of no office; package blob does that.
package media
