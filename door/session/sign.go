package session

import (
	"fmt"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-json-experiment/json"

	"truce/ground/act"
)

// Type is the JWT `typ` of every token (RFC 8725 section 3.11: explicit typing).
const Type = "truce-session+jwt"

// MaxLife is the longest that one sign-in lasts.
const MaxLife = 12 * time.Hour

// claims of a token. Times are seconds since 1970 UTC.
type claims struct {
	Issuer   act.KeyID      `json:"iss"`
	Register act.RegisterID `json:"aud"`
	Address  string         `json:"adr"`
	Issued   int64          `json:"iat"`
	Expires  int64          `json:"exp"`
}

// Office is where somebody signs in: at which office, and by which address.
type Office struct {
	Register act.RegisterID // of the office's register
	Address  string         // host and, if the address says one, port, as the person's program has them: url.URL.Host
}

// Sign makes a token that holds at one office, and only for who asked for it at one address of it. A
// server that relays it elsewhere gives its own address away, which is none of the office's: so the
// register may be told by the server itself. A life over MaxLife is cut.
func Sign(key act.PrivateKey, at Office, now time.Time, life time.Duration) (string, error) {
	public := key.Public()
	options := (&jose.SignerOptions{}).WithType(Type).WithHeader("kid", string(public.ID()))
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm(public), Key: key.Signer()}, options)
	if err != nil {
		return "", fmt.Errorf("sign in: %w", err)
	}
	payload, err := json.Marshal(claims{
		Issuer: public.ID(), Register: at.Register, Address: at.Address, Issued: now.Unix(), Expires: now.Add(min(life, MaxLife)).Unix()})
	if err != nil {
		return "", fmt.Errorf("sign in: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("sign in: %w", err)
	}
	return signed.CompactSerialize()
}

// algorithm is what the library that signs and checks tokens calls a key's: Ed25519 has the older name of RFC 8037 there, which
// RFC 9864 ended. Acts are kept for ever and have the new one; tokens are forgotten within hours.
func algorithm(of act.PublicKey) jose.SignatureAlgorithm {
	if of.Algorithm() == act.Ed25519 {
		return jose.EdDSA
	}
	return jose.ES256
}
