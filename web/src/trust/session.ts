import { toBase64url, utf8 } from './bytes'
import { sign, type Signer } from './keys'

/** Signing in is a short token signed with one's own key, as package door/session reads it. */

export const sessionType = 'truce-session+jwt'

/** Makes a token for the office whose register has the origin audience. */
export async function sessionToken(key: Signer, audience: string, now: Date, seconds: number): Promise<string> {
  const part = (value: unknown) => toBase64url(utf8(JSON.stringify(value)))
  const iat = Math.floor(now.getTime() / 1000)
  const input =
    part({ alg: key.algorithm, kid: key.id, typ: sessionType }) +
    '.' +
    part({ iss: key.id, aud: audience, iat, exp: iat + seconds })
  return input + '.' + toBase64url(await sign(key, utf8(input)))
}
