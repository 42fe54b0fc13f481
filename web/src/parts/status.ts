import { i18n } from '@/i18n/index'
import { term } from '@/office/taxonomies'

/** What the status of a record is called: by the list of words of its noun, else by the desk's own. */
export function statusName(noun: string, status: string | undefined): string {
  if (!status) return ''
  if (noun === 'report' || noun === 'incident') return term('status', status)
  const { t, te } = i18n.global
  const key = noun === 'restriction' ? `report.outcome_${status}` : `status.${status}`
  return te(key) ? t(key) : term('status', status)
}
