import type { StateOf } from '@/office/api'

/** What rules would say otherwise than those in force. */

export type Ruling = StateOf<'office'>['terms'][number]['rules']
export interface PolicyFile {
  name: string
  text?: string
  sha256?: string // in place of the text
}

/** How one policy would come to stand. */
export interface PolicyChange {
  id: string
  how: 'added' | 'removed' | 'changed'
}

/** What rules that say nothing of it go by. */
const unsaid: Partial<Ruling> = { timeZone: 'UTC', cutOff: '24:00' }

/** Members of the rules that would be otherwise than they are, with both values. */
export function rulesChanged(
  before: Ruling,
  after: Ruling,
): { member: keyof Ruling; before: unknown; after: unknown }[] {
  const members: (keyof Ruling)[] = ['threshold', 'timeZone', 'cutOff', 'delayHours', 'chosenNames', 'admission']
  const value = (r: Ruling, m: keyof Ruling) => r[m] ?? unsaid[m]
  return members
    .filter((m) => (value(before, m) ?? '') !== (value(after, m) ?? ''))
    .map((member) => ({ member, before: value(before, member), after: value(after, member) }))
}

/** The policies in texts, each from its id to the next one; a text that is not at hand, as a whole. Cedar writes ids as annotations. */
function policiesIn(files: PolicyFile[]): Map<string, string> {
  const all = new Map<string, string>()
  for (const { name, text, sha256 } of files) {
    if (text === undefined || !name.endsWith('.cedar')) {
      all.set(name, text?.trim() ?? sha256 ?? '')
      continue
    }
    const starts = [...text.matchAll(/@id\("([^"]+)"\)/g)]
    starts.forEach((m, i) => all.set(m[1] ?? '', text.slice(m.index, starts[i + 1]?.index).trim()))
  }
  return all
}

/** What policies would come to stand otherwise. A file that both sets name by one digest says the same in both. */
export function policiesChanged(before: PolicyFile[], after: PolicyFile[]): PolicyChange[] {
  const [old, next] = [policiesIn(before), policiesIn(after)]
  const changes: PolicyChange[] = []
  for (const [id, text] of next) if (old.get(id) !== text) changes.push({ id, how: old.has(id) ? 'changed' : 'added' })
  for (const id of old.keys()) if (!next.has(id)) changes.push({ id, how: 'removed' })
  return changes.sort((a, b) => a.id.localeCompare(b.id))
}
