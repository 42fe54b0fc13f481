// Package act is the ground of Truce: one signed statement by someone, about some
// subject, at some time.
//
// An act is a compact JWS (RFC 7515) whose payload follows SD-JWT (RFC 9901): whoever
// holds any JOSE library can check it. What is not for everybody stands in slots, one for each
// class of readers, each a salted digest; what was hidden travels beside the act as
// disclosures, one a slot, and withholding or losing one never breaks a signature or a hash.
//
// `exp` ends how long an office may still take an act, by the office's clock; what was taken before is good for ever. A library that
// checks tokens by today's clock refuses such an act afterwards: it is given the time of the receipt, or told not to look.
//
// The package parses, signs, checks and opens acts. It does not know which kinds of act
// exist, who may make them, or where they are kept.
package act
