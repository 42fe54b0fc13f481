package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"truce/ground/act"
	"truce/ground/problem"
	"truce/judge/policy"
	"truce/noun/evidence"
	"truce/tool/blob"
)

type evidenceInput struct {
	SHA256 string `path:"sha256" format:"digest" doc:"of the original, 64 hexadecimal digits"`
}

type evidenceOutput struct{ Body blob.Stored }

// evidence describes a file. Those who may send files or see working copies may know what
// became of one that is there for them.
func (a *API) evidence(ctx context.Context, c *caller, in *evidenceInput) (*evidenceOutput, error) {
	if err := a.may(c, policy.Upload); err != nil {
		if refused := a.may(c, policy.WorkingCopy); refused != nil {
			return nil, refused
		}
	}
	stored, err := a.file(ctx, c, in.SHA256)
	if err != nil {
		return nil, err
	}
	return &evidenceOutput{stored}, nil
}

// file is one that is there for the reader: of what an act says, for those who may see that record, and else for who sent it alone.
// For everybody else it is as if it was not there: a file tells by its hash that somebody has it, and handed it in.
func (a *API) file(ctx context.Context, c *caller, hash string) (blob.Stored, error) {
	id, err := blobOf(hash)
	if err != nil {
		return blob.Stored{}, err
	}
	seen, err := a.office.Reading.Seen(ctx, c.who(), subjectOfFile(id))
	if err != nil {
		return blob.Stored{}, err
	}
	if len(seen) > 0 {
		return a.deposited(id, seen)
	}
	stored, err := a.office.Blobs().Sent(string(c.session.Key), id)
	return stored, evidenceProblem(err, hash)
}

// deposited is a file as records that the reader may see tell of it: a working copy that they do not name is somebody else's.
// A description that says otherwise than they do was altered: forms are compared with what was signed.
func (a *API) deposited(id blob.ID, records [][]byte) (blob.Stored, error) {
	stored, err := a.office.Blobs().Stat(id)
	if err != nil {
		return blob.Stored{}, evidenceProblem(err, id.String())
	}
	named, sealed, working := false, false, false
	for _, record := range records {
		var e evidence.Evidence
		if err := json.Unmarshal(record, &e); err != nil {
			return blob.Stored{}, problem.Internal(problem.StorageFailed).Because(err)
		}
		named = named || e.Working != ""
		sealed = sealed || e.Sealed == stored.SealedSHA256.String()
		working = working || stored.Working != nil && e.Working == stored.Working.SHA256.String()
	}
	if !sealed || named && stored.Working != nil && !working {
		return blob.Stored{}, evidenceProblem(blob.ErrAltered, id.String())
	}
	if stored = stored.Plain(); stored.Working != nil && !named {
		stored.Working = nil
	}
	return stored, nil
}

func blobOf(text string) (blob.ID, error) {
	id, err := blob.ParseID(text)
	if err != nil {
		return id, problem.NotFound(problem.EvidenceMissing, problem.P{"hash": text}).Because(err)
	}
	return id, nil
}

// form answers the working copy or the sealed original, whole or a range of it. Who read
// what is logged.
func (a *API) form(w http.ResponseWriter, r *http.Request) {
	serve, known := map[string]func(http.ResponseWriter, *http.Request) error{
		"working": a.workingCopy, "sealed": a.sealedOriginal,
	}[r.PathValue("form")]
	err := error(problem.NotFound(problem.NothingFound, problem.P{"id": r.URL.Path}))
	if known {
		err = serve(w, r)
	}
	if err != nil {
		a.fail(w, r, err)
	}
}

func (a *API) workingCopy(w http.ResponseWriter, r *http.Request) error {
	stored, err := a.stored(r, policy.WorkingCopy)
	if err != nil {
		return err
	}
	if stored.Working == nil {
		return evidenceProblem(blob.ErrNoWorking, stored.ID.String())
	}
	file, err := a.office.Blobs().OpenAs(r.Context(), stored.ID, blob.Working, stored.Working.SHA256)
	if err != nil {
		return evidenceProblem(err, stored.ID.String())
	}
	defer file.Close()
	name := stored.ID.String() + ending(stored.Working.MediaType)
	if err := a.office.Reading.Note(callerOf(r.Context()).who(), subjectOfFile(stored.ID), string(policy.WorkingCopy)); err != nil {
		return err
	}
	send(w, r, file, download{name, stored.Working.MediaType, stored.Working.SHA256})
	return nil
}

func (a *API) sealedOriginal(w http.ResponseWriter, r *http.Request) error {
	stored, err := a.stored(r, policy.SealedOriginal)
	if err != nil {
		return err
	}
	file, err := a.office.Blobs().OpenAs(r.Context(), stored.ID, blob.Sealed, stored.SealedSHA256)
	if err != nil {
		return evidenceProblem(err, stored.ID.String())
	}
	defer file.Close()
	if err := a.office.Reading.Note(callerOf(r.Context()).who(), subjectOfFile(stored.ID), string(policy.SealedOriginal)); err != nil {
		return err
	}
	send(w, r, file, download{stored.ID.String() + ".age", "application/octet-stream", stored.SealedSHA256})
	return nil
}

func subjectOfFile(id blob.ID) act.SubjectID { return act.SubjectID(evidence.Noun + "/" + id.String()) }

// ending is that of the types of which there are working copies. The machine's own list
// would name a file differently on each.
func ending(mediaType string) string {
	switch mediaType {
	case "image/jpeg":
		return ".jpg"
	case "image/png", "text/csv", "application/json", "application/xml", "video/mp4":
		_, subtype, _ := strings.Cut(mediaType, "/")
		return "." + subtype
	case "video/quicktime":
		return ".mov"
	case "text/plain":
		return ".txt"
	}
	return ""
}

// stored looks at the right before it looks for the file.
func (a *API) stored(r *http.Request, right policy.Action) (blob.Stored, error) {
	if err := a.may(callerOf(r.Context()), right); err != nil {
		return blob.Stored{}, err
	}
	return a.file(r.Context(), callerOf(r.Context()), r.PathValue("sha256"))
}

type download struct {
	name, mediaType string
	sha256          blob.ID
}

// send never lets a file be shown in a page: it is kept, under a name that says nothing.
func send(w http.ResponseWriter, r *http.Request, file io.ReadSeeker, d download) {
	h := w.Header()
	h.Set("Content-Type", d.mediaType)
	h.Set("Content-Disposition", `attachment; filename="`+d.name+`"`)
	h.Set("ETag", `"`+d.sha256.String()+`"`)
	p := patient(w)
	defer p.stop()
	http.ServeContent(p.writer(w), r, "", time.Time{}, file)
}

// evidenceProblem tells people what the store of files says.
func evidenceProblem(err error, hash string) error {
	for _, known := range []struct {
		is   error
		told *problem.Problem
	}{
		{blob.ErrNotFound, problem.NotFound(problem.EvidenceMissing, problem.P{"hash": hash})},
		{blob.ErrNoWorking, problem.NotFound(problem.NothingFound, problem.P{"id": hash + "/working"})},
		{blob.ErrAltered, problem.Conflict(problem.EvidenceAltered, problem.P{"hash": hash})},
		{blob.ErrDamaged, problem.Conflict(problem.EvidenceAltered, problem.P{"hash": hash})},
		{blob.ErrDiskFull, problem.Unavailable(problem.DiskFull)},
		{blob.ErrNotWritable, problem.Unavailable(problem.FolderReadOnly, problem.P{"folder": "evidence"})},
		{blob.ErrLength, problem.Invalid(problem.RequestMalformed).At("Upload-Length")},
		{blob.ErrMediaType, problem.Invalid(problem.RequestMalformed).At("Upload-Metadata")},
		{blob.ErrQuota, problem.Unavailable(problem.OfficeBusy)},
		{blob.ErrBusy, problem.Unavailable(problem.OfficeBusy)},
		{blob.ErrNoUpload, problem.NotFound(problem.UploadUnknown, problem.P{"upload": hash})},
		{blob.ErrExpired, problem.NotFound(problem.UploadUnknown, problem.P{"upload": hash})},
		{blob.ErrUploadDamaged, problem.NotFound(problem.UploadUnknown, problem.P{"upload": hash})},
		{blob.ErrBeyondLength, problem.Invalid(problem.RequestMalformed).At("Upload-Length")},
		{blob.ErrNoCustodians, problem.Conflict(problem.EvidenceNoCustodian)},
		{blob.ErrNotSealed, problem.Conflict(problem.EvidenceNoCustodian)},
	} {
		if errors.Is(err, known.is) {
			return known.told.Because(err)
		}
	}
	return err
}
