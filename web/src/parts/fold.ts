/** What is too long to be read at once is folded, and opens when asked for. */

/** How many values may stand open in what is inside another. */
const most = 30

/** The values in a value: its leaves, each member of each member counted. */
export function leaves(value: unknown): number {
  if (value === null || typeof value !== 'object') return 1
  return Object.values(value).reduce<number>((n, one) => n + leaves(one), 0)
}

/** Whether a member is folded where its record is shown. */
export const folds = (value: unknown): boolean => leaves(value) > most

/** What a folded value begins with, to know it by; nothing of a list. */
export function opening(value: unknown): string {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return ''
  return Object.values(value).find((v): v is string => typeof v === 'string' && v.length <= 60) ?? ''
}
