import { said } from '@/office/prose'
import { computed, ref, shallowRef } from 'vue'
import { writeNow } from '@/office/acts'
import { askJson, listAll, type ItemOf, type Me, type StateOf } from '@/office/api'
import { writes } from '@/office/copy'
import { identity } from '@/office/identity'
import { nameOf } from '@/parts/names'

/** People, their roles and their keys, as the reader may see them. */

/** What other sides signed, and the own side can refuse: that a key ends, or that a role is given or taken. */
interface Asked {
  sides: string[]
  until: string
  last: string
  role?: string | undefined
}
export interface Device {
  key: string
  subject: string
  device: string
  party: string
  revoked: boolean
  revokedAt: string
  since: string // when it began to speak; empty: it does not yet
  reason: string
  unproven: boolean // nobody proved to hold it: it says nothing
  missionOnly: boolean // of a party's key: nobody of the party vouched for it
  doubtful: string // since when what it signed is in doubt
  disavowed: string // since when its own side alone says so
  denied: boolean // its own side says that it is not in doubt
  asked?: Asked // others signed that it ends, and its own side can refuse
  root: boolean // a party's root key: it does nothing but vouch
  roles: string[] // what it reports or verifies as
}
export interface Person {
  id: string
  name: string
  party: string
  organisation: string
  roles: NonNullable<StateOf<'person'>['roles']>
  devices: Device[]
  waits: number // roles that wait for other sides
  asked?: Asked // of roles: others signed it, and the own side can refuse
}
export interface Organisation {
  id: string
  name: string
  party: string
}

/** Roles of those who report and verify: keys have them, and do not name their holder to everybody. */
export const reporting = (role: string): boolean => role === 'monitor' || role === 'verifier'

export function usePeople() {
  const me = shallowRef<Me>()
  const people = shallowRef<Person[]>([])
  /** Keys of which this reader is not told who has them. */
  const unnamed = shallowRef<ItemOf<'key'>[]>([])
  const organisations = shallowRef<Organisation[]>([])
  const fault = shallowRef<unknown>()
  const office = shallowRef<ItemOf<'office'>>()
  const loading = ref(true)
  const keeps = computed(() => (writes.value && me.value?.may.includes('person-registered')) ?? false)

  async function load(): Promise<void> {
    fault.value = undefined
    try {
      if (!identity.value) {
        people.value = []
        me.value = office.value = undefined
        return
      }
      const [mine, persons, keys, employers, offices] = await Promise.all([
        askJson<Me>('/api/me'),
        listAll<'person'>('/api/persons'),
        listAll<'key'>('/api/keys'),
        listAll<'organisation'>('/api/organisations'),
        listAll<'office'>('/api/offices'),
      ])
      me.value = mine
      office.value = offices.find((o) => o.state.origin === identity.value?.origin)
      unnamed.value = keys.filter((k) => k.state.key && !k.state.holder && !k.state.person)
      people.value = persons.map((p) => person(p, keys, offices)).sort((a, b) => a.id.localeCompare(b.id))
      organisations.value = employers.map((o) => ({
        id: o.subject,
        name: o.state.name,
        party: o.state.party ?? '',
      }))
    } catch (e) {
      fault.value = e
    } finally {
      loading.value = false
    }
  }

  return { me, people, unnamed, organisations, office, fault, loading, keeps, load }
}

/** Keys that came with an office, which no act about them enrolled: those of founders, and the root keys of parties. */
function founding(item: ItemOf<'person'>, keys: ItemOf<'key'>[], offices: ItemOf<'office'>[]): Device[] {
  const came = offices.flatMap(({ state }) => {
    const opened = state.proposals?.find((p) => p.kind === 'office-opened')?.received ?? ''
    const founders = (state.founders ?? []).map((f) => ({
      key: f.id,
      holder: f.person,
      party: f.party ?? '',
      since: opened,
    }))
    const roots = (state.sides ?? []).flatMap((s) =>
      s.root ? [{ key: s.root, holder: s.holder ?? '', party: s.side, since: s.enrolled ?? '' }] : [],
    )
    return [...roots, ...founders.filter((f) => !roots.some((r) => r.key === f.key))]
  })
  return came
    .filter(({ key, holder }) => holder === item.subject && !keys.some((k) => k.state.id === key && k.state.key))
    .map(({ key, party, since }) => ({
      ...device(keys.find((k) => k.state.id === key)),
      key,
      subject: `key/jkt:${key}`,
      party,
      since,
      unproven: false,
      root: party !== '',
    }))
}

function person(item: ItemOf<'person'>, keys: ItemOf<'key'>[], offices: ItemOf<'office'>[]): Person {
  const s = item.state
  const own = keys.filter((k) => (k.state.holder ?? k.state.person) === item.subject)
  return {
    id: item.subject,
    name: s.name ?? '',
    party: s.party ?? '',
    organisation: s.organisation ?? '',
    roles: s.roles ?? [],
    waits: (s.proposals ?? []).filter((p) => p.standing === 'waits').length,
    ...asked(s),
    devices: [...own.map(device), ...founding(item, keys, offices)].sort(
      (a, b) => Number(a.revoked) - Number(b.revoked) || b.since.localeCompare(a.since),
    ),
  }
}

const moments = (at: string) => new Date(at).getTime()

/** That others signed that a key ends, or what roles a person is to have, as long as its own side did not refuse. One that could be
 * said again no more when another could is told by that. */
export function asked(s: Partial<Pick<StateOf<'key'>, 'asked' | 'revoked'>>): { asked?: Asked } {
  const open = s.revoked ? [] : (s.asked ?? []).filter((a) => !a.refused)
  const all = open.filter((a) => !open.some((b) => a.last && b.until && moments(a.last) <= moments(b.until)))
  const first = all[0]
  return first
    ? { asked: { sides: first.signed ?? [], until: first.until ?? '', last: first.last ?? '', role: first.role } }
    : {}
}

/** A key, as far as acts about it say; of one that came with the office they say only how it ended. */
function device(item: ItemOf<'key'> | undefined): Device {
  const s: Partial<StateOf<'key'>> = item?.state ?? {}
  const speaks = [s.possessed ?? '', s.vouched ?? ''].sort().at(-1) as string
  return {
    key: s.id ?? '',
    subject: item?.subject ?? '',
    device: s.device ?? '',
    party: s.party ?? '',
    revoked: s.revoked ?? false,
    revokedAt: s.revokedAt ?? '',
    since: speaks,
    reason: s.reason?.text ?? '',
    unproven: !s.possessed,
    missionOnly: s.missionOnly ?? false,
    doubtful: s.compromisedSince ?? '',
    disavowed: s.disavowedSince ?? '',
    denied: !!s.denied,
    ...asked(s),
    root: false,
    roles: (s.roles ?? []).filter((r) => !r.until).map((r) => r.role),
  }
}

export async function revoke(d: Device, reason: string, own: boolean, compromisedSince?: string): Promise<void> {
  await writeNow({
    kind: 'key-revoked',
    subject: d.subject,
    body: { reason: said(reason), ...(own && { own }), ...(compromisedSince && { compromisedSince }) },
    title: d.device || d.key,
    prev: 'latest',
  })
}

export async function grant(p: string, role: string): Promise<void> {
  await writeNow({
    kind: 'role-granted',
    subject: p,
    body: { role } as never,
    title: `${nameOf(p)}: ${role}`,
    prev: 'latest',
  })
}

export async function withdraw(p: string, role: string): Promise<void> {
  await writeNow({
    kind: 'role-withdrawn',
    subject: p,
    body: { role } as never,
    title: `${nameOf(p)}: ${role}`,
    prev: 'latest',
  })
}

/** Makes an employer known, and answers its name in the record. */
export async function employ(id: string, name: string, party: string): Promise<string> {
  const body = { name, ...(party && { party }) }
  await writeNow({ kind: 'organisation-registered', subject: id, body, title: name, prev: 'latest' })
  return id
}

export async function register(id: string, name: string, organisation: string, role: string): Promise<void> {
  const registered = await writeNow({
    kind: 'person-registered',
    subject: id,
    body: { name, organisation },
    title: nameOf(id),
  })
  if (!role || reporting(role)) return // who holds a root, and who reports: the role comes with the key
  await writeNow({
    kind: 'role-granted',
    subject: id,
    body: { role } as never,
    title: `${nameOf(id)}: ${role}`,
    prev: [registered.id],
  })
}

/** A party's root key ends what somebody may vouch for. */
export async function withdrawRegistrar(office: string, party: string, person: string): Promise<void> {
  await writeNow({
    kind: 'registrar-withdrawn',
    subject: office,
    body: { party, person },
    title: nameOf(person),
    prev: 'latest',
  })
}
