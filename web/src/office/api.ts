import { ref } from 'vue'
import type { components } from '@/generated/api'
import { language } from '@/i18n/language'
import type { Bytes } from '@/trust/bytes'
import { bearer } from './identity'

/** Asking the office. A refusal comes in the reader's language, from the office itself. */

export type Schemas = components['schemas']

/** A row of the office, told apart by its noun; its state is what acts about that noun add up to. */
export type Item = Schemas['Item']
export type Noun = Item['noun']
export type ItemOf<N extends Noun> = Extract<Item, { noun: N }>
export type StateOf<N extends Noun> = ItemOf<N>['state']
/** One of a list that a state may have. */
export type OneOf<L> = NonNullable<L> extends (infer T)[] ? T : never

export type Told = Schemas['Told']
export type Me = Schemas['Me']
export type AccessEntry = Schemas['AccessEntry']
type Problem = Schemas['Problem']

/** The office said no, and why. */
export class Refused extends Error {
  constructor(readonly problem: Partial<Problem> & { status: number }) {
    super(problem.detail ?? String(problem.status))
  }
}

/** No office answered. */
export class Unreachable extends Error {}

/** Whether the office answered the last time it was asked. */
export const reachable = ref(true)

interface Ask {
  method?: string
  body?: BodyInit
  type?: string
  as?: 'nobody' // without signing in
  token?: string // instead of the sign-in of whoever speaks
  signal?: AbortSignal
}

/** The newest signed head that whoever speaks is shown; who is not let in yet is shown what strangers are. */
export const newestHead = (): Promise<string> =>
  askText('/register/checkpoint').catch(() => askText('/register/checkpoint', { as: 'nobody' }))

export async function ask(path: string, o: Ask = {}): Promise<Response> {
  const headers = new Headers({ 'Accept-Language': language.value })
  const token = o.token ?? (o.as === 'nobody' ? undefined : await bearer())
  if (token) headers.set('Authorization', `Bearer ${token}`)
  if (o.type) headers.set('Content-Type', o.type)
  const answer = await reach(path, {
    method: o.method ?? 'GET',
    headers,
    body: o.body ?? null,
    signal: o.signal ?? null,
  })
  if (!answer.ok) throw new Refused({ status: answer.status, ...(await problemOf(answer)) })
  return answer
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    const answer = await fetch(path, init)
    reachable.value = true
    return answer
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === 'AbortError') throw fault // by who asked; one that took too long is like no answer
    reachable.value = false
    throw new Unreachable()
  }
}

async function problemOf(answer: Response): Promise<Partial<Problem>> {
  try {
    return (await answer.json()) as Problem
  } catch {
    return {}
  }
}

export const askJson = async <T>(path: string, o?: Ask): Promise<T> => (await ask(path, o)).json() as Promise<T>
export const askText = async (path: string, o?: Ask): Promise<string> => (await ask(path, o)).text()
export const askBytes = async (path: string, o?: Ask): Promise<Bytes> =>
  new Uint8Array(await (await ask(path, o)).arrayBuffer())

type NamesOf<U> = U extends unknown ? keyof U : never
type ValueOf<U, K extends PropertyKey> = U extends unknown ? (K extends keyof U ? U[K] : never) : never
/** What the state of any of several nouns may have, for what shows all of them alike. */
type AnyState<N extends Noun = Noun> = { [K in NamesOf<StateOf<N>>]?: ValueOf<StateOf<N>, K> }
export const anyState = <N extends Noun>(item: ItemOf<N> | undefined): AnyState<N> => (item?.state ?? {}) as AnyState<N>

/** A page of a list; of one noun, where the address is of its list. */
export interface Page<N extends Noun = Noun> {
  items: ItemOf<N>[]
  next?: string
  published?: string // for strangers: of which moment it is
}

/** Reads a whole list, page by page, up to a number of items. */
export async function listAll<N extends Noun = Noun>(path: string, most = 5000): Promise<ItemOf<N>[]> {
  const items: ItemOf<N>[] = []
  let after = ''
  do {
    const mark = path.includes('?') ? '&' : '?'
    const page = await askJson<Page<N>>(`${path}${mark}limit=1000${after && `&after=${encodeURIComponent(after)}`}`)
    items.push(...page.items)
    after = page.next ?? ''
  } while (after && items.length < most)
  return items
}
