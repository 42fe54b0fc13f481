// Package session is signing in without passwords: a person's own act key signs a short
// token that says where and until when it holds. The office keeps nothing; at each request
// it asks its register whether the key still speaks for somebody, so revoking a key ends
// every sign-in made with it.
//
// A token is a JWT (RFC 7519, RFC 8725): alg EdDSA or ES256, typ truce-session+jwt, kid
// the key's thumbprint; iss the same thumbprint, aud the id of the office's register, adr the
// address at which it was asked for, iat, and exp at most twelve hours later. An office takes no
// token for an address that is not one of its own: who is lured to another host gives it nothing
// that it could use. The typ keeps a token from ever being taken for
// an act, and the other way round.
package session
