package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// Config serves with certificates that the authority signs for hosts, names and IP addresses: each for 90
// days, the next one before a third of that is left. now is the office's clock. The error says which
// host the authority may not vouch for.
func (a *Authority) Config(hosts []string, now func() time.Time, random io.Reader) (*tls.Config, error) {
	s := &serving{authority: a, hosts: hosts, now: now, random: random}
	if _, err := s.current(nil); err != nil {
		return nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS13, GetCertificate: s.current, NextProtos: []string{"h2", "http/1.1"}}, nil
}

type serving struct {
	authority *Authority
	hosts     []string
	now       func() time.Time
	random    io.Reader

	mu   sync.Mutex
	held *tls.Certificate
}

func (s *serving) current(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if s.held != nil && now.Before(s.held.Leaf.NotAfter.Add(-leaf/3)) && now.After(s.held.Leaf.NotBefore) {
		return s.held, nil
	}
	next, err := s.authority.leaf(s.hosts, now, s.random)
	if err != nil {
		return nil, err
	}
	s.held = next
	return next, nil
}

func (a *Authority) leaf(hosts []string, now time.Time, random io.Reader) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), random)
	if err != nil {
		return nil, fmt.Errorf("make key of a certificate: %w", err)
	}
	template, err := template(hosts[0], now, now.Add(leaf), random)
	if err != nil {
		return nil, err
	}
	template.KeyUsage, template.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
			continue
		}
		template.DNSNames = append(template.DNSNames, host)
	}
	certificate, err := sign(template, a.certificate, key.Public(), a.key, random)
	if err != nil {
		return nil, err
	}
	for _, host := range hosts {
		if err := a.vouches(certificate, host, now); err != nil {
			return nil, err
		}
	}
	return &tls.Certificate{Certificate: [][]byte{certificate.Raw, a.certificate.Raw}, PrivateKey: key, Leaf: certificate}, nil
}

// vouches holds a certificate to what clients will hold it to.
func (a *Authority) vouches(certificate *x509.Certificate, host string, now time.Time) error {
	if err := verify(certificate, a.certificate, host, now); err != nil {
		return fmt.Errorf("the certificate authority of this office cannot vouch for %s: %w", host, err)
	}
	return nil
}

func verify(certificate, root *x509.Certificate, host string, now time.Time) error {
	roots := x509.NewCertPool()
	roots.AddCert(root)
	_, err := certificate.Verify(x509.VerifyOptions{Roots: roots, DNSName: host, CurrentTime: now})
	return err
}
