package api

import (
	"encoding/base64"
	"strings"

	"truce/ground/problem"
	"truce/tool/blob"
)

// metadata is what a sender says of a file (tus 1.0, Upload-Metadata).
type metadata struct {
	mediaType       string // mediaType or, as common clients call it, filetype
	sha256          string // of the original, if the sender knows it
	nothingPersonal bool
}

// readMetadata leaves out what it does not know. File names least of all are kept: they
// name people and places.
func readMetadata(header string) (m metadata, err error) {
	for pair := range strings.SplitSeq(header, ",") {
		name, encoded, _ := strings.Cut(strings.TrimSpace(pair), " ")
		value, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
		if err != nil {
			return m, problem.Invalid(problem.RequestMalformed).At("Upload-Metadata").Because(err)
		}
		switch name {
		case "mediaType", "filetype":
			m.mediaType = string(value)
		case "sha256":
			m.sha256 = string(value)
		case "nothingPersonal":
			m.nothingPersonal = string(value) == "true"
		}
	}
	_, err = readSHA256(m.sha256, "Upload-Metadata")
	return m, err
}

// readSHA256 answers the zero ID, which stands for no wish, only if none was said.
func readSHA256(given, where string) (blob.ID, error) {
	if given == "" {
		return blob.ID{}, nil
	}
	id, err := blob.ParseID(given)
	if err != nil || id.IsZero() {
		return id, problem.Invalid(problem.RequestMalformed).At(where).Because(err)
	}
	return id, nil
}
