package register

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// ErrReceipt says that bytes are not a receipt.
var ErrReceipt = errors.New("not a receipt")

// receiptTitle is the first line of a C2SP tlog-proof.
const receiptTitle = "c2sp.org/tlog-proof@v1"

// maxProofHashes is more than the longest proof in a tree whose size fits an int64.
const maxProofHashes = 63

// Receipt shows offline that an entry is in a register (C2SP tlog-proof, file extension .tlog-proof). It
// does not hold the entry: whoever checks it brings that along.
type Receipt struct {
	// Extra is data for the application that nothing vouches for. Usually none.
	Extra []byte
	// Index is the position of the entry, from 0.
	Index int64
	Proof tlog.RecordProof
	// Head is a signed tree head, best with cosignatures.
	Head []byte
}

// ParseReceipt accepts only what [Receipt.Bytes] writes. It checks the form alone; see [Receipt.Check].
func ParseReceipt(b []byte) (Receipt, error) {
	top, head, ok := strings.Cut(string(b), "\n\n")
	lines := strings.Split(top, "\n")
	if !ok || len(lines) < 2 || lines[0] != receiptTitle {
		return Receipt{}, fmt.Errorf("parse receipt: no line %q: %w", receiptTitle, ErrReceipt)
	}
	r := Receipt{Head: []byte(head)}
	lines = lines[1:]
	if extra, ok := strings.CutPrefix(lines[0], "extra "); ok {
		r.Extra, _ = base64.StdEncoding.DecodeString(extra)
		lines = lines[1:]
	}
	if len(lines) > 0 {
		index, _ := strings.CutPrefix(lines[0], "index ")
		r.Index, _ = strconv.ParseInt(index, 10, 64)
		r.Proof = parseHashes(lines[1:])
	}
	// Whatever was malformed above does not come out as it went in.
	if r.Index < 0 || len(r.Proof) > maxProofHashes || string(r.Bytes()) != string(b) {
		return Receipt{}, fmt.Errorf("parse receipt: malformed: %w", ErrReceipt)
	}
	return r, nil
}

// Bytes is the receipt as a file.
func (r Receipt) Bytes() []byte {
	b := []byte(receiptTitle + "\n")
	if len(r.Extra) > 0 {
		b = fmt.Appendf(b, "extra %s\n", base64.StdEncoding.EncodeToString(r.Extra))
	}
	b = fmt.Appendf(b, "index %d\n", r.Index)
	b = appendHashes(b, r.Proof)
	return append(append(b, '\n'), r.Head...)
}

// Check checks that the entry with this leaf hash is in the register under a head that satisfies the
// policy, and returns that head.
func (r Receipt) Check(leaf tlog.Hash, policy Policy) (SignedHead, error) {
	head, _, err := policy.Check(r.Head)
	if err != nil {
		return SignedHead{}, fmt.Errorf("check receipt: %w", err)
	}
	if err := CheckInclusion(r.Proof, head.TreeHead, r.Index, leaf); err != nil {
		return SignedHead{}, fmt.Errorf("check receipt: %w", err)
	}
	return head, nil
}

// appendHashes writes hashes in base64, a line each.
func appendHashes(b []byte, hashes []tlog.Hash) []byte {
	for _, h := range hashes {
		b = append(append(b, h.String()...), '\n')
	}
	return b
}

// parseHashes reads what appendHashes wrote; a malformed line becomes a zero hash, so the caller compares
// what comes out with what went in.
func parseHashes(lines []string) []tlog.Hash {
	var hashes []tlog.Hash
	for _, line := range lines {
		h, _ := tlog.ParseHash(line)
		hashes = append(hashes, h)
	}
	return hashes
}
