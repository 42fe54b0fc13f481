package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"truce/door/client"
	"truce/ground/problem"
	"truce/tool/authority"
	"truce/tool/disk"
)

// encrypting says how an office's door is kept from who listens on the network. What other machines reach
// is never served in the clear: without a certificate of others, the office vouches for itself.
type encrypting struct {
	TLSCert      string   `help:"Certificate chain (PEM) of an authority that people's machines trust already." placeholder:"FILE"`
	TLSKey       string   `help:"Its private key (PEM)." placeholder:"FILE"`
	TLS          bool     `name:"tls" help:"Encrypt with the office's own certificate authority although only this machine can reach it. For a network that is always so, if no certificate is given."`
	NewAuthority bool     `help:"Make the office's own certificate authority anew. Everybody must then be handed its new fingerprint."`
	Address      []string `help:"Name or address by which others reach this machine, if not one of its own: sign-ins are taken for these alone." placeholder:"HOST"`
}

func (c encrypting) fits() error {
	switch {
	case (c.TLSCert == "") != (c.TLSKey == ""):
		return problem.Invalid(problem.OptionsTogether, problem.P{"options": []string{"--tls-cert", "--tls-key"}})
	case c.TLSCert != "" && (c.TLS || c.NewAuthority):
		return problem.Invalid(problem.OptionsApart, problem.P{"options": []string{"--tls-cert, --tls-key", "--tls, --new-authority"}})
	}
	return nil
}

// own says whether the office vouches for itself.
func (c encrypting) own(listen string) bool {
	host, _, _ := net.SplitHostPort(listen)
	return c.TLSCert == "" && (c.TLS || c.NewAuthority || !loopback(host))
}

// secured is a listener of which everything is encrypted, or the same one if nobody else can reach it.
func (c encrypting) secured(e *env, folder, name string, listener net.Listener) (net.Listener, *authority.Authority, error) {
	if c.TLSCert != "" {
		pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
		if err != nil {
			return nil, nil, fmt.Errorf("read certificate: %w", err)
		}
		return tls.NewListener(listener, &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{pair}, NextProtos: []string{"h2", "http/1.1"}}), nil, nil
	}
	if !c.own(listener.Addr().String()) {
		return listener, nil, nil
	}
	hosts := slices.Concat(c.Address, reachedBy(listener.Addr()), []string{"localhost"})
	own, err := c.authority(e, folder, name, hosts)
	if err != nil {
		return nil, nil, err
	}
	config, err := own.Config(hosts, e.now, e.rand)
	if err != nil {
		return nil, nil, hinted{err, "It was made for other names. Start with --new-authority, and hand everybody its new fingerprint; or name the machine as before."}
	}
	return tls.NewListener(listener, config), own, nil
}

// authority is the office's, made at the first start that needs it.
func (c encrypting) authority(e *env, folder, name string, hosts []string) (*authority.Authority, error) {
	d, err := e.diskOf(folder)
	if err != nil {
		return nil, err
	}
	if !c.NewAuthority {
		own, err := authority.Open(d, folder)
		if !errors.Is(err, authority.ErrNone) {
			return own, err
		}
	}
	return authority.Make(d, folder, name, hosts, e.now(), e.rand)
}

// tellAuthority says how people know the office, and whether the founding says otherwise.
func (e *env) tellAuthority(folder string, own *authority.Authority, founded string) {
	print := own.Fingerprint().String()
	e.printf("The office vouches for its own address. Its certificate authority has the fingerprint (SHA-256)\n  %s\n"+
		"Hand it out on paper, with the file %s. Browsers take the file as an authority for web sites: it can vouch\n"+
		"for this office's names and private networks alone. Commands are given --authority, or TRUCE_AUTHORITY.\n",
		print, filepath.Join(folder, authority.CertificateFile))
	if founded != "" && founded != print {
		e.notef("WARNING: the founding act names another certificate authority, %s. Who was told that one will not trust this office, and is right.\n", founded)
	}
}

// trusts has all connections to offices trust one authority and no other.
func (e *env) trusts(fingerprint string) error {
	if fingerprint == "" {
		return nil
	}
	pinned, err := authority.ParseFingerprint(fingerprint)
	if err != nil {
		return hinted{fmt.Errorf("--authority: %w", err), "Copy it from the founding act, from the page that enrolled you, or from what the operator printed."}
	}
	e.pinned = &pinned
	return nil
}

// http is what offices are asked with.
func (e *env) http() *http.Client {
	if e.pinned == nil {
		return client.HTTP(nil)
	}
	return client.HTTP(authority.Pinned(*e.pinned, e.now))
}

// founding is the fingerprint that a founding act names: the one that the founder was told of, or that of
// the folder.
func (e *env) founding(folder string) (string, error) {
	if e.pinned != nil {
		return e.pinned.String(), nil
	}
	if folder == "" {
		return "", nil
	}
	certificate, err := authority.Read(disk.Own(), folder)
	if errors.Is(err, authority.ErrNone) || errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return authority.Of(certificate).String(), nil
}

// strange tells what a server showed that nobody named, if it vouches for itself.
func strange(err error) error {
	if other, is := errors.AsType[*authority.StrangerError](err); is {
		return problem.Conflict(problem.AuthorityOther, problem.P{"found": other.Seen.String()}).Because(err)
	}
	untrusted, is := errors.AsType[*tls.CertificateVerificationError](err)
	if !is {
		return nil
	}
	if seen, own := authority.Shown(untrusted.UnverifiedCertificates); own {
		return problem.Conflict(problem.AuthorityUnknown, problem.P{"found": seen.String()}).Because(err)
	}
	return hinted{fmt.Errorf("the certificate is not one that this machine trusts: %w", untrusted),
		"If the office has a certificate of others, get that authority's file from the office's people and name it in SSL_CERT_FILE."}
}

type authorityCmd struct {
	Data string `help:"Folder of the office." default:"./truce-data" placeholder:"FOLDER"`
}

// Run prints how people know the office, for paper.
func (c *authorityCmd) Run(_ context.Context, e *env) error {
	certificate, err := authority.Read(disk.Own(), c.Data)
	if errors.Is(err, authority.ErrNone) {
		return hinted{err, "It is made when the office is first served to other machines: `truce serve --listen 0.0.0.0:8440`."}
	}
	if err != nil {
		return err
	}
	e.printf("%s\n", authority.Of(certificate))
	text, err := os.ReadFile(filepath.Join(c.Data, authority.CertificateFile))
	if err != nil {
		return err
	}
	e.notef("For %v and private networks, until %s.\n", certificate.PermittedDNSDomains, certificate.NotAfter.UTC().Format(time.DateOnly))
	e.printf("%s", text)
	return nil
}
