import { beforeEach, expect, test, vi } from 'vitest'
import { computed, effectScope, watchEffect } from 'vue'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('navigator', { languages: ['en'] })
vi.stubGlobal('document', { addEventListener: () => undefined, hidden: true, documentElement: {} })
const kept = new Map<string, unknown>()
vi.mock('@/office/store', () => ({
  store: async () => ({
    get: async (_: string, key: string) => kept.get(key),
    put: async (_: string, value: { key: string }) => kept.set(value.key, value),
    getAll: async () => [],
  }),
}))

/** What the office answers by path; a path that is not here is not answered, as without a connection. */
let answers: Record<string, unknown> = {}
const asks: string[] = []
vi.stubGlobal('fetch', async (url: string) => {
  const path = url.split('?')[0]!
  asks.push(path)
  const answer = answers[path]
  if (answer === undefined) throw new TypeError('no connection')
  return new Response(JSON.stringify(answer), { status: answer === 500 ? 500 : 200 })
})
const times = (path: string) => asks.filter((p) => p === path).length
const settle = () => vi.advanceTimersByTimeAsync(1)
const list = (...items: unknown[]) => ({ items })
const { rest } = await import('@/office/asked')

async function back(): Promise<void> {
  const { reachable } = await import('@/office/api')
  reachable.value = false
  reachable.value = true
  await settle()
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.resetModules()
  kept.clear()
  asks.length = 0
  answers = {}
})

/** Each list that the desk keeps: what is asked, what is answered, what is read from it before and after. */
const nouns = { '/api/nouns': { nouns: [{ noun: 'body', list: '/api/bodies' }] }, '/schemas': { kinds: [] } }
const lists: Record<
  string,
  { path: string; answers: Record<string, unknown>; read: () => Promise<() => unknown>; none: unknown; then: unknown }
> = {
  'names of records': {
    path: '/api/nouns',
    answers: { ...nouns, '/api/bodies': list({ noun: 'body', subject: 'body/b', state: { name: 'Board' } }) },
    read: async () =>
      (
        (m) => () =>
          m.recordName('body/b')
      )(await import('@/office/called')),
    none: undefined,
    then: 'Board',
  },
  'names of bodies': {
    path: '/api/bodies',
    answers: { '/api/bodies': list({ noun: 'body', subject: 'body/b', state: { name: 'Board' } }) },
    read: async () =>
      (
        (m) => () =>
          m.bodyName('body/b')
      )(await import('@/office/bodies')),
    none: 'b',
    then: 'Board',
  },
  parties: {
    path: '/api/parties',
    answers: { '/api/parties': { parties: [{ code: 'TR', names: [{ language: 'en', text: 'Turkey' }] }] } },
    read: async () => ((m) => () => [m.partyName('TR'), m.unnamed('XX')])(await import('@/office/parties')),
    none: ['TR', false],
    then: ['Turkey', true],
  },
  'lists of words': {
    path: '/api/taxonomies',
    answers: {
      '/api/taxonomies': { lists: [{ list: 'event', about: '', terms: [{ code: 'e', labels: { en: 'shelling' } }] }] },
      '/api/words': list(),
    },
    read: async () =>
      ((m) => () => [m.term('event', 'e'), m.terms('event').length])(await import('@/office/taxonomies')),
    none: ['e', 0],
    then: ['shelling', 1],
  },
  steps: {
    path: '/api/steps',
    answers: { '/api/steps': { steps: { new: ['confirmed'] } } },
    read: async () =>
      (
        (m) => () =>
          m.stepsFrom('new')
      )(await import('@/office/taxonomies')),
    none: [],
    then: ['confirmed', 'new'],
  },
  zones: {
    path: '/api/zones',
    answers: {
      '/api/zones': list({
        subject: 'zone/z',
        state: { code: 'z', agreed: { names: [{ language: 'en', text: 'North' }] } },
      }),
    },
    read: async () => ((m) => () => [m.zoneName('z'), m.zoneCodes()])(await import('@/office/places')),
    none: ['z', []],
    then: ['North', ['z']],
  },
  'names of areas': {
    path: '/api/places',
    answers: { '/api/places': list({ state: { code: 'A1', names: [{ language: 'en', text: 'Hama' }] } }) },
    read: async () =>
      (
        (m) => () =>
          m.areaName('A1')
      )(await import('@/office/places')),
    none: 'A1',
    then: 'Hama',
  },
  nouns: {
    path: '/api/nouns',
    answers: nouns,
    read: async () =>
      (
        (m) => () =>
          m.nounInfo('body')?.list
      )(await import('@/office/nouns')),
    none: undefined,
    then: '/api/bodies',
  },
  'whether an agreement is in force': {
    path: '/api/agreements',
    answers: { '/api/agreements': list({ subject: 'agreement/a', state: { versions: [] } }) },
    read: async () => {
      const { useForce } = await import('@/office/force')
      vi.spyOn(console, 'warn').mockImplementation(() => undefined) // outside a component
      return () => effectScope(true).run(() => useForce(() => undefined).none.value) // each time another screen
    },
    none: undefined,
    then: true,
  },
  'titles of texts': {
    path: '/api/agreements',
    answers: {
      '/api/agreements': list({
        subject: 'agreement/a',
        state: { versions: [{ id: 'v', title: [{ language: 'en', text: 'Memorandum' }] }] },
      }),
    },
    read: async () =>
      (
        (m) => () =>
          m.textTitle('agreement/a', 'v')
      )(await import('@/parts/agreements')),
    none: 'v',
    then: 'Memorandum',
  },
  posts: {
    path: '/api/posts',
    answers: { '/api/posts': list({ subject: 'post/1', state: { name: 'P1' } }) },
    read: async () =>
      (
        (m) => () =>
          m.posts.value()?.map((p) => p.name)
      )(await import('@/office/kept')),
    none: undefined,
    then: ['P1'],
  },
}

test.each(Object.entries(lists))('%s: a failed first load is asked again, and in no loop', async (_, l) => {
  const read = await l.read()
  const stop = watchEffect(() => void read()) // a screen
  await settle()
  expect(read()).toEqual(l.none)
  for (let i = 0; i < 20; i++) {
    read()
    await settle()
  }
  expect(times(l.path)).toBe(1) // whoever looks again at once is not asked for again
  answers = l.answers
  await vi.advanceTimersByTimeAsync(rest)
  read() // next needed
  await settle()
  await settle()
  expect(read()).toEqual(l.then)
  stop()
})

test.each(Object.entries(lists))(
  '%s: asked again when the connection is back, without anybody who looks',
  async (_, l) => {
    const read = await l.read()
    read()
    await settle()
    answers = l.answers
    await back()
    await settle()
    const asked = times(l.path)
    expect(asked).toBe(2)
    expect(read()).toEqual(l.then)
    await back()
    expect(times(l.path)).toBe(asked) // what is known is not asked for again
  },
)

test('a fault of the office is no answer either', async () => {
  answers = { '/api/zones': 500 }
  const { zoneCodes, zoneList } = await import('@/office/places')
  zoneCodes()
  await settle()
  expect(zoneList.failed()).toBe(true)
  answers = { '/api/zones': list() }
  await zoneList.load()
  expect([zoneList.failed(), zoneCodes()]).toEqual([false, []])
})

test('not loaded is told until something is known, and what is known stands while it is asked anew', async () => {
  const { asked } = await import('@/office/asked')
  let answer: (() => Promise<string[]>) | undefined
  const one = asked(() => (answer ? answer() : Promise.reject(new Error('no'))))
  const told = computed(() => [one.value(), one.failed()])
  expect(told.value).toEqual([undefined, false]) // being asked
  await settle()
  expect(told.value).toEqual([undefined, true])
  answer = async () => ['a']
  await one.load()
  expect(told.value).toEqual([['a'], false])
  answer = () => Promise.reject(new Error('no'))
  await expect(one.load()).rejects.toThrow()
  expect(told.value).toEqual([['a'], false])
})

test('what one was told is not shown to another, nor a late answer for whoever asked before', async () => {
  const { asked } = await import('@/office/asked')
  let who = 'a'
  const waits: ((v: string) => void)[] = []
  const one = asked(
    () => new Promise<string>((done) => waits.push(done)),
    () => who,
  )
  one.value()
  await settle()
  who = 'b'
  one.value()
  await settle()
  waits[1]!('for b')
  await settle()
  waits[0]!('for a')
  await settle()
  expect(one.value()).toBe('for b')
  who = 'a'
  expect(one.value()).toBe(undefined)
})

test('of the ground not all of which came, nothing is remembered', async () => {
  answers = { '/api/places': list({ box: [1, 1, 2, 2] }), '/api/lines': list(), '/api/posts': list() }
  const { groundBox } = await import('@/office/ground')
  expect(await groundBox()).toEqual([1, 1, 2, 2])
  answers = { ...answers, '/api/zones': list({ box: [5, 5, 6, 6] }) }
  expect(await groundBox()).toEqual([5, 5, 6, 6])
})

test('that the office does not say who the custodians are is not told as that there are none', async () => {
  vi.useRealTimers()
  vi.stubGlobal('location', { host: 'office' })
  const [{ custody, lookAtCustodians }, { identities, speakAs }, { makeKey }, { me, myRights, may }] =
    await Promise.all([
      import('@/office/custodians'),
      import('@/office/identity'),
      import('@/trust/keys'),
      import('@/office/me'),
    ])
  const key = await makeKey()
  const about = { person: 'person/a', origin: 'o', register: 'r', since: '' }
  identities.value = [{ ...about, key: key.id, algorithm: key.algorithm, jwk: key.jwk, signer: key.key }]
  speakAs(key.id)
  await lookAtCustodians()
  expect(custody.value.state).toBe('unasked')

  await expect(myRights.load()).rejects.toThrow()
  expect([me.value, myRights.failed(), may('alert-filed' as never)]).toEqual([undefined, true, false])
  answers = { '/api/custodians': { acts: [] }, '/api/me': { key: key.id, may: ['alert-filed'], can: [] } }
  const { reachable } = await import('@/office/api')
  reachable.value = false
  reachable.value = true
  await vi.waitFor(() => expect(custody.value.state).toBe('nobody'))
  await vi.waitFor(() => expect([myRights.failed(), may('alert-filed' as never)]).toEqual([false, true]))
})

test('what this office says of itself is asked again: an exercise that is not marked as one misleads', async () => {
  const { exercise, loadSettings } = await import('@/office/settings')
  await loadSettings()
  expect(exercise.value).toBe(false)
  answers = { '/desk.json': { timeZone: 'UTC', exercise: true } }
  await back()
  expect(exercise.value).toBe(true)
})

test('that the register ended is looked for again', async () => {
  const { ended, lookWhetherEnded } = await import('@/office/ended')
  await lookWhetherEnded()
  answers = { '/api/offices': list({ state: { succession: undefined } }) }
  await back()
  expect([ended.value, times('/api/offices')]).toEqual([undefined, 2])
})
