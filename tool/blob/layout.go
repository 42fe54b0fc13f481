package blob

import "path"

// Folder is what a store's folder is called inside an office's, and inside copies of it.
const Folder = "evidence"

// Names inside the folder. They are made of parsed IDs only, so no text from outside
// becomes a path.
const (
	uploadsFolder   = "uploads"
	blobsFolder     = "blobs"
	originalsFolder = "originals"
	lockFile        = "lock"
)

func (id UploadID) stateFile() string { return path.Join(uploadsFolder, id.String()+".json") }
func (id UploadID) partFile() string  { return path.Join(uploadsFolder, id.String()+".part") }

// aside is where a file that belongs to this upload is made before it gets its name.
func (id UploadID) aside(what string) string {
	return path.Join(uploadsFolder, id.String()+"."+what+".tmp")
}

// asides are all of them.
func (id UploadID) asides() []string {
	return []string{id.aside("state"), id.aside("age"), id.aside("work"), id.aside("stored"), id.aside("original")}
}

// Form is one of the files that are kept of a blob.
type Form string

// Forms of a blob.
const (
	Sealed      Form = "age"  // the original, sealed to custodians
	Working     Form = "work" // the copy that people look at, if there is one
	Description Form = "json" // Stored; written last
)

// Path is where a form lies below the folder of a store, with slashes.
func (id ID) Path(form Form) string { return path.Join(id.folder(), id.String()+"."+string(form)) }

func (id ID) folder() string {
	text := id.String()
	return path.Join(blobsFolder, text[:2], text[2:4])
}
