import { useI18n } from 'vue-i18n'
import { number } from '@/i18n/format'
import { readNumber, type Limits } from '@/i18n/typed'

/** What to tell somebody whose number is not understood, in plain words; empty where nothing is wrong. */
export function useNumberFault(): (text: string, limits?: Limits) => string {
  const { t } = useI18n()
  return (text, limits = {}) => {
    const { fault } = readNumber(text, limits)
    if (fault !== 'range') return fault ? t(`field.number_${fault}`) : ''
    const { least, most } = limits
    if (least !== undefined && most !== undefined)
      return t('field.number_range', { least: number(least), most: number(most) })
    return least !== undefined
      ? t('field.number_least', { least: number(least) })
      : t('field.number_most', { most: number(most as number) })
  }
}
