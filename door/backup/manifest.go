package backup

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"truce/ground/numbered"
	"truce/tool/headfile"
	"truce/tool/store"
)

// Names in a backup, and the files of an office's folder that they are.
const (
	manifestName  = "manifest.json"
	databaseName  = store.FileName
	keyName       = "register.pub"
	sealedKeyName = "register.key.age"
	signingName   = "register.key"
	headsName     = headfile.FileName
	lockName      = "lock"
	asideName     = ".new" // for what is not whole yet
)

const backupFormat = "truce-backup-1"

// maxManifestBytes is more than the manifest of a million files of evidence.
const maxManifestBytes = 1 << 30

// Manifest is the last member of a backup: what the others are, and how far the register
// in it goes.
type Manifest struct {
	Format  string    `json:"format"`
	Origin  string    `json:"origin"`
	Key     string    `json:"key"`            // verifier key (C2SP signed-note)
	Size    int64     `json:"size"`           // entries of the register
	Head    string    `json:"head,omitempty"` // last head that was signed when the backup began; none, if none was
	Lacks   int64     `json:"lacks,omitzero"` // acts of the register of which the office does not hold what they hide
	Made    time.Time `json:"made"`           // by the clock of the machine
	Members []Member  `json:"members"`
}

// Member is one file in a backup.
type Member struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// memberNames are the names that a backup may hold, besides the manifest's: no other
// becomes a path.
var memberNames = regexp.MustCompile(
	`^(` + regexp.QuoteMeta(store.FileName) + `|register\.pub|register\.key\.age|evidence/blobs/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}\.(age|work|json)|bulletins/[0-9a-f]{64}\.json)$`)

func parseManifest(text []byte) (Manifest, error) {
	var m Manifest
	if err := numbered.Read(text, backupFormat, &m); err != nil {
		return m, fmt.Errorf("read %s: %w", manifestName, err)
	}
	return m, nil
}

// equal refuses members that are missing, unexpected or altered.
func (m Manifest) equal(found map[string]Member) error {
	if len(m.Members) != len(found) {
		return fmt.Errorf("%d files, the manifest names %d", len(found), len(m.Members))
	}
	for _, want := range m.Members {
		if found[want.Name] != want {
			return fmt.Errorf("%s is missing or was altered", want.Name)
		}
	}
	for _, needed := range []string{databaseName, keyName} {
		if _, has := found[needed]; !has {
			return errors.New(needed + " is missing")
		}
	}
	return nil
}
