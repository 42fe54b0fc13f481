import { computed, onMounted, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { language } from '@/i18n/language'
import { ask, askJson, listAll, type Item, type ItemOf, type OneOf, type Page, type StateOf } from '@/office/api'
import { useChanges } from '@/office/changes'
import { identity } from '@/office/identity'
import { can } from '@/office/me'
import { loadNouns, nounInfo } from '@/office/nouns'
import { sha256, toHex, utf8, type Bytes } from '@/trust/bytes'

/** Bulletins: those that were published, and today's as it builds itself. */

type Issue = OneOf<StateOf<'bulletin'>['issues']>
export type Edition = OneOf<Issue['editions']>
export type Register = OneOf<Issue['registers']>

/** What a bulletin says of itself (package bulletin, Header), as far as the desk reads it. */
interface Header {
  registers: Register[]
  known: string
  date: string
  until: string
}

export interface Figure {
  number?: number
  unit: string
  of?: string[]
  digest?: string
  before?: Omit<Figure, 'unit'>
  earlier?: boolean
}
interface Victims {
  confirmed: Figure
  reported: Figure
  min: number
  max: number
}

export const editions = ['public', 'mission'] as const
export const kinds = ['daily', 'weekly'] as const

export function useBulletin() {
  const route = useRoute()
  const router = useRouter()
  const q = (name: string) =>
    computed({
      get: () => String(route.query[name] ?? ''),
      set: (value: string) =>
        void router.replace({
          query: {
            ...route.query,
            [name]: value || undefined,
            figure: name === 'figure' ? value || undefined : undefined,
          },
        }),
    })
  const kind = q('kind'),
    date = q('date'),
    whole = q('whole'),
    edition = q('edition'),
    correction = q('correction'),
    figure = q('figure')
  const name = computed(() => String(route.params.id ?? ''))
  const mayDraft = computed(() => can('read-draft-bulletin'))
  const list = shallowRef<ItemOf<'bulletin'>[]>([])
  const listed = ref(false)
  const page = ref('')
  const bytes = shallowRef<Bytes>()
  const digest = ref('')
  const figures = shallowRef(new Map<string, Figure>())
  const size = ref(0)
  const header = shallowRef<Header>() // of what is shown
  const fault = shallowRef<unknown>()
  const loading = ref(false)

  const address = computed(() => {
    const p = new URLSearchParams()
    if (edition.value) p.set('edition', edition.value)
    if (name.value) {
      if (correction.value) p.set('correction', correction.value)
      return `/api/bulletins/${name.value}?${p}`
    }
    for (const [k, v] of [
      ['kind', kind.value],
      ['date', date.value],
      ['whole', whole.value],
    ] as const)
      if (v) p.set(k, v)
    return `/api/bulletins/draft?${p}`
  })
  const shows = computed(() => name.value !== '' || mayDraft.value)
  const one = computed(() => list.value.find((b) => b.subject === 'bulletin/' + name.value)?.state)

  let asking: AbortController | undefined
  async function load(): Promise<void> {
    asking?.abort()
    const { signal } = (asking = new AbortController())
    loading.value = true
    try {
      list.value = await listAll<'bulletin'>('/api/bulletins')
      if (signal.aborted) return
      listed.value = true
      fault.value = undefined
      if (!shows.value) return
      const raw = new Uint8Array(await (await ask(`${address.value}&format=json`, { signal })).arrayBuffer())
      const b = JSON.parse(new TextDecoder().decode(raw)) as { header: Header }
      const same = name.value ? '' : `&known=${encodeURIComponent(b.header.known)}` // a draft grows: page and figures are of one moment
      const text = await (await ask(`${address.value}${same}&format=html&lang=${language.value}`, { signal })).text()
      if (signal.aborted) return
      bytes.value = raw
      digest.value = toHex(await sha256(raw))
      figures.value = await figuresOf(b)
      size.value = entriesOf(b.header.registers)
      header.value = b.header
      page.value = text
    } catch (e) {
      if (!signal.aborted) {
        fault.value = e
        page.value = ''
      }
    } finally {
      if (!signal.aborted) loading.value = false
    }
  }

  onMounted(load)
  watch([address, language, shows, () => identity.value?.key], load)
  useChanges(() => {
    if (!name.value) void load()
  }, 5_000)

  return {
    kind,
    date,
    whole,
    edition,
    correction,
    figure,
    name,
    mayDraft,
    list,
    listed,
    one,
    page,
    bytes,
    digest,
    figures,
    size,
    header,
    fault,
    loading,
    address,
    shows,
    load,
  }
}

/** How many entries a bulletin rests on, in all its registers. */
export const entriesOf = (registers: Register[]): number => registers.reduce((sum, r) => sum + r.size, 0)

/** Figures by the mark that the page gives them (package bulletin, Figure.mark). */
async function figuresOf(b: unknown): Promise<Map<string, Figure>> {
  const found = new Map<string, Figure>()
  const all: Figure[] = []
  const walk = (v: unknown): void => {
    if (v === null || typeof v !== 'object') return
    if ('unit' in v && ('number' in v || 'of' in v)) {
      const { before, ...figure } = v as Figure
      all.push(figure)
      if (before?.of ?? before?.digest) all.push({ ...before, unit: figure.unit, earlier: true })
      return
    }
    if ('confirmed' in v && 'reported' in v && 'max' in v) all.push(anyOf(v as Victims))
    Object.values(v).forEach(walk)
  }
  walk(b)
  for (const f of all.reverse())
    found.set(
      toHex(await sha256(utf8([f.unit, String(f.number ?? 0), f.digest ?? '', ...(f.of ?? [])].join('\n')))).slice(
        0,
        32,
      ),
      f,
    )
  return found
}

/** The files with any of the victims of a row, as the page marks their range (package bulletin, victims). */
function anyOf(v: Victims): Figure {
  return {
    number: v.max,
    unit: 'person',
    of: [...new Set([...(v.confirmed.of ?? []), ...(v.reported.of ?? [])])].sort(),
  }
}

/** What the records behind a figure are, as this reader may see them; a missing one is not for him or her. */
export async function recordsOf(subjects: string[]): Promise<Map<string, Item>> {
  const found = new Map<string, Item>()
  await loadNouns()
  const nounOf = (s: string) => s.slice(0, s.indexOf('/'))
  for (const noun of new Set(subjects.map(nounOf))) {
    const all = subjects.filter((s) => nounOf(s) === noun)
    const list = nounInfo(noun)?.list
    for (let i = 0; list && i < all.length; i += 100) {
      const some = all.slice(i, i + 100)
      const page = await askJson<Page>(`${list}?${new URLSearchParams({ subject: some.join(), limit: '100' })}`)
      for (const item of page.items) found.set(item.subject, item)
    }
  }
  return found
}
