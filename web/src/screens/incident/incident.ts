import { computed, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { askJson, listAll, Refused, type ItemOf, type OneOf, type Schemas, type StateOf } from '@/office/api'
import { identity } from '@/office/identity'
import { clockQuery, useSubject } from '@/office/subject'

/** The file of an incident: its state, and what is gathered from elsewhere around it. */

export type State = StateOf<'incident'>
export type BySide = OneOf<State['observedBy']>
export type Gathered = OneOf<State['reports']>
export type Position = OneOf<State['positions']>
export type Request = OneOf<State['requests']>
export type Finding = OneOf<State['findings']>
export type HarmSaid = NonNullable<State['harmObserved']>
export type Crossing = Schemas['Crossing']

type Part = 'reports' | 'evidence' | 'crossing' | 'law'

export function useIncident() {
  const route = useRoute()
  const router = useRouter()
  const subject = () => `incident/${String(route.params.name)}`
  const clocks = () => ({
    inForce: route.query.inForce as string | undefined,
    known: route.query.known as string | undefined,
  })
  const s = useSubject<'incident'>(subject, clocks)
  const item = computed(() => s.items.value[0])
  const state = computed(() => item.value?.state)
  const conflicts = computed(() => item.value?.conflicts ?? [])
  const reports = shallowRef<ItemOf<'report'>[]>([])
  const evidence = shallowRef<ItemOf<'evidence'>[]>([])
  const crossing = shallowRef<Crossing>()
  const law = shallowRef<Schemas['IncidentLaw']>()
  const closed = shallowRef(new Set<Part>()) // to this reader
  const gatheredFor = shallowRef('') // the subject of which the parts were read: before that nobody knows whether there are any

  /** What stands around the file. Each part may be closed to this reader, and then is left out. */
  async function around(): Promise<void> {
    const asked = subject()
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
    const shut = new Set<Part>()
    /** What this reader may not read is left out, and told to be withheld. */
    const none =
      <T>(part: Part, otherwise: T) =>
      (e: unknown): T => {
        if (e instanceof Refused && [401, 403, 404].includes(e.problem.status)) shut.add(part)
        else throw e // what could not be read is not told as nothing
        return otherwise
      }
    const [r, e, c, l] = await Promise.all([
      gathered.length && signed
        ? listAll<'report'>(`/api/reports?${q}`).catch(none<ItemOf<'report'>[]>('reports', []))
        : [],
      signed
        ? evidenceAbout([subject(), ...gathered.map((g) => g.report)]).catch(none<ItemOf<'evidence'>[]>('evidence', []))
        : [],
      signed
        ? askJson<Crossing>(`/api/incidents/${String(route.params.name)}/crossing?${at}`).catch(
            none('crossing', undefined),
          )
        : undefined,
      askJson<Schemas['IncidentLaw']>(`/api/subjects/${subject()}/law?${clockQuery(clocks())}`).catch(
        none('law', undefined),
      ),
    ])
    closed.value = shut
    reports.value = r
    evidence.value = e
    crossing.value = c
    law.value = l
    gatheredFor.value = asked
  }
  watch(s.items, (now) => {
    if (now.length) around().catch((e: unknown) => (s.fault.value = e))
  })

  const gathering = computed(() => gatheredFor.value !== subject())
  const toNow = () => router.replace({ query: {} })
  return { ...s, subject, clocks, item, state, conflicts, reports, evidence, crossing, law, closed, gathering, toNow }
}

/** Pieces of evidence about any of the subjects. */
async function evidenceAbout(subjects: string[]): Promise<ItemOf<'evidence'>[]> {
  const q = new URLSearchParams({ about: subjects.slice(0, 100).join() })
  return listAll<'evidence'>(`/api/evidence?${q}`)
}
