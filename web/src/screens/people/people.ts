import { computed, ref, shallowRef } from 'vue'
import { latest, writeNow } from '@/office/acts'
import { askJson, listAll, type Item, type Me } from '@/office/api'
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
  roles: { role: string; until?: string }[]
  devices: Device[]
}
export interface Organisation {
  id: string
  name: string
  party: string
}

interface PersonState {
  name?: string
  organisation?: string
  party?: string
  roles?: Person['roles']
}
interface OfficeState {
  founder: string
  founderKey: string
}
interface KeyState {
  id: string
  person?: string
  device?: string
  revoked?: boolean
  revokedAt?: string
  reason?: string
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
        listAll('/api/persons'),
        listAll('/api/keys'),
        listAll('/api/organisations'),
        listAll('/api/offices'),
      ])
      me.value = mine
      people.value = persons.map((p) => person(p, keys, offices)).sort((a, b) => a.id.localeCompare(b.id))
      organisations.value = employers.map((o) => ({ id: o.subject, ...(o.state as { name: string; party: string }) }))
    } catch (e) {
      fault.value = e
    } finally {
      loading.value = false
    }
  }

  return { me, people, organisations, fault, loading, keeps, load }
}

/** The founder's key came with the office: no act enrolled it. */
function founding(item: Item, keys: Item[], offices: Item[]): Device[] {
  return offices
    .filter((o) => (o.state as OfficeState).founder === item.subject)
    .map((o) => ({ key: (o.state as OfficeState).founderKey, o }))
    .filter(({ key }) => !keys.some((k) => (k.state as KeyState).id === key))
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

function person(item: Item, keys: Item[], offices: Item[]): Person {
  const s = item.state as PersonState
  const own = keys.filter((k) => (k.state as KeyState).person === item.subject)
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

function device(item: Item): Device {
  const s = item.state as KeyState
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
