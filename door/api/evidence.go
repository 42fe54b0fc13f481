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

// form answers the working copy or the sealed original of a piece of evidence, whole or a range of it. Who read
// what is logged.
func (a *API) form(w http.ResponseWriter, r *http.Request) {
	var err error
	switch r.PathValue("form") {
	case "working":
		err = a.fetch(w, r, blob.Working, policy.WorkingCopy)
	case "sealed":
		err = a.fetch(w, r, blob.Sealed, policy.SealedOriginal)
	default:
		err = problem.NotFound(problem.NothingFound, problem.P{"id": r.URL.Path})
	}
	if err != nil {
		a.fail(w, r, err)
	}
}

// fetch looks at the right before it looks for the file. A file is found by a record that the reader may see, and by nothing
// else, and is compared with what was signed there. What one's own side deposited no policies withhold from those who need it.
func (a *API) fetch(w http.ResponseWriter, r *http.Request, form blob.Form, right policy.Action) error {
	c := callerOf(r.Context())
	if err := c.known(); err != nil {
		return err
	}
	name := r.PathValue("name")
	subject := act.SubjectID(evidence.Noun + "/" + name)
	e, err := a.piece(r.Context(), c, subject, right)
	if err != nil {
		return err
	}
	d := download{name + ".age", "application/octet-stream", e.Sealed}
	if form == blob.Working {
		d = download{name + ending(e.MediaType), e.MediaType, e.Working}
	}
	if d.sha256 == "" {
		return evidenceProblem(blob.ErrNoWorking, name)
	}
	kept, err := blob.ParseID(e.Sealed)
	want, wantErr := blob.ParseID(d.sha256)
	if err := errors.Join(err, wantErr); err != nil {
		return problem.Internal(problem.StorageFailed).Because(err)
	}
	file, err := a.office.Blobs().OpenAs(r.Context(), kept, form, want)
	if err != nil {
		return evidenceProblem(err, string(subject))
	}
	defer file.Close()
	if err := a.office.Reading.Note(c.who(), subject, string(right)); err != nil {
		return err
	}
	send(w, r, file, d)
	return nil
}

// piece is what a record of a file says, if it is there for the reader and the reader may have that form of the file.
func (a *API) piece(ctx context.Context, c *caller, subject act.SubjectID, right policy.Action) (e evidence.Evidence, err error) {
	seen, err := a.office.Reading.Seen(ctx, c.who(), subject)
	if err != nil {
		return e, err
	}
	if len(seen) == 0 {
		return e, problem.NotFound(problem.SubjectUnknown, problem.P{"subject": subject})
	}
	may, err := a.office.Reading.MayHave(c.who(), right, subject)
	if err != nil {
		return e, err
	}
	if !may {
		return e, a.office.Policy().Refusal(right)
	}
	if err := json.Unmarshal(seen[len(seen)-1], &e); err != nil {
		return e, problem.Internal(problem.StorageFailed).Because(err)
	}
	return e, nil
}

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

type download struct {
	name, mediaType, sha256 string
}

// send never lets a file be shown in a page: it is kept, under a name that says nothing.
func send(w http.ResponseWriter, r *http.Request, file io.ReadSeeker, d download) {
	h := w.Header()
	h.Set("Content-Type", d.mediaType)
	h.Set("Content-Disposition", `attachment; filename="`+d.name+`"`)
	h.Set("ETag", `"`+d.sha256+`"`)
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
