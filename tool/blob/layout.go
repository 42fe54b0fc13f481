package blob

import "path"

// Names inside the folder. They are made of parsed IDs only, so no text from outside
// becomes a path.
const (
	uploadsFolder = "uploads"
	blobsFolder   = "blobs"
	lockFile      = "lock"
)

func (id UploadID) stateFile() string { return path.Join(uploadsFolder, id.String()+".json") }
func (id UploadID) partFile() string  { return path.Join(uploadsFolder, id.String()+".part") }

// aside is where a file that belongs to this upload is made before it gets its name.
func (id UploadID) aside(what string) string {
	return path.Join(uploadsFolder, id.String()+"."+what+".tmp")
}

// asides are all of them.
func (id UploadID) asides() []string {
	return []string{id.aside("state"), id.aside("age"), id.aside("work"), id.aside("stored")}
}

func (id ID) folder() string {
	text := id.String()
	return path.Join(blobsFolder, text[:2], text[2:4])
}

func (id ID) sealedFile() string  { return path.Join(id.folder(), id.String()+".age") }
func (id ID) workingFile() string { return path.Join(id.folder(), id.String()+".work") }
func (id ID) storedFile() string  { return path.Join(id.folder(), id.String()+".json") }
