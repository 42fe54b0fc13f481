import { computed, ref, shallowRef } from 'vue'
import { latest, writeNow } from '@/office/acts'
import { askJson, listAll, type ItemOf, type Me, type StateOf } from '@/office/api'
import { identity } from '@/office/identity'
import { nameOf } from '@/parts/names'

/** People, their roles and their keys, as the reader may see them. */

export interface Device {
  key: string
  subject: string
  device: string
  revoked: boolean
  revokedAt: string
  since: string
  reason: string
}
export interface Person {
  id: string
  name: string
  party: string
  organisation: string
  roles: NonNullable<StateOf<'person'>['roles']>
  devices: Device[]
}
export interface Organisation {
  id: string
  name: string
  party: string
}

export function usePeople() {
  const me = shallowRef<Me>()
  const people = shallowRef<Person[]>([])
  const organisations = shallowRef<Organisation[]>([])
  const fault = shallowRef<unknown>()
  const loading = ref(true)
  const keeps = computed(() => me.value?.may.includes('person-registered') ?? false)

  async function load(): Promise<void> {
    fault.value = undefined
    try {
      if (!identity.value) {
        people.value = []
        me.value = undefined
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

  return { me, people, organisations, fault, loading, keeps, load }
}

/** The founder's key came with the office: no act enrolled it. */
function founding(item: ItemOf<'person'>, keys: ItemOf<'key'>[], offices: ItemOf<'office'>[]): Device[] {
  return offices
    .flatMap((o) => (o.state.founders ?? []).map((f) => ({ key: f.id, person: f.person, o })))
    .filter((f) => f.person === item.subject)
    .filter(({ key }) => !keys.some((k) => k.state.id === key))
    .map(({ key, o }) => ({
      key,
      subject: `key/jkt:${key}`,
      device: '',
      revoked: false,
      revokedAt: '',
      since: o.knownFrom ?? '',
      reason: '',
    }))
}

function person(item: ItemOf<'person'>, keys: ItemOf<'key'>[], offices: ItemOf<'office'>[]): Person {
  const s = item.state
  const own = keys.filter((k) => k.state.person === item.subject)
  return {
    id: item.subject,
    name: s.name ?? '',
    party: s.party ?? '',
    organisation: s.organisation ?? '',
    roles: s.roles ?? [],
    devices: [...own.map(device), ...founding(item, keys, offices)].sort(
      (a, b) => Number(a.revoked) - Number(b.revoked) || b.since.localeCompare(a.since),
    ),
  }
}

function device(item: ItemOf<'key'>): Device {
  const s = item.state
  return {
    key: s.id,
    subject: item.subject,
    device: s.device ?? '',
    revoked: s.revoked ?? false,
    revokedAt: s.revokedAt ?? '',
    since: item.knownFrom ?? '',
    reason: s.reason ?? '',
  }
}

export async function revoke(d: Device, reason: string): Promise<void> {
  await writeNow({
    kind: 'key-revoked',
    subject: d.subject,
    body: { reason },
    title: d.device || d.key,
    prev: await latest(d.subject),
  })
}

export async function grant(p: string, role: string): Promise<void> {
  await writeNow({
    kind: 'role-granted',
    subject: p,
    body: { role } as never,
    title: `${nameOf(p)}: ${role}`,
    prev: await latest(p),
  })
}

export async function withdraw(p: string, role: string): Promise<void> {
  await writeNow({
    kind: 'role-withdrawn',
    subject: p,
    body: { role } as never,
    title: `${nameOf(p)}: ${role}`,
    prev: await latest(p),
  })
}

export async function register(id: string, name: string, organisation: string, role: string): Promise<void> {
  const registered = await writeNow({
    kind: 'person-registered',
    subject: id,
    body: { name, organisation },
    title: nameOf(id),
  })
  await writeNow({
    kind: 'role-granted',
    subject: id,
    body: { role } as never,
    title: `${nameOf(id)}: ${role}`,
    prev: [registered.id],
  })
}
