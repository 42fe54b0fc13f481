import { beforeAll, expect, test, vi } from 'vitest'
import { fromWall, toWall } from '@/i18n/zoned'

/** What a browser has and these tests do not. */
beforeAll(() => {
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
  vi.stubGlobal('navigator', { languages: ['ar'] })
})

test('numbers have the digits of the language, and codes are not grouped', async () => {
  const { language } = await import('@/i18n/language')
  const { digits, number, percent, range } = await import('@/i18n/format')
  expect(language.value).toBe('ar') // the first of the browser's languages that the desk has
  expect(number(1234)).toBe('١٬٢٣٤')
  language.value = 'fa'
  expect(number(7)).toBe('۷')
  language.value = 'en'
  expect([number(1234), digits(1234), percent(0.5), range(2, 2), range(2, 5)]).toEqual([
    '1,234',
    '1234',
    '50%',
    '2',
    '2–5',
  ])
})

test('nobody and not said are two things', async () => {
  const { language } = await import('@/i18n/language')
  const { stated } = await import('@/parts/stated')
  language.value = 'en'
  const t = (key: string, named?: Record<string, unknown>) => `${key} ${named?.n ?? ''}`
  expect([stated(t), stated(t, 0, 0), stated(t, 3), stated(t, undefined, 5), stated(t, 3, 5)]).toEqual([
    'incident.harmNotSaid ',
    '0',
    'incident.harmAtLeast 3',
    'incident.harmAtMost 5',
    '3–5',
  ])
})

test('the clock on the wall and an instant are the same moment, across a change of clocks', () => {
  for (const wall of ['2017-05-07T14:30', '2017-03-31T00:30', '2017-10-27T00:30', '2017-01-01T00:00']) {
    expect(toWall(fromWall(wall, 'Asia/Damascus') as string, 'Asia/Damascus')).toBe(
      wall === '2017-03-31T00:30' ? '2017-03-31T01:30' : wall,
    )
  }
  expect(fromWall('2017-05-07T14:30', 'Asia/Damascus')).toBe('2017-05-07T11:30:00Z')
  expect(fromWall('', 'UTC')).toBeUndefined()
})

test('a time is told as well as it is known and no better', async () => {
  const { language } = await import('@/i18n/language')
  const { timeZone } = await import('@/i18n/zoned')
  const { when } = await import('@/i18n/format')
  language.value = 'en'
  timeZone.value = 'America/Caracas' // four hours behind
  const plain = (s: string) => s.replace(/[\u2009\u202f\u00a0 ]*–[\u2009\u202f\u00a0 ]*/g, '–')
  const day = { from: '2025-04-12T00:00:00Z', until: '2025-04-13T00:00:00Z' }
  expect(when({ ...day, precision: 'day' })).toBe('12 Apr 2025')
  expect(when({ ...day, precision: 'day', days: { first: '2025-04-12', last: '2025-04-12', zone: 'UTC' } })).toBe(
    '12 Apr 2025 (UTC)',
  )
  expect(plain(when({ from: '2025-04-07T04:00:00Z', until: '2025-04-14T04:00:00Z', precision: 'week' }))).toBe(
    '7–13 Apr 2025',
  )
  expect(plain(when({ from: '2025-04-12T18:20:00Z', precision: 'hour' }))).toBe('12 Apr 2025, 14:00–15:00')
  expect(plain(when({ from: '2025-04-12T18:20:00Z', precision: 'part-of-day' }))).toBe('12 Apr 2025, 12:00–18:00')
  expect(when({ from: '2025-04-12T18:20:00Z', until: '2025-04-12T18:20:00.000001Z', precision: 'minute' })).toBe(
    '12 Apr 2025, 14:20',
  )
  expect(when({})).toBe('')
})
