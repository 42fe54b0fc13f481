import { computed, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Geometry } from 'geojson'
import { askJson, listAll, type Item } from '@/office/api'
import { identity } from '@/office/identity'
import { clockQuery, useSubject } from '@/office/subject'

/** The file of an incident: its state, and what is gathered from elsewhere around it. */

export interface Gathered {
  report: string
  by?: string
  as: 'observation' | 'allegation'
  reason?: string
}
export interface Assessment {
  status: string
  reason?: string
  why?: string
  by?: string
  received: string
}
export interface Position {
  party: string
  position: string
  text?: string
  elsewhere?: string
  by?: string
  on: string
  versions: number
}
export interface Request {
  party: string
  deadline: string
  question?: string
  on: string
  answered?: string
  late?: boolean
}
export interface Attribution {
  actor: string
  outside?: boolean
  confidence: string
  basis?: string[]
  ground?: string
  by?: string
  on: string
  withdrawn?: boolean
  why?: string
  agreed?: string[]
  denied?: string[]
}
export interface Seat {
  party?: string
  monitor?: string
  presence: 'present' | 'signed' | 'dissented' | 'absent'
  reason?: string
}
export interface Finding {
  body: string
  status: string
  text?: string
  seats: Seat[]
  quorum: { needed: number; parties?: string[] }
  quorumMet: boolean
  lacking?: string[]
  issued: string
  versions: number
}
export interface Victim {
  victim: string
  status: string
  certainty: string
  civil?: string
  age?: number
  ageBand?: string
  sex?: string
  list?: string
  retracted?: boolean
  note?: string
}
export interface Harm {
  status: string
  confirmed: number
  reported: number
  min: number
  max: number
  civilians: number
}
export interface HarmSaid {
  reports: number
  killedMin: number
  killedMax: number
  injuredMin: number
  injuredMax: number
}

export interface State {
  title?: string
  event: string
  status: string
  outcome?: string
  zone?: string
  area?: string
  reports?: Gathered[]
  observed: number
  alleged: number
  verification?: { sources: number; direct: number; independent: boolean }
  claimed?: string
  lacks?: string[]
  assessments?: Assessment[]
  positions?: Position[]
  requests?: Request[]
  attribution: string
  attributions?: Attribution[]
  findings?: Finding[]
  ignored?: { kind: string; why: string; by?: string; on: string }[]
  victims?: Victim[]
  harm?: Harm[]
  harmObserved?: HarmSaid
  harmAlleged?: HarmSaid
}

export interface Conflict {
  field: string
  acts: string[]
}
export interface Crossing {
  shapes: { report: string; as: string; form: string; geometry: Geometry }[]
  common?: Geometry
  squareMetres: number
}

export interface Applies {
  agreement: string
  version: string
  clause: string
  kind: string
  name: string
  party: string
  certain: boolean
}
export interface Standing {
  kind: string
  code: string
  where: string
}
export interface Law {
  judgement: { applies?: Applies[]; standings?: Standing[] }
  engagements?: unknown[]
}

export function useIncident() {
  const route = useRoute()
  const router = useRouter()
  const subject = () => `incident/${String(route.params.name)}`
  const clocks = () => ({
    inForce: route.query.inForce as string | undefined,
    known: route.query.known as string | undefined,
  })
  const s = useSubject(subject, clocks)
  const item = computed(() => s.items.value[0])
  const state = computed(() => item.value?.state as State | undefined)
  const conflicts = computed(() => (item.value?.conflicts as Conflict[] | undefined) ?? [])
  const reports = shallowRef<Item[]>([])
  const evidence = shallowRef<Item[]>([])
  const crossing = shallowRef<Crossing>()
  const law = shallowRef<Law>()

  /** What stands around the file. Each part may be closed to this reader, and then is left out. */
  async function around(): Promise<void> {
    const at = clockQuery({ known: clocks().known })
    const gathered = state.value?.reports ?? []
    const q = new URLSearchParams(at)
    q.set(
      'subject',
      gathered
        .map((r) => r.report)
        .slice(0, 100)
        .join(),
    )
    const signed = identity.value !== undefined
    const none =
      <T>(otherwise: T) =>
      (): T =>
        otherwise
    const [r, e, c, l] = await Promise.all([
      gathered.length && signed ? listAll(`/api/reports?${q}`).catch(none<Item[]>([])) : [],
      signed ? evidenceAbout([subject(), ...gathered.map((g) => g.report)]).catch(none<Item[]>([])) : [],
      signed
        ? askJson<Crossing>(`/api/incidents/${String(route.params.name)}/crossing?${at}`).catch(none(undefined))
        : undefined,
      askJson<Law>(`/api/subjects/${subject()}/law?${clockQuery(clocks())}`).catch(none(undefined)),
    ])
    reports.value = r
    evidence.value = e
    crossing.value = c
    law.value = l
  }
  watch(s.items, (now) => {
    if (now.length) void around()
  })

  const toNow = () => router.replace({ query: {} })
  return { ...s, subject, clocks, item, state, conflicts, reports, evidence, crossing, law, toNow }
}

/** Pieces of evidence about any of the subjects. */
async function evidenceAbout(subjects: string[]): Promise<Item[]> {
  const q = new URLSearchParams({ about: subjects.slice(0, 100).join() })
  return listAll(`/api/evidence?${q}`)
}
