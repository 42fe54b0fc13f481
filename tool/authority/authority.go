// Package authority is an office's own certificate authority, for a centre without internet: nobody
// else can vouch for its address there, and what people write must not go through its network in the clear.
//
// The authority (X.509, RFC 5280) may vouch for the office's names and addresses alone: its certificate
// says so (name constraints), so that a person who takes it into a browser gives nobody the power to pass for
// another site. People compare its [Fingerprint], which stands in the founding act and on the page that
// enrols a device. Its key stays in the office's folder and in no backup.
package authority

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"net"
	"path/filepath"
	"time"

	"truce/tool/disk"
)

// Files of an authority in an office's folder.
const (
	CertificateFile = "authority.pem"
	keyFile         = "authority.key"
)

// How long certificates hold. An office's clock may be days behind: each begins earlier than it was made.
const (
	years  = 10
	leaf   = 90 * 24 * time.Hour
	before = 7 * 24 * time.Hour
)

// ErrNone says that a folder has no authority.
var ErrNone = errors.New("the office has no certificate authority of its own")

// Authority is one that can vouch for its office.
type Authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
}

// Open reads the authority of a folder, from the disk on which it lies. The error is [ErrNone] if it has none.
func Open(d disk.Disk, folder string) (*Authority, error) {
	certificate, err := Read(d, folder)
	if err != nil {
		return nil, err
	}
	block, err := readPEM(d, filepath.Join(folder, keyFile), "PRIVATE KEY")
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(block)
	if err != nil {
		return nil, fmt.Errorf("read key of the certificate authority: %w", err)
	}
	own, is := key.(*ecdsa.PrivateKey)
	if !is || !own.PublicKey.Equal(certificate.PublicKey) {
		return nil, fmt.Errorf("%s and %s in %s do not belong together", keyFile, CertificateFile, folder)
	}
	return &Authority{certificate, own}, nil
}

// Read reads the certificate of a folder's authority.
func Read(d disk.Disk, folder string) (*x509.Certificate, error) {
	block, err := readPEM(d, filepath.Join(folder, CertificateFile), "CERTIFICATE")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(block)
	if err != nil {
		return nil, fmt.Errorf("read certificate of the authority: %w", err)
	}
	return certificate, nil
}

// Make makes an authority for an office, named as its register is, that is reached by these names and addresses, and keeps it in the
// folder. What was there is replaced: nobody who trusted it trusts the new one.
func Make(d disk.Disk, folder, name string, hosts []string, now time.Time, random io.Reader) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), random)
	if err != nil {
		return nil, fmt.Errorf("make key of the certificate authority: %w", err)
	}
	template, err := template("Truce: "+name, now, now.AddDate(years, 0, 0), random)
	if err != nil {
		return nil, err
	}
	template.IsCA, template.MaxPathLenZero = true, true
	template.KeyUsage, template.ExtKeyUsage = x509.KeyUsageCertSign, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	template.PermittedEmailAddresses = []string{".invalid"} // none: it vouches for servers
	template.PermittedDNSDomainsCritical = true
	template.PermittedDNSDomains, template.PermittedIPRanges = bounds(hosts)
	certificate, err := sign(template, template, key.Public(), key, random)
	if err != nil {
		return nil, err
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("keep key of the certificate authority: %w", err)
	}
	if err := writePEM(d, filepath.Join(folder, keyFile), "PRIVATE KEY", pkcs8); err != nil {
		return nil, err
	}
	return &Authority{certificate, key}, writePEM(d, filepath.Join(folder, CertificateFile), "CERTIFICATE", certificate.Raw)
}

// bounds are the names and addresses for which an authority may vouch: those given, and networks that no
// public site is in, because a centre's machine gets another address there from one day to the next.
func bounds(hosts []string) (names []string, networks []*net.IPNet) {
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			networks = append(networks, alone(ip))
			continue
		}
		names = append(names, host)
	}
	for _, private := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128"} {
		_, network, _ := net.ParseCIDR(private)
		networks = append(networks, network)
	}
	return append(names, "localhost"), networks
}

func alone(ip net.IP) *net.IPNet {
	if four := ip.To4(); four != nil {
		ip = four
	}
	return &net.IPNet{IP: ip, Mask: net.CIDRMask(8*len(ip), 8*len(ip))}
}

func template(name string, now, until time.Time, random io.Reader) (*x509.Certificate, error) {
	var serial [15]byte
	if _, err := io.ReadFull(random, serial[:]); err != nil {
		return nil, fmt.Errorf("number a certificate: %w", err)
	}
	return &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(serial[:]), Subject: pkix.Name{CommonName: name}, NotBefore: now.Add(-before), NotAfter: until,
		BasicConstraintsValid: true,
	}, nil
}

func sign(template, parent *x509.Certificate, public crypto.PublicKey, key crypto.Signer, random io.Reader) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(random, template, parent, public, key)
	if err != nil {
		return nil, fmt.Errorf("sign a certificate: %w", err)
	}
	return x509.ParseCertificate(der)
}

func readPEM(d disk.Disk, file, kind string) ([]byte, error) {
	text, err := disk.ReadFile(d, file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != kind {
		return nil, fmt.Errorf("%s holds no %s", file, kind)
	}
	return block.Bytes, nil
}

// writePEM writes a file that is whole or absent, for its owner alone.
func writePEM(d disk.Disk, file, kind string, der []byte) error {
	return disk.Replace(d, file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}
