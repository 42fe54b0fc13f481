import { number, range } from '@/i18n/format'

/** How many people somebody says: an end that is not said is none, and not 0. */
export function stated(
  t: (key: string, named?: Record<string, unknown>) => string,
  least?: number,
  most?: number,
): string {
  if (least === undefined && most === undefined) return t('incident.harmNotSaid')
  if (most === undefined) return t('incident.harmAtLeast', { n: number(least as number) })
  if (least === undefined) return t('incident.harmAtMost', { n: number(most) })
  return range(least, most)
}
