package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

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
// became of one.
func (a *API) evidence(_ context.Context, c *caller, in *evidenceInput) (*evidenceOutput, error) {
	if err := a.may(c, policy.Upload); err != nil {
		if refused := a.may(c, policy.WorkingCopy); refused != nil {
			return nil, refused
		}
	}
	id, err := blobOf(in.SHA256)
	if err != nil {
		return nil, err
	}
	stored, err := a.office.Blobs().Stat(id)
	if err != nil {
		return nil, evidenceProblem(err, in.SHA256)
	}
	return &evidenceOutput{stored}, nil
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
	file, err := a.office.Blobs().OpenWorking(stored.ID)
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
	file, err := a.office.Blobs().OpenSealed(stored.ID)
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
	text := r.PathValue("sha256")
	id, err := blobOf(text)
	if err != nil {
		return blob.Stored{}, err
	}
	stored, err := a.office.Blobs().Stat(id)
	return stored, evidenceProblem(err, text)
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
