import { computed, reactive, shallowRef } from 'vue'
import { named, signAct, type Form } from '@/trust/act'
import { random, sha256, toHex } from '@/trust/bytes'
import type { JsonObject } from '@/trust/json'
import { forms } from '@/generated/acts'
import { askJson, Refused, Unreachable } from './api'
import { NotSealed, sealingSet } from './custodians'
import { audienceOf } from './home'
import { isOpen } from './unlocked'
import { bearerOf, identities, identity, signerOf } from './identity'
import { exercise } from './settings'
import { store, type Attached, type Identity } from './store'

/**
 * Files of reports: kept on this device as they came, sent piece by piece (tus 1.0) once their
 * report is in the register, and deposited by an act of the same key. The office seals the
 * original to the custodians and makes a working copy without metadata. It takes the act only while
 * it has the file, so the file stays here until the act is taken, and is sent again if the office
 * lost it before.
 */

export const attached = shallowRef<Attached[]>([])
export const unsent = computed(() => attached.value.filter((f) => f.state === 'waiting').length)
/** Bytes that the office has of what is being sent. Not kept: a record is written whole, with its file. */
export const arriving = reactive(new Map<string, number>())
export const mostFiles = 20 // of one report
export const mostBytes = 200_000_000 // of one file

export async function loadFiles(): Promise<void> {
  attached.value = (await (await store()).getAll('files')).sort((a, b) => a.added.localeCompare(b.added))
}

async function put(f: Attached): Promise<void> {
  await (await store()).put('files', f)
  await loadFiles()
}

/** Keeps a file with a draft. Throws 'large', 'many' or 'full'. */
export async function attach(draft: string, file: File): Promise<void> {
  if (file.size > mostBytes) throw new Error('large')
  if (attached.value.filter((f) => f.draft === draft).length >= mostFiles) throw new Error('many')
  const room = await navigator.storage?.estimate?.()
  if (room?.quota && (room.usage ?? 0) + 2 * file.size > room.quota) throw new Error('full')
  await put({
    id: toHex(random(8)),
    draft,
    report: '',
    person: identity.value?.person ?? '',
    key: identity.value?.key ?? '',
    type: file.type || 'application/octet-stream',
    size: file.size,
    added: new Date().toISOString(),
    state: 'draft',
    blob: new Blob([await file.arrayBuffer()], { type: file.type }),
  })
}

export async function detach(id: string): Promise<void> {
  await (await store()).delete('files', id)
  await loadFiles()
}

/** The files of a draft belong to a report that was signed. */
export async function belong(draft: string, report: string): Promise<void> {
  for (const f of attached.value.filter((x) => x.draft === draft && x.state === 'draft'))
    await put({
      ...f,
      report,
      key: identity.value?.key ?? f.key,
      person: identity.value?.person ?? f.person,
      state: 'waiting',
    })
}

/** A report was taken back before it left, or a draft was discarded: its files go with it. */
export async function forget(draftOrReport: string): Promise<void> {
  for (const f of attached.value.filter(
    (x) => (x.draft === draftOrReport || x.report === draftOrReport) && x.state !== 'sent',
  ))
    await (await store()).delete('files', f.id)
  await loadFiles()
}

export async function clearSentFiles(person: string | undefined): Promise<void> {
  for (const f of attached.value.filter((x) => x.state === 'sent' && x.person === person))
    await (await store()).delete('files', f.id)
  await loadFiles()
}

/** Keeps an act that deposits a file, and the file with it. */
type Submit = (signed: { id: string; sdjwt: string; subject: string }, f: Attached) => Promise<void>

/** Sends what waits and whose report has arrived; `arrived` knows. One tab at a time does. */
export async function sendFiles(arrived: (report: string) => boolean, submit: Submit): Promise<void> {
  await navigator.locks.request('files', { ifAvailable: true }, async (mine) => {
    if (!mine) return
    await loadFiles()
    for (const f of attached.value.filter((x) => x.state === 'waiting' && !x.deposit && arrived(x.report))) {
      if (Date.now() < (rests.get(f.id)?.until ?? 0)) continue
      try {
        await send(f, submit)
      } catch (e) {
        if (e instanceof Unreachable) return
        if (e instanceof NotSealed) continue // it waits, and the form says for what
        if (!(e instanceof Refused) || passing(e.problem.status)) throw e
        if (gone(e.problem)) rest(f)
        else await put({ ...f, state: 'refused', problem: e.problem.detail })
      }
    }
  })
}

const firstRest = 5_000
const longestRest = 600_000
/** When files are sent again that an office lost: at once for the first time, then ever later. */
const rests = new Map<string, { until: number; wait: number }>()

function rest(f: Attached): void {
  const wait = rests.get(f.id)?.wait ?? 0
  rests.set(f.id, { until: Date.now() + wait, wait: Math.min(Math.max(2 * wait, firstRest), longestRest) })
}

/** The office is in trouble, is asked too often, or thinks that an earlier connection still sends. */
const passing = (status: number): boolean => status >= 500 || status === 423 || status === 429

/** What the office had of a file it does not have any more: half of it, all of it, or the form that an act names. */
const gone = (problem: { key?: string | undefined }): boolean =>
  ['upload-unknown', 'evidence-missing', 'evidence-not-held'].includes(problem.key ?? '')

/**
 * A file after the answer to its deposit: sent, or refused with the act; or, where the office does not have it any more, as
 * before it was sent, since it is sealed otherwise each time and needs a new act.
 */
export function answered(f: Attached, problem: { key: string; detail: string } | undefined): Attached {
  if (!problem) {
    rests.delete(f.id)
    return { ...f, deposit: undefined, blob: undefined, state: 'sent', problem: undefined }
  }
  if (!lost(f, problem)) return { ...f, state: 'refused', problem: problem.detail }
  rest(f)
  return { ...f, deposit: undefined }
}

/** Whether a deposit was refused because the office does not have the file, and it is here to be sent again. */
export const lost = (f: Attached | undefined, problem: { key: string } | undefined): boolean =>
  problem !== undefined && gone(problem) && f?.blob !== undefined

const kinds: Record<string, string> = { image: 'photo', video: 'video', audio: 'audio' }

interface Stored {
  id: string // SHA-256 of the sealed original
  original: string
  mediaType: string
  size: number
  recipients: string[]
  working?: { sha256: string }
}

async function send(f: Attached, submit: Submit): Promise<void> {
  const author = identities.value.find((i) => i.key === f.key)
  if (!author || !isOpen(author) || !f.blob) return // its key is locked, or not here any more: it waits for it
  const set = await sealingSet(author) // no file leaves this device before its owner knows who can open it
  const hash = f.sha256 ?? toHex(await sha256(new Uint8Array(await f.blob.arrayBuffer())))
  const at = await upload({ ...f, sha256: hash }, author).finally(() => arriving.delete(f.id))
  const { evidence: stored } = await askJson<{ evidence: Stored }>(at, { token: await bearerOf(author) })
  if (
    stored.original !== hash ||
    stored.recipients.toSorted().join() !==
      set.custodians
        .map((c) => c.sealing)
        .sort()
        .join()
  )
    throw new NotSealed('hidden')
  const nonce = toHex(random(16))
  const subject = await named('evidence', author.key, nonce)
  const body = {
    kind: kinds[f.type.split('/')[0] ?? ''] ?? 'document',
    mediaType: stored.mediaType,
    original: hash,
    size: stored.size,
    sealed: stored.id,
    sealedTo: set.digest,
    ...(stored.working && { working: stored.working.sha256 }),
    about: [f.report],
    ...(exercise.value && { exercise: true }),
  } as unknown as JsonObject
  const { act, sdjwt } = await signAct(signerOf(author), {
    issued: new Date(),
    audience: await audienceOf(author),
    kind: 'evidence-deposited',
    form: forms['evidence-deposited'] as Form,
    subject,
    nonce,
    prev: [],
    body,
  })
  await submit({ id: act.id, sdjwt, subject }, { ...f, sha256: hash, deposit: act.id })
  await loadFiles()
}

/** Sends the bytes, going on where the last attempt ended, and answers where the office tells its sender what they became. */
async function upload(f: Attached, author: Identity): Promise<string> {
  const { Upload, DetailedError } = await import('tus-js-client')
  return new Promise<string>((resolve, reject) => {
    const u = new Upload(f.blob as Blob, {
      endpoint: '/api/evidence/uploads',
      // for each piece: on a slow link a sign-in ends before a film has arrived
      onBeforeRequest: async (r) => r.setHeader('Authorization', `Bearer ${await bearerOf(author)}`),
      metadata: { mediaType: f.type, sha256: f.sha256 ?? '' },
      chunkSize: 4_000_000,
      retryDelays: [500, 2000],
      fingerprint: () => Promise.resolve('truce ' + f.id),
      removeFingerprintOnSuccess: true,
      onProgress: (done) => arriving.set(f.id, done),
      onSuccess: () => {
        const at = new URL(u.url ?? '', location.origin)
        resolve(at.pathname + at.search)
      },
      onError: (e) => {
        const status = e instanceof DetailedError ? e.originalResponse?.getStatus() : undefined
        reject(
          status
            ? new Refused({
                status,
                ...problemOf((e as InstanceType<typeof DetailedError>).originalResponse?.getBody()),
              })
            : new Unreachable(),
        )
      },
    })
    void u.findPreviousUploads().then((before) => {
      if (before[0]) u.resumeFromPreviousUpload(before[0])
      u.start()
    })
  })
}

function problemOf(body: string | undefined): { key?: string; detail?: string } {
  try {
    return JSON.parse(body ?? '') as { key?: string; detail?: string }
  } catch {
    return {}
  }
}
