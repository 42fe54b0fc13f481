// Package vault encrypts an office's folder: a disk on a disk, on which no file of the office is ever written in the clear. SQLite's
// files, the database, its log and what it needs for a moment, go through it as all others do (package vfs).
//
// # The folder
//
// The data key is 32 random bytes. The file encryption.json holds it, wrapped by age for each who may open the folder: a passphrase or
// a key file at every start, and two or more keys of recovery, which lie elsewhere. Wrapping it for others rewrites nothing but that
// file. What has to be read without the key stays in the clear: that file, locks, and what is handed out to everybody, the register's
// public key and the certificate of the office's own authority.
//
// # A file
//
// Each file begins with 64 bytes in the clear: by which form it is written, of which folder it is, and its own random number, from which
// and the data key its own key is derived (HKDF with SHA-256). Everything behind them is pieces, each encrypted and authenticated by
// XChaCha20-Poly1305 under a nonce of 24 random bytes, which never comes twice, whatever a crash tears or a program writes again.
// What is authenticated with a piece is the head of its file and its place in it: a piece that was moved, or is of another file, or of
// another folder, is not read. One that stood at the same place before is: who puts back an earlier state of a file, or of the folder, is
// found by the register alone.
//
// A piece is written whole, and a write that is torn loses the piece. So the pieces of a file are what its writer writes at once, and no
// write that is under way can take along what lasted before:
//
//   - a database has pieces of a page: SQLite writes pages only while they stand in its log, synced;
//   - its log has a piece for its head, and for each frame one of the frame's head and one of the page;
//   - any other file is a stream: whole pieces at their places, and its last bytes, as long as they make no whole piece, in one of two places
//     at its beginning, in turns, so that what was synced stays until what follows it was synced too. Bytes behind what was synced may be
//     written again; whole pieces in the middle that were synced are not to be.
//
// That is the promise of package disk, no more and no less: what was synced lasts, of what was not any part may be lost. What is lost
// of a log or a journal is read as nothing, so that SQLite ends there by its own checksums; anywhere else it is disk.ErrAltered.
package vault
