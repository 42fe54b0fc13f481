package authority_test

import (
	"crypto"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"truce/tool/authority"
	"truce/tool/disk"
)

var day = time.Date(2017, 5, 6, 12, 0, 0, 0, time.UTC)

func made(t *testing.T, hosts ...string) (*authority.Authority, string) {
	t.Helper()
	folder := t.TempDir()
	a, err := authority.Make(disk.Own(), folder, "centre.truce", hosts, day, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return a, folder
}

// served answers the address of a server that the authority vouches for at a moment.
func served(t *testing.T, a *authority.Authority, now func() time.Time) string {
	t.Helper()
	config, err := a.Config([]string{"127.0.0.1", "localhost"}, now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	s.Listener = tls.NewListener(s.Listener, config)
	s.Start()
	t.Cleanup(s.Close)
	return strings.Replace(s.URL, "http:", "https:", 1)
}

func get(address string, f authority.Fingerprint, now time.Time) error {
	transport := &http.Transport{TLSClientConfig: authority.Pinned(f, func() time.Time { return now })}
	defer transport.CloseIdleConnections()
	answer, err := (&http.Client{Transport: transport}).Get(address)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

func TestPinned(t *testing.T) {
	a, folder := made(t, "centre.example")
	clock := day
	address := served(t, a, func() time.Time { return clock })
	if err := get(address, a.Fingerprint(), day); err != nil {
		t.Errorf("the authority that was named is refused: %v", err)
	}
	other, _ := made(t)
	err := get(address, other.Fingerprint(), day)
	if stranger, is := errors.AsType[*authority.StrangerError](err); !is || stranger.Seen != a.Fingerprint() {
		t.Errorf("another authority than the one that was named: %v", err)
	}
	if err := get(address, a.Fingerprint(), day.AddDate(0, 0, 91)); err == nil {
		t.Error("a certificate that ended is taken")
	}
	clock = day.AddDate(0, 0, 61) // less than a third is left: the next one is shown
	if err := get(address, a.Fingerprint(), day.AddDate(0, 0, 91)); err != nil {
		t.Errorf("after renewing: %v", err)
	}
	again, err := authority.Open(disk.Own(), folder)
	if err != nil || again.Fingerprint() != a.Fingerprint() {
		t.Errorf("read again: %v", err)
	}
	if info, err := os.Stat(filepath.Join(folder, "authority.key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key can be read by others: %v %v", info.Mode(), err)
	}
}

// Who takes the authority into a browser gives it no power over other sites.
func TestMake_vouches_for_its_office_alone(t *testing.T) {
	a, _ := made(t, "centre.example", "203.0.113.7")
	now := func() time.Time { return day }
	for host, may := range map[string]bool{
		"centre.example": true, "desk.centre.example": true, "203.0.113.7": true, "192.168.4.20": true, "localhost": true,
		"bank.example": false, "203.0.113.8": false, "2001:db8::1": false,
	} {
		_, err := a.Config([]string{host}, now, rand.Reader)
		if (err == nil) != may {
			t.Errorf("%s: %v, want may = %v", host, err, may)
		}
		if err != nil && !strings.Contains(err.Error(), "cannot vouch for "+host) {
			t.Errorf("%s: %v does not say for what", host, err)
		}
	}
}

func TestOpen_refuses_what_does_not_belong_together(t *testing.T) {
	_, folder := made(t)
	_, other := made(t)
	key, err := os.ReadFile(filepath.Join(other, "authority.key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "authority.key"), key, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := authority.Open(disk.Own(), folder); err == nil || !strings.Contains(err.Error(), "do not belong together") {
		t.Errorf("a key of another: %v", err)
	}
	if _, err := authority.Open(disk.Own(), t.TempDir()); !errors.Is(err, authority.ErrNone) {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestParseFingerprint(t *testing.T) {
	a, _ := made(t)
	text := a.Fingerprint().String()
	for _, spelling := range []string{text, strings.ToLower(text), strings.ReplaceAll(text, ":", ""), " " + strings.ReplaceAll(text, ":", " ") + "\n"} {
		if f, err := authority.ParseFingerprint(spelling); err != nil || f != a.Fingerprint() {
			t.Errorf("%q: %v", spelling, err)
		}
	}
	for _, wrong := range []string{"", "AB:CD", text + ":00", strings.Replace(text, ":", "G", 1)} {
		if _, err := authority.ParseFingerprint(wrong); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}

func TestShown(t *testing.T) {
	a, _ := made(t)
	address := served(t, a, func() time.Time { return day })
	host := strings.TrimPrefix(address, "https://")
	if _, _, err := net.SplitHostPort(host); err != nil {
		t.Fatal(err)
	}
	_, err := tls.Dial("tcp", host, &tls.Config{RootCAs: x509.NewCertPool()})
	untrusted, is := errors.AsType[*tls.CertificateVerificationError](err)
	if !is {
		t.Fatal(err)
	}
	if f, is := authority.Shown(untrusted.UnverifiedCertificates); !is || f != a.Fingerprint() {
		t.Errorf("shown: %v %v", f, is)
	}
}

// Whoever steals the authority's key signs no mail and no program with it.
func TestMake_vouches_for_servers_alone(t *testing.T) {
	_, folder := made(t, "centre.example")
	root, err := authority.Read(disk.Own(), folder)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "authority.key"))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	for use, forged := range map[x509.ExtKeyUsage]x509.Certificate{
		x509.ExtKeyUsageEmailProtection: {EmailAddresses: []string{"secretary@mission.example"}},
		x509.ExtKeyUsageCodeSigning:     {},
		x509.ExtKeyUsageClientAuth:      {},
	} {
		forged.SerialNumber, forged.NotBefore, forged.NotAfter = big.NewInt(7), day.AddDate(0, 0, -1), day.AddDate(0, 0, 1)
		forged.ExtKeyUsage = []x509.ExtKeyUsage{use}
		der, err := x509.CreateCertificate(rand.Reader, &forged, root, key.(crypto.Signer).Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		roots := x509.NewCertPool()
		roots.AddCert(root)
		if _, err := leaf.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: day, KeyUsages: []x509.ExtKeyUsage{use}}); err == nil {
			t.Errorf("it vouches for use %d, too", use)
		}
	}
}
