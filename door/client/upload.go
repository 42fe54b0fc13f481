package client

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"truce/door/wire"
	"truce/ground/problem"
	"truce/tool/blob"
)

// stepBytes go in one request of an upload: what has to be sent again when a link breaks.
const stepBytes = 4 << 20

// File is what is to become evidence.
type File struct {
	Content         io.ReaderAt
	Size            int64
	MediaType       string  // RFC 2046; empty if unknown
	SHA256          blob.ID // zero: not known; else the office refuses any other file
	NothingPersonal bool    // the sender's word that a text names and places nobody
}

// Upload sends a file and answers what it became. It goes on where it was when the link
// breaks, as often as the client tries; after that, Resume goes on with the name that
// began was told.
func (c *Client) Upload(ctx context.Context, f File, began func(name string)) (blob.Stored, error) {
	name, err := c.announce(ctx, f)
	if err != nil {
		return blob.Stored{}, err
	}
	if began != nil {
		began(name)
	}
	return c.Resume(ctx, name, f)
}

func (c *Client) announce(ctx context.Context, f File) (string, error) {
	answer, err := c.send(ctx, request{method: http.MethodPost, path: "/api/evidence/uploads", headers: map[string]string{
		"Tus-Resumable": "1.0.0", "Upload-Length": strconv.FormatInt(f.Size, 10), "Upload-Metadata": f.metadata()}})
	if err != nil {
		return "", err
	}
	answer.Body.Close()
	name, found := strings.CutPrefix(answer.Header.Get("Location"), "/api/evidence/uploads/")
	if !found {
		return "", fmt.Errorf("begin upload: the office named no upload")
	}
	return name, nil
}

func (f File) metadata() string {
	pairs := []string{"mediaType " + base64.StdEncoding.EncodeToString([]byte(f.MediaType))}
	if !f.SHA256.IsZero() {
		pairs = append(pairs, "sha256 "+base64.StdEncoding.EncodeToString([]byte(f.SHA256.String())))
	}
	if f.NothingPersonal {
		pairs = append(pairs, "nothingPersonal "+base64.StdEncoding.EncodeToString([]byte("true")))
	}
	return strings.Join(pairs, ",")
}

// Resume goes on with an upload that began, by its name.
func (c *Client) Resume(ctx context.Context, name string, f File) (blob.Stored, error) {
	broken, pause, reached := 0, c.o.Pause, int64(-1)
	for {
		at, err := c.uploaded(ctx, name)
		if err != nil {
			return blob.Stored{}, err
		}
		if at.Evidence != nil {
			return *at.Evidence, nil
		}
		if at.Length != f.Size {
			return blob.Stored{}, errors.New("go on with upload: it is of a file of another size")
		}
		if at.Offset > reached {
			broken, pause, reached = 0, c.o.Pause, at.Offset
		}
		if err = c.sendSteps(ctx, name, f, at.Offset); err == nil {
			continue // all was sent: the next look finds the evidence
		}
		broken++
		wait, again := worthAnotherLook(err, pause)
		if !again || broken == c.o.Tries {
			return blob.Stored{}, err
		}
		select {
		case <-ctx.Done():
			return blob.Stored{}, err
		case <-time.After(wait):
		}
		pause *= 2
	}
}

// worthAnotherLook also takes an offset that was not the office's: before a link broke,
// more had arrived there than was known here.
func worthAnotherLook(err error, pause time.Duration) (time.Duration, bool) {
	if p, refused := errors.AsType[*wire.Problem](err); refused && p.Key == problem.EvidenceOffsetWrong.String() {
		return 0, true
	}
	return worthAnother(err, pause)
}

// sendSteps sends what is left.
func (c *Client) sendSteps(ctx context.Context, name string, f File, offset int64) error {
	for ; offset < f.Size; offset += stepBytes {
		n := min(stepBytes, f.Size-offset)
		q := uploadRequest(http.MethodPatch, name)
		q.mediaType = wire.MediaTusPatch
		q.headers["Upload-Offset"] = strconv.FormatInt(offset, 10)
		answer, err := c.once(ctx, q, io.NewSectionReader(f.Content, offset, n))
		if err != nil {
			return err
		}
		answer.Body.Close()
	}
	return nil
}

func (c *Client) uploaded(ctx context.Context, name string) (wire.Upload, error) {
	var at wire.Upload
	err := c.ask(ctx, uploadRequest(http.MethodGet, name), &at)
	return at, err
}

func uploadRequest(method, name string) request {
	id, query, _ := strings.Cut(name, "?")
	values, _ := url.ParseQuery(query) // what cannot be read is not sent on
	return request{method: method, path: "/api/evidence/uploads/" + id, query: values, headers: map[string]string{"Tus-Resumable": "1.0.0"}}
}
