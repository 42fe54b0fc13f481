// Package blob keeps the files of evidence: photographs, films, documents, raw forms. A
// file is named by the SHA-256 of its sealed original, and an act cites that name; the
// file itself is never inside an act. Sealing draws chance, so whoever has the same file
// cannot tell from a name that it is here, and a name is checked by what it names.
//
// Of each file two forms are kept. The original, with all its metadata, is encrypted to
// the custodians of evidence before it becomes part of the store: the server cannot read
// it back. The working copy, made where that can be done safely, is the same picture or
// film without position, time, device or author; it is what people look at.
//
// # Life of a file
//
//	Create   a length and a claimed type are announced, room is reserved
//	Append   bytes arrive, any number of times, each time from Offset
//	Finish   hash compared, working copy made, original sealed, both kept; plain bytes removed
//	Stat, OpenAs, OpenWorking, OpenSealed, Check
//
// # Layout
//
//	uploads/<upload>.json    what is durably here of an upload: offset and hash state
//	uploads/<upload>.part    its plain bytes, until Finish
//	uploads/*.tmp            work in progress; removed by Open
//	originals/ab/cd/<key>    which blob holds these bytes, sealed to these custodians; a file that
//	                         comes twice is kept once. Made anew when it is not there
//	blobs/ab/cd/<id>.age     the sealed original
//	blobs/ab/cd/<id>.work    the working copy, if there is one
//	blobs/ab/cd/<id>.json    Stored; written last: without it there is no blob
//
// A folder copied elsewhere describes itself. Files are 0600, folders 0700.
//
// # Crashes
//
// Every change is written aside, flushed to disk, renamed into place, and its folder
// flushed. After a crash an upload stands at the last offset that was made durable, and
// a blob is there whole or not at all. The functions say at each step what a crash
// leaves.
//
// # What it is not for
//
// It speaks no HTTP (a door speaks tus 1.0 over it), decides no permissions, knows no
// format of pictures or films (package media does), and does not wipe disks: the plain
// bytes of an unfinished upload are deleted after Finish, and a disk may keep their
// traces. Encrypt the disk as well. One process at a time may write to a folder; any
// number may read and check.
package blob
