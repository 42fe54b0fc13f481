// Checks and makes acts of Truce with jose (JWS, keys) and @sd-jwt/core (RFC 9901) alone.
// Reads one JSON question from the standard input and writes one JSON answer.
import { digest } from '@sd-jwt/crypto-nodejs';
import { SDJwt, SDJwtInstance } from '@sd-jwt/core';
import * as jose from 'jose';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';

const typ = 'truce-act.1+sd-jwt';

// check answers the opened body of an act, or why it is not what its author signed.
async function check({ jwk, sdjwt }) {
  try {
    const compact = sdjwt.split('~', 1)[0];
    const key = await jose.importJWK(jwk, jwk.kty === 'EC' ? 'ES256' : 'Ed25519');
    const { payload, protectedHeader } = await jose.compactVerify(compact, key, { algorithms: ['Ed25519', 'ES256'] });
    const claims = JSON.parse(new TextDecoder().decode(payload));
    if (protectedHeader.typ !== typ) throw new Error(`typ is ${protectedHeader.typ}`);
    if (claims.iss !== (await jose.calculateJwkThumbprint(jwk))) throw new Error('iss is not the thumbprint of the key');
    const opened = await (await SDJwt.fromEncode(sdjwt, digest)).getClaims(digest);
    // Each slot is one element, or none if it is withheld; what it holds stands beside the body.
    const body = Object.assign({}, opened.body, ...Object.values(opened.slots ?? {}).flat().filter(Boolean));
    return { claims, body, slots: opened.slots };
  } catch (error) {
    return { error: String(error) };
  }
}

// salt has 128 bits (RFC 9901 section 9.3), which Truce insists on: the generateSalt of
// @sd-jwt/crypto-nodejs cuts to 16 hexadecimal digits, which are 64.
const salt = () => jose.base64url.encode(randomBytes(16));

// make packs with @sd-jwt/core and signs with jose, with a new key.
async function make({ alg, claims }) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true });
  const jwk = await jose.exportJWK(publicKey);
  const kid = await jose.calculateJwkThumbprint(jwk);
  const issuer = new SDJwtInstance({
    hasher: digest, hashAlg: 'sha-256', saltGenerator: salt, signAlg: alg,
    signer: (input) => sign(input, privateKey),
  });
  const frame = { slots: Object.fromEntries(Object.keys(claims.slots).map((name) => [name, { _sd: [0] }])) };
  // The owner proves to hold the key, which an administrator enrols.
  const { slots, ...possessed } = { ...claims, kind: 'key-possessed', sub: 'key/jkt:' + kid, exp: claims.iat + 3600, body: {} };
  const proof = await new jose.CompactSign(new TextEncoder().encode(JSON.stringify({ iss: kid, ...possessed })))
    .setProtectedHeader({ alg, typ, kid }).sign(privateKey);
  return { jwk, kid, proof, sdjwt: await issuer.issue({ iss: kid, ...claims }, frame, { header: { typ, kid } }) };
}

// sign lets jose build the whole JWS from what @sd-jwt/core is about to sign: the two must
// agree on every byte.
async function sign(input, key) {
  const [header, payload] = input.split('.').map((part) => jose.base64url.decode(part));
  const compact = await new jose.CompactSign(payload).setProtectedHeader(JSON.parse(new TextDecoder().decode(header))).sign(key);
  const [h, p, signature] = compact.split('.');
  if (`${h}.${p}` !== input) throw new Error('jose and @sd-jwt/core write the same JWS differently');
  return signature;
}

const question = JSON.parse(await text(process.stdin));
const answers = await Promise.all((question.check ?? question.make).map(question.check ? check : make));
process.stdout.write(JSON.stringify(answers));
