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
	Issuer   act.KeyID `json:"iss"`
	Audience string    `json:"aud"`
	Issued   int64     `json:"iat"`
	Expires  int64     `json:"exp"`
}

// Sign makes a token for the office whose register has the origin audience. The audience
// must be known from elsewhere than the server that is about to get the token: a server
// that may name it could use the token at another office. A life over MaxLife is cut.
func Sign(key act.PrivateKey, audience string, now time.Time, life time.Duration) (string, error) {
	public := key.Public()
	options := (&jose.SignerOptions{}).WithType(Type).WithHeader("kid", string(public.ID()))
	signer, err := jose.NewSigner(jose.SigningKey{
		Algorithm: jose.SignatureAlgorithm(public.Algorithm()), Key: key.Signer()}, options)
	if err != nil {
		return "", fmt.Errorf("sign in: %w", err)
	}
	payload, err := json.Marshal(claims{
		Issuer: public.ID(), Audience: audience, Issued: now.Unix(), Expires: now.Add(min(life, MaxLife)).Unix()})
	if err != nil {
		return "", fmt.Errorf("sign in: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("sign in: %w", err)
	}
	return signed.CompactSerialize()
}
