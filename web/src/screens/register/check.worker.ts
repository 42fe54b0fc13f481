import { check, type Answer, type Question, type Step } from '@/trust/check'
import { compareHeads, type Comparison } from '@/trust/compare'
import { UnknownFormat } from '@/trust/unknown'

/** Hashing and checking signatures, away from the page, so that it stays quick. */

export interface Ask {
  token: string | undefined
  check?: Question
  compare?: { own: string; other: string; key: string }
}
export type Told =
  | { progress: { step: Step; done: number; of: number } }
  | { answer: Answer }
  | { comparison: Comparison }
  | { beyond: string } // that this desk does not know
  | { fault: string }

const tell = (told: Told) => self.postMessage(told)

self.onmessage = async ({ data }: MessageEvent<Ask>) => {
  const fetchPath = async (path: string) => {
    // Tiles, too: strangers are shown those of the head as it was published, who signed in those of the newest.
    const headers: HeadersInit = data.token ? { Authorization: `Bearer ${data.token}` } : {}
    const answer = await fetch(`/register/${path}`, { headers })
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    return new Uint8Array(await answer.arrayBuffer())
  }
  try {
    if (data.check)
      tell({ answer: await check(data.check, fetchPath, (step, done, of) => tell({ progress: { step, done, of } })) })
    if (data.compare)
      tell({ comparison: await compareHeads(data.compare.own, data.compare.other, data.compare.key, fetchPath) })
  } catch (fault) {
    tell(fault instanceof UnknownFormat ? { beyond: fault.message } : { fault: String(fault) })
  }
}
