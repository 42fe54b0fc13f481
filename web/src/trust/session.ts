import { toBase64url, utf8 } from './bytes'
import { sign, type Signer } from './keys'

/** Signing in is a short token signed with one's own key, as package door/session reads it. */

const sessionType = 'truce-session+jwt'

/** Where somebody signs in: the id of the office's register, and the address at which it is asked (host and port). */
interface At {
  register: string
  address: string
}

/**
 * Makes a token that holds at one office, and only for who asked for it at this address of it. Tokens, which nobody keeps,
 * call Ed25519 by its older name (RFC 8037): the library by which offices read them knows no other.
 */
export async function sessionToken(key: Signer, at: At, now: Date, seconds: number): Promise<string> {
  const part = (value: unknown) => toBase64url(utf8(JSON.stringify(value)))
  const iat = Math.floor(now.getTime() / 1000)
  const input =
    part({ alg: key.algorithm === 'Ed25519' ? 'EdDSA' : key.algorithm, kid: key.id, typ: sessionType }) +
    '.' +
    part({ iss: key.id, aud: at.register, adr: at.address, iat, exp: iat + seconds })
  return input + '.' + toBase64url(await sign(key, utf8(input)))
}
