import type { Field } from '@/parts/ActForm.vue'
import { number } from '@/i18n/format'
import type { Bodies } from '@/generated/acts'
import type { OneOf, StateOf } from '@/office/api'

type Victim = OneOf<StateOf<'incident'>['victims']>

/** What people may say about an incident, each as a form for one kind of act. */

interface Action {
  kind: keyof Bodies
  fields: Field[]
  marksExercise?: boolean
  advice?: (values: Record<string, string>) => string | undefined
}

interface Known {
  sources?: StateOf<'incident'>['verification']
  steps: string[]
  reports: string[]
  attributed: string[]
  victims: Victim[]
}

const pick = (values: string[]) => values.map((value) => ({ value, label: value.slice(value.indexOf('/') + 1) }))

/** What is missing for "confirmed", as the reports stand; nothing if it would hold. */
function unconfirmed(t: Words, sources: Known['sources']): string | undefined {
  const [n, direct] = [sources?.sources ?? 0, sources?.direct ?? 0]
  if (sources?.independent && n > 1 && direct > 0) return undefined
  return t('incident.adviceConfirmed', { n: number(n), direct: number(direct) })
}

type Words = (key: string, facts?: Record<string, string>) => string

/** `t` gives the words of the fields. */
export function actions(t: Words, of: Known): Action[] {
  const reason: Field = { name: 'reason', label: t('incident.reason'), as: 'area', wanted: true }
  return [
    {
      kind: 'incident-assessed',
      advice: (v) => (v.status === 'confirmed' ? unconfirmed(t, of.sources) : undefined),
      fields: [
        { name: 'status', label: t('incident.step'), as: 'code', list: 'status', wanted: true, only: of.steps },
        {
          name: 'obstacle',
          label: t('incident.why'),
          as: 'code',
          list: 'not-investigable-reason',
          wanted: true,
          when: (v) => v.status === 'not-investigable',
        },
        reason,
      ],
    },
    {
      kind: 'position-taken',
      fields: [
        {
          name: 'position',
          label: t('incident.position'),
          as: 'code',
          list: 'party-position',
          wanted: true,
          only: ['confirms', 'denies', 'partly', 'attributes-elsewhere'],
        },
        {
          name: 'elsewhere',
          label: t('incident.elsewhere'),
          as: 'party',
          when: (v) => v.position === 'attributes-elsewhere',
        },
        { name: 'text', label: t('incident.inWords'), as: 'area' },
      ],
    },
    {
      kind: 'report-linked',
      fields: [
        { name: 'report', label: t('incident.report'), as: 'text', wanted: true, hint: 'report/…' },
        { ...reason, wanted: false },
      ],
    },
    ...(of.reports.length
      ? [
          {
            kind: 'report-unlinked' as const,
            fields: [
              {
                name: 'report',
                label: t('incident.report'),
                as: 'pick' as const,
                options: pick(of.reports),
                wanted: true,
              },
              reason,
            ],
          },
        ]
      : []),
    {
      kind: 'attribution-made',
      fields: [
        { name: 'actor', label: t('incident.actor'), as: 'party', wanted: true },
        {
          name: 'confidence',
          label: t('incident.confidence'),
          as: 'code',
          list: 'attribution-confidence',
          wanted: true,
        },
        { name: 'basis', label: t('incident.basis'), as: 'codes', list: 'attribution-basis', wanted: true },
        { ...reason, label: t('incident.ground') },
      ],
    },
    ...(of.attributed.length
      ? [
          {
            kind: 'attribution-withdrawn' as const,
            fields: [
              {
                name: 'actor',
                label: t('incident.actor'),
                as: 'pick' as const,
                options: pick(of.attributed),
                wanted: true,
              },
              reason,
            ],
          },
        ]
      : []),
    {
      kind: 'answer-requested',
      fields: [
        { name: 'party', label: t('incident.party'), as: 'party', wanted: true, signs: true },
        { name: 'deadline', label: t('incident.deadline'), as: 'time', wanted: true },
        { name: 'question', label: t('incident.question'), as: 'area' },
      ],
    },
    {
      kind: 'harm-recorded',
      fields: [
        { name: 'victim', label: t('incident.row'), as: 'text', wanted: true, hint: t('incident.rowHint') },
        {
          name: 'status',
          label: t('incident.became'),
          as: 'pick',
          wanted: true,
          options: ['killed', 'injured', 'missing', 'detained'].map((value) => ({
            value,
            label: t(`incident.became_${value}`),
          })),
        },
        {
          name: 'certainty',
          label: t('incident.certainty'),
          as: 'pick',
          wanted: true,
          options: [
            { value: 'confirmed', label: t('incident.confirmedHarm') },
            { value: 'reported', label: t('incident.reportedHarm') },
          ],
        },
        {
          name: 'civil',
          label: t('incident.civil'),
          as: 'pick',
          wanted: true,
          options: ['civilian', 'combatant', 'unknown'].map((value) => ({
            value,
            label: t(`incident.civil_${value}`),
          })),
        },
        { name: 'list', label: t('incident.victimList'), as: 'text' },
        { name: 'note', label: t('incident.inWords'), as: 'area' },
      ],
    },
    ...(of.victims.length > 1
      ? [
          {
            kind: 'same-victim-decided' as const,
            fields: [
              {
                name: 'first',
                label: t('incident.row'),
                as: 'pick' as const,
                wanted: true,
                options: pick(of.victims.flatMap((v) => v.victim ?? [])),
              },
              {
                name: 'second',
                label: t('incident.otherRow'),
                as: 'pick' as const,
                wanted: true,
                options: pick(of.victims.flatMap((v) => v.victim ?? [])),
              },
              {
                name: 'decision',
                label: t('incident.sameVictim'),
                as: 'pick' as const,
                wanted: true,
                options: [
                  { value: 'accepted', label: t('incident.same') },
                  { value: 'rejected', label: t('incident.notSame') },
                ],
              },
              reason,
            ],
          },
        ]
      : []),
    {
      kind: 'incident-opened',
      marksExercise: true,
      fields: [
        { name: 'title', label: t('incident.titleField'), as: 'text' },
        { name: 'event', label: t('field.event'), as: 'code', list: 'event', wanted: true },
        { name: 'zone', label: t('situation.zone'), as: 'text' },
        { name: 'area', label: t('situation.area'), as: 'text' },
      ],
    },
  ]
}
