package exchange

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"truce/act"
	"truce/office"
	"truce/policy"
	"truce/register"
	"truce/seal"
)

var errSoon = errors.New("being built")

type ExportOptions struct {
	HiddenAgain bool // write all disclosures again, for example after some were dropped
}

type Exported struct {
	Head     register.SignedHead
	From     int64 // entries that the folder had before
	Written  int   // files of the register
	Hidden   int   // files of disclosures
	Evidence int   // files of evidence
}

func Export(ctx context.Context, o *office.Office, who policy.Person, dir string, opts ExportOptions, tell Tell) (Exported, error) {
	return Exported{}, errSoon
}

type CheckOptions struct {
	Key       string           // verifier key known from elsewhere; "": the remembered one, else the copy's own
	Files     fs.FS            // the copy's folder, for hidden/ and evidence/; nil: the register alone
	Memory    string           // folder of the heads that this party remembers; "": nothing is remembered
	Now       func() time.Time // required with Memory
	MaxListed int              // findings that are listed; 0: 100
}

type Finding struct {
	First, Last int64 // entries, from 0, among which it is; the same if it is known which
	Act         act.ID
	Subject     act.SubjectID
	Path        string // file in which it shows, if it is one
	What        string // a sentence for a person
}

type Evidence struct {
	Looked  bool            // false: the copy came without evidence
	Named   int             // files that acts name
	Present int             // of them here and unaltered
	Absent  []act.SubjectID // first ones that are not here
}

type Report struct {
	Origin      string
	Key         string // verifier key that was used
	KeyFrom     KeyFrom
	Head        register.SignedHead
	From, Until time.Time // received times of the first and last entry
	Acts        int64     // acts that were checked
	Disclosed   int64     // disclosures that were held against their acts
	Bad         int64     // all findings, listed or not
	Findings    []Finding // the first of them, by position
	Forks       []register.SignedHead
	BehindBy    int64
	Evidence    Evidence
}

type KeyFrom string

const (
	KeyGiven      KeyFrom = "given"
	KeyRemembered KeyFrom = "remembered"
	KeyOfCopy     KeyFrom = "copy"
)

// OK reports that nothing wrong was found.
func (r Report) OK() bool { return r.Bad == 0 && len(r.Forks) == 0 }

func Check(ctx context.Context, src register.Source, o CheckOptions, tell Tell) (Report, error) {
	return Report{}, errSoon
}

type CompareOptions struct {
	Key      string // verifier key known from elsewhere; "": the first copy's own
	Evidence string // file to write when there is a fork; "": none
}

type Comparison struct {
	Verdict  Verdict
	A, B     register.SignedHead
	BehindBy int64  // entries that the shorter one lacks
	Index    int64  // first entry at which the histories part; -1 if that is not known
	Written  string // the evidence file, if one was written
}

type Verdict string

const (
	Same      Verdict = "same"
	Behind    Verdict = "behind"
	Forked    Verdict = "forked"
	Undecided Verdict = "undecided"
)

func Compare(ctx context.Context, a, b register.Source, o CompareOptions) (Comparison, error) {
	return Comparison{}, errSoon
}

func CompareHeads(ctx context.Context, mine register.Source, theirs []byte, o CompareOptions) (Comparison, error) {
	return Comparison{}, errSoon
}

type BackupOptions struct {
	Now        func() time.Time
	WithKeyFor []string // age recipients to whom the register's private key is sealed; none: it stays out
}

type Manifest struct {
	Origin string    `json:"origin"`
	Size   int64     `json:"size"` // entries
	Made   time.Time `json:"made"`
	Head   string    `json:"head,omitzero"` // last signed head (C2SP signed note)
}

func Backup(ctx context.Context, folder, file string, o BackupOptions, tell Tell) (Manifest, error) {
	return Manifest{}, errSoon
}

type RestoreOptions struct {
	Identity *seal.Identity // opens the register's private key, if the backup holds it
}

type Restored struct {
	Manifest
	Fresh   bool     // there was no office in the folder before
	KeyHere bool     // the register's private key is in the folder
	Next    []string // what the person has to do now, a sentence each
}

func Restore(ctx context.Context, file, folder string, o RestoreOptions, tell Tell) (Restored, error) {
	return Restored{}, errSoon
}
