package authority

import (
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Fingerprint is the SHA-256 of an authority's certificate (DER), by which people know it.
type Fingerprint [sha256.Size]byte

// Of is the fingerprint of a certificate.
func Of(certificate *x509.Certificate) Fingerprint { return sha256.Sum256(certificate.Raw) }

// Fingerprint is that of the authority.
func (a *Authority) Fingerprint() Fingerprint { return Of(a.certificate) }

// String writes it as browsers do: "AB:CD:…", 32 bytes.
func (f Fingerprint) String() string {
	var b strings.Builder
	for i, octet := range f {
		if i > 0 {
			b.WriteByte(':')
		}
		fmt.Fprintf(&b, "%02X", octet)
	}
	return b.String()
}

// ParseFingerprint reads one as people copy it: with colons, spaces or neither, in letters of either case.
func ParseFingerprint(text string) (f Fingerprint, err error) {
	digits := strings.NewReplacer(":", "", " ", "", "-", "").Replace(strings.TrimSpace(text))
	octets, err := hex.DecodeString(digits)
	if err != nil || len(octets) != len(f) {
		return f, errors.New("that is no fingerprint of a certificate authority: it has 64 digits from 0 to F, in pairs")
	}
	return Fingerprint(octets), nil
}

// StrangerError says that a server was vouched for by another authority than the one that was named.
type StrangerError struct{ Seen Fingerprint }

func (e *StrangerError) Error() string {
	return "the server shows the certificate authority " + e.Seen.String()
}

// Pinned trusts one authority and no other. now is the caller's clock.
func Pinned(trusted Fingerprint, now func() time.Time) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13,
		// The chain is verified below, against the one authority; names too.
		InsecureSkipVerify: true,
		VerifyConnection: func(s tls.ConnectionState) error {
			root := s.PeerCertificates[len(s.PeerCertificates)-1]
			seen := Of(root)
			if subtle.ConstantTimeCompare(seen[:], trusted[:]) != 1 {
				return &StrangerError{seen}
			}
			return verify(s.PeerCertificates[0], root, s.ServerName, now())
		},
	}
}

// Shown is the fingerprint of the authority that a server showed, if its certificate was signed by one
// that it sent along.
func Shown(chain []*x509.Certificate) (Fingerprint, bool) {
	if len(chain) < 2 || !chain[len(chain)-1].IsCA {
		return Fingerprint{}, false
	}
	return Of(chain[len(chain)-1]), true
}
