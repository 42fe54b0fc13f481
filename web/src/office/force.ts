import { computed, onMounted } from 'vue'
import { listAll, type OneOf, type Schemas, type StateOf } from './api'
import { asked } from './asked'
import { useChanges } from './changes'
import { identity } from './identity'

/** Whether any agreement is in force at a moment, and what is missing where none is. */

type Version = OneOf<StateOf<'agreement'>['versions']> & { subject: string }
/** A text that is not in force, and who put it forward: nothing is said of a party as if there were one text alone. */
type Text = Pick<Version, 'subject' | 'title'> & {
  key: string
  version: string
  by: string | undefined
  ever: boolean
  why: Schemas['Lack'][]
}
type Stretch = { from?: string; until?: string }

const holdsAt = (i: Stretch, at: string): boolean => (!i.from || i.from <= at) && (!i.until || at < i.until)

const agreements = asked(
  async (): Promise<Version[]> =>
    (await listAll<'agreement'>('/api/agreements')).flatMap((i) =>
      (i.state.versions ?? []).map((v) => ({ ...v, subject: i.subject })),
    ),
  () => identity.value?.key,
)

/** Asked of a moment; undefined until it is known. */
export function useForce(at: () => string | undefined) {
  const anew = (): void => void agreements.load().catch(() => undefined) // what was told stands until then
  onMounted(() => agreements.value() && anew())
  useChanges(anew)
  const moment = computed(() => at() || new Date().toISOString())
  const none = computed(() =>
    agreements.value() === undefined
      ? undefined
      : !agreements.value()?.some((v) => v.force?.some((f) => holdsAt(f, moment.value))),
  )
  /** Each text that people may sign, and why it is not in force then: those that were once before those that never were. */
  const texts = computed<Text[]>(() =>
    (agreements.value() ?? [])
      .filter((v) => v.type === 'text')
      .filter((v, i, all) => all.findIndex((o) => o.subject === v.subject && o.id === v.id) === i) // one for all its periods
      .map((v) => ({
        key: `${v.subject} ${v.id}`,
        subject: v.subject,
        version: v.id,
        title: v.title,
        by: v.proposedBy,
        ever: (v.force?.length ?? 0) > 0,
        why: (v.standing?.gaps ?? [])
          .filter((g) => !g.parties && !g.where && holdsAt(g, moment.value))
          .flatMap((g) => g.why),
      }))
      .sort((a, b) => Number(b.ever) - Number(a.ever)),
  )
  return { none, texts }
}
