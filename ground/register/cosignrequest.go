package register

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// ErrCosignRequest says that bytes are not a request for a cosignature.
var ErrCosignRequest = errors.New("not a cosigning request")

// CosignRequest asks a cosigner to sign a head: the body of add-checkpoint (C2SP tlog-witness).
type CosignRequest struct {
	// Known is the size of the head that the cosigner is believed to have seen last, 0 if none.
	Known int64
	// Proof shows that Head extends the head of size Known; empty if Known is 0.
	Proof tlog.TreeProof
	// Head is the signed tree head to cosign.
	Head []byte
}

// ParseCosignRequest accepts only what [CosignRequest.Bytes] writes. It checks the form alone.
func ParseCosignRequest(b []byte) (CosignRequest, error) {
	top, head, ok := strings.Cut(string(b), "\n\n")
	lines := strings.Split(top, "\n")
	known, old := strings.CutPrefix(lines[0], "old ")
	r := CosignRequest{Proof: parseHashes(lines[1:]), Head: []byte(head)}
	r.Known, _ = strconv.ParseInt(known, 10, 64)
	// Whatever was malformed above does not come out as it went in.
	if !ok || !old || r.Known < 0 || len(r.Proof) > maxProofHashes || string(r.Bytes()) != string(b) {
		return CosignRequest{}, fmt.Errorf("parse cosigning request: %w", ErrCosignRequest)
	}
	return r, nil
}

// Bytes is the request as it travels.
func (r CosignRequest) Bytes() []byte {
	b := fmt.Appendf(nil, "old %d\n", r.Known)
	b = appendHashes(b, r.Proof)
	return append(append(b, '\n'), r.Head...)
}
