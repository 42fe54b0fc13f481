import type { Item } from '@/office/api'

/** Each subject once, as its latest period has it, where it first stood. A conflict in any of its periods is a conflict of its. */
export function onceEach(items: Item[]): Item[] {
  const found = new Map<string, Item>()
  for (const i of items) {
    const before = found.get(i.subject)
    const latest = before && (before.from ?? '') > (i.from ?? '') ? before : i
    const conflicts = [...(before?.conflicts ?? []), ...(i.conflicts ?? [])]
    found.set(i.subject, { ...latest, conflicts })
  }
  return [...found.values()]
}
