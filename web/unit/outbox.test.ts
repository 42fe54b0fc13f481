import { expect, test, vi } from 'vitest'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('navigator', { languages: ['en'] })
const { signedBy } = await import('@/office/outbox')

const act = (id: string, person: string) => ({
  ...{ id, person, sdjwt: '', kind: 'observation-filed', subject: 'report/1', title: id },
  ...{ written: '', state: 'waiting' as const },
})

test('of what was signed on a device, everybody is shown his or her own acts alone', () => {
  const all = [act('1', 'person/a'), act('2', 'person/b'), act('3', 'person/a'), act('4', '')]
  expect(signedBy(all, 'person/a').map((o) => o.id)).toEqual(['1', '3'])
  expect(signedBy(all, 'person/c')).toEqual([])
  expect(signedBy(all, undefined)).toEqual([]) // nobody is at the desk
})
