import { computed, onMounted, onUnmounted, ref, shallowRef, watch } from 'vue'
import { language } from '@/i18n/language'
import { write } from '@/office/acts'
import { belong, forget } from '@/office/files'
import { audienceOf } from '@/office/home'
import { tryFlush } from '@/office/outbox'
import { identity } from '@/office/identity'
import { knownSet, lookAtCustodians, NotSealed, sealingSet } from '@/office/custodians'
import { posts } from '@/office/kept'
import { store, type Completed, type Draft, type Outgoing } from '@/office/store'
import { term } from '@/office/taxonomies'
import { random, toHex } from '@/trust/bytes'
import { writeSource } from '@/trust/source'
import { toComplete } from './complete'
import { blank, missing, record, restriction, saidAgain, valuesOf, type Form, type Values } from './form'

/** One report being written. Every keystroke is kept in the browser; sending signs it. */
export function useReport(form: () => Form) {
  const values = ref<Values>(blank(form(), language.value))
  const id = ref(newId())
  const drafts = shallowRef<Draft[]>([])
  const sending = ref(false)
  const fault = shallowRef<unknown>()
  const completes = shallowRef<Completed>() // the draft in the register that is finished
  const lacks = computed(() => missing(form(), values.value))
  let touched = false
  const author = identity.value?.person ?? '' // whose the form is: whoever comes next to the desk has another
  let timer: ReturnType<typeof setTimeout> | undefined

  async function loadDrafts(): Promise<void> {
    await takeUpUnsaved()
    const all = await (await store()).getAll('drafts')
    drafts.value = all.filter((d) => d.person === author).sort((a, b) => b.changed.localeCompare(a.changed))
  }

  /** What whoever speaks has here, and what the form will need when no office answers. */
  async function loadPerson(): Promise<void> {
    await loadDrafts()
    await posts.load().catch(() => undefined) // the form says so
    await lookAtCustodians()
  }

  async function keep(): Promise<void> {
    if (!touched) return
    await (await store()).put('drafts', draft())
    await loadDrafts()
  }

  /** A file came or went: that is a draft, too, which is not lost with the page. */
  async function touch(): Promise<void> {
    touched = true
    await keep()
  }

  const draft = (): Draft => ({
    id: id.value,
    form: form(),
    person: author,
    changed: new Date().toISOString(),
    values: JSON.parse(JSON.stringify(values.value)),
    ...(completes.value && { of: completes.value }),
  })

  function fresh(): void {
    clearTimeout(timer)
    values.value = blank(form(), language.value)
    id.value = newId()
    completes.value = undefined
    settle()
  }

  /** What is set by us is not a change of the author's. */
  function settle(): void {
    queueMicrotask(() => (touched = false))
  }

  function resume(d: Draft): void {
    id.value = d.id
    completes.value = d.of
    values.value = { ...blank(d.form as Form, language.value), ...(d.values as Values) }
    settle()
  }

  /** Fills the form with what a draft in the register says. Answers which form that is, or nothing if it is none of whoever speaks. */
  async function complete(subject: string): Promise<Form | undefined> {
    fault.value = undefined
    try {
      const found = await toComplete(subject)
      if (!found) return undefined
      const begun = drafts.value.find((d) => d.of?.subject === subject && d.of.prev.join() === found.of.prev.join())
      if (begun) resume(begun)
      else {
        id.value = newId()
        completes.value = found.of
        values.value = valuesOf(found.form, found.of.body, language.value)
        settle()
      }
      return found.form
    } catch (e) {
      fault.value = e
      return undefined
    }
  }

  async function discard(draft: string): Promise<void> {
    await (await store()).delete('drafts', draft)
    await forget(draft)
    if (draft === id.value) fresh()
    await loadDrafts()
  }

  watch(
    values,
    () => {
      touched = true
      clearTimeout(timer)
      timer = setTimeout(() => void keep(), 300)
    },
    { deep: true, flush: 'sync' },
  )
  const leave = () => {
    if (touched) localStorage.setItem(unsaved, JSON.stringify(draft())) // a page that goes has no time for the database
  }
  onMounted(async () => {
    addEventListener('pagehide', leave)
    settle()
    await loadPerson()
  })
  onUnmounted(() => {
    removeEventListener('pagehide', leave)
    clearTimeout(timer)
    void keep()
  })

  /** Signs and sends; what cannot be sent now waits in the outbox. Whoever takes up another report meanwhile keeps that one. */
  async function send(): Promise<Outgoing | undefined> {
    const sent = id.value
    sending.value = true
    fault.value = undefined
    try {
      clearTimeout(timer)
      const act = await sign(form(), sent, values.value, lacks.value.length > 0, completes.value)
      await belong(sent, act.subject)
      if (act.state === 'sent') void tryFlush() // the files after it
      if (id.value === sent) {
        touched = false
        fresh()
      }
      await (await store()).delete('drafts', sent)
      await loadDrafts()
      return act
    } catch (e) {
      fault.value = e
      return undefined
    } finally {
      sending.value = false
    }
  }

  return { values, id, drafts, sending, fault, lacks, completes, touch, fresh, resume, complete, discard, send }
}

const unsaved = 'unsaved'

async function takeUpUnsaved(): Promise<void> {
  const text = localStorage.getItem(unsaved)
  if (!text) return
  await (await store()).put('drafts', JSON.parse(text) as Draft)
  localStorage.removeItem(unsaved)
}

const newId = (): string => new Date().toISOString().slice(0, 10) + '-' + toHex(random(4))

async function sign(form: Form, id: string, v: Values, incomplete: boolean, of?: Completed): Promise<Outgoing> {
  const by = identity.value // who may leave the device while a source is sealed
  if (form === 'restriction') {
    return write({
      kind: 'restriction-recorded',
      subject: 'restriction/new',
      body: restriction(v),
      title: term('restriction', v.kind),
    })
  }
  const sealed = v.source.trim() ? await seal(v.source) : undefined
  const body = record(v, form === 'alert' || incomplete, sealed)
  if (sealed || !of) body.sealedTo = (await knownSet())?.digest // said with a source or without: it tells nothing
  const kind = form === 'allegation' ? 'allegation-filed' : 'observation-filed'
  const title = term('event', v.event) || id
  if (!of) return write({ kind, subject: 'report/new', body, title }, by)
  return write({ kind, subject: of.subject, body: saidAgain(form, of.body, v, body), title, prev: of.prev }, by)
}

/** Encrypts who told to the custodians before anything leaves the device (age). */
async function seal(source: string): Promise<string> {
  const by = identity.value
  if (!by) throw new NotSealed('nobody')
  const { custodians } = await sealingSet(by)
  const { armor, Encrypter } = await import('age-encryption')
  const age = new Encrypter()
  for (const c of custodians) age.addRecipient(c.sealing)
  return armor.encode(await age.encrypt(writeSource((await audienceOf(by))[0] as string, by.key, source)))
}
