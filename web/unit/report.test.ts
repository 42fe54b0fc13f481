import { expect, test, vi } from 'vitest'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('navigator', { languages: ['en'] })
const { nobodyKnows } = await import('@/office/parties')
const { blank, impossible, missing, restriction } = await import('@/screens/report/form')

test('a report does not end before it begins, nor lie in the time to come', () => {
  const now = new Date('2026-05-07T12:00:00Z')
  const said = (from: string, until = '') => impossible({ ...blank('observation', 'en'), from, until }, now)
  expect(said('', '')).toEqual([])
  expect(said('2026-05-06T10:00', '2026-05-06T11:00')).toEqual([])
  expect(said('2026-05-06T10:00', '2026-05-06T09:00')).toEqual(['endFirst'])
  expect(said('2026-05-09T10:00')).toEqual(['notYet'])
  expect(said('2026-05-09T10:00', '2026-05-06T09:00')).toEqual(['endFirst', 'notYet'])
})

test('that nobody knows whose people restricted is chosen, and not what was left alone', () => {
  const v = {
    ...blank('restriction', 'en'),
    kind: 'denied',
    team: 'patrol',
    outcome: 'passed',
    from: '2026-05-06T10:00',
  }
  expect(missing('restriction', v)).toEqual(['party'])
  expect(missing('restriction', { ...v, party: nobodyKnows })).toEqual([])
  expect(restriction({ ...v, party: nobodyKnows }).party).toBeUndefined()
  expect(restriction({ ...v, party: 'SY-GOV' }).party).toBe('SY-GOV')
})
