import { expect, test, vi } from 'vitest'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('navigator', { languages: ['en'] })
const { nobodyKnows } = await import('@/office/parties')
const { blank, halves, impossible, limits, misread, missing, record, restriction, saidAgain, unchosen, valuesOf } =
  await import('@/screens/report/form')

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

test('how well a time, a place and a source are known is chosen, and never taken for granted', () => {
  const said = { from: '2026-05-06T10:00', where: 'place' as const, lon: '36.5', lat: '35', source: 'A shepherd.' }
  for (const form of ['observation', 'allegation'] as const) {
    const v = { ...blank(form, 'en'), ...said }
    expect(unchosen(form, blank(form, 'en'))).toEqual([])
    expect(unchosen(form, v)).toEqual(['timePrecision', 'precision', 'sourceDirect'])
    expect(missing(form, v)).toEqual(expect.arrayContaining(['means', ...unchosen(form, v)]))
    const chosen = { ...v, timePrecision: 'hour', precision: 'locality', sourceDirect: 'no' as const }
    expect(unchosen(form, chosen)).toEqual([])
    expect(record(chosen, true, 'sealed')).toMatchObject({
      time: { precision: 'hour' },
      place: { precision: 'locality' },
      source: { direct: false },
    })
  }
})

test('no number is lost in silence: what is not understood, or said by half, is told before anything is signed', () => {
  const v = { ...blank('observation', 'en'), where: 'place' as const }
  expect(misread('observation', v)).toEqual([])
  expect(halves('observation', v)).toEqual([])
  for (const name of Object.keys(limits) as (keyof typeof limits)[])
    for (const where of ['sight', 'place'] as const) {
      const asked =
        { sight: ['lon', 'lat'], place: ['bearing', 'halfWidth', 'near', 'far'] }[where].includes(name) === false
      expect(misread('allegation', { ...v, where, [name]: '4km' }), `${name} ${where}`).toEqual(asked ? [name] : [])
    }
  expect(misread('observation', { ...v, post: 'post/1', observerLat: 'x' })).toEqual([]) // which is not asked then
  const half = (more: object) => halves('observation', { ...v, ...more })
  expect(half({ number: '3' })).toEqual(['count'])
  expect(half({ unit: 'explosion' })).toEqual(['count'])
  expect(half({ lat: '35' })).toEqual(['position'])
  expect(half({ observerLon: '36' })).toEqual(['observerPosition'])
  expect(half({ where: 'sight', bearing: '90' })).toEqual(['sight'])
  expect(half({ where: 'sight', bearing: '90', near: '5000', far: '3000' })).toEqual(['sight'])
  const whole = {
    number: '٤٬٠٠٠',
    unit: 'explosion',
    where: 'sight',
    bearing: '90',
    near: '2 000',
    far: '۴۰۰۰',
    killedMin: '1',
  }
  expect(half(whole)).toEqual([])
  expect(record({ ...v, ...whole, where: 'sight' }, false, undefined)).toMatchObject({
    count: { number: 4000 },
    sight: { bearingDegrees: 90, minMetres: 2000, maxMetres: 4000 },
    harm: { killedMin: 1 },
  })
})

test('a draft of the register fills the form, and what the form does not ask stays as it was said', () => {
  const before = {
    ...{ event: 'explosion', means: 'heard', area: 'SY03', zone: 'dz-1', post: 'post/1', draft: true, exercise: true },
    count: { number: 3, unit: 'explosion' },
    time: { from: '2026-05-06T10:00:17Z', precision: 'minute' },
    place: { position: { lon: 36.21512345, lat: 35.1 }, precision: 'locality', code: 'SY0301' },
    harm: { killedMin: 1, killedMax: 2, civiliansKilledMin: 1 },
    narrative: { text: 'One.', language: 'ar' },
    source: { sealed: 'sealed' },
    sealedTo: 'ab',
  }
  const v = valuesOf('observation', before, 'en')
  expect(v).toMatchObject({
    where: 'place',
    lon: '36.21512345',
    number: '3',
    language: 'ar',
    from: '2026-05-06T10:00',
    sourceDirect: '',
  })
  expect(misread('observation', v)).toEqual([])
  const again = saidAgain('observation', before, v, record(v, false, undefined))
  const { draft, ...rest } = before
  expect(draft).toBe(true)
  expect(again).toEqual(rest) // to the second, and with the code that no form shows
  const finished = {
    ...v,
    from: '2026-05-06T11:00',
    weapon: 'mortar',
    killedMax: '',
    placeName: 'The well',
    effect: 'none',
  }
  expect(saidAgain('observation', before, finished, record(finished, false, 'anew'))).toEqual({
    ...rest,
    ...{ weapon: 'mortar', effect: 'none' },
    time: { from: '2026-05-06T11:00:00Z', precision: 'minute' },
    place: { position: { lon: 36.21512345, lat: 35.1 }, precision: 'locality', name: 'The well' },
    harm: { killedMin: 1, civiliansKilledMin: 1 },
    source: { sealed: 'anew', direct: false },
  })
})
