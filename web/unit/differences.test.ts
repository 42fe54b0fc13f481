import { describe, expect, it } from 'vitest'
import { policiesChanged, rulesChanged } from '@/screens/endorse/differences'

const file = (name: string, text: string) => ({ name, text })
const monitors = '@id("monitors-observe")\npermit (principal, action, resource);\n'
const verifiers = '@id("verifiers-assess")\npermit (principal, action, resource);\n'

describe('what rules would change', () => {
  it('names policies that are added, removed and changed, wherever they stand', () => {
    const before = [file('a.cedar', monitors + verifiers)]
    const after = [file('b.cedar', verifiers.replace('permit', 'forbid')), file('c.cedar', '@id("new")\npermit (x);')]
    expect(policiesChanged(before, after)).toEqual([
      { id: 'monitors-observe', how: 'removed' },
      { id: 'new', how: 'added' },
      { id: 'verifiers-assess', how: 'changed' },
    ])
    expect(policiesChanged(before, [file('z.cedar', verifiers + monitors)])).toEqual([])
  })

  it('tells a changed schema by its file', () => {
    expect(policiesChanged([file('t.cedarschema', 'a')], [file('t.cedarschema', 'b')])).toEqual([
      { id: 't.cedarschema', how: 'changed' },
    ])
  })

  it('tells a text that is not at hand by its file, and only where its digest is another', () => {
    const named = (sha256: string) => [{ name: 'a.cedar', sha256 }]
    expect(policiesChanged(named('1'), named('1'))).toEqual([])
    expect(policiesChanged(named('1'), named('2'))).toEqual([{ id: 'a.cedar', how: 'changed' }])
  })

  it('tells members with both values, and what holds where nothing is said', () => {
    const before = { admission: 7, policies: 'x', threshold: 2 }
    expect(rulesChanged(before, { ...before, threshold: 4, cutOff: '18:00' })).toEqual([
      { member: 'threshold', before: 2, after: 4 },
      { member: 'cutOff', before: '24:00', after: '18:00' },
    ])
    expect(rulesChanged(before, { ...before, timeZone: 'UTC' })).toEqual([])
    expect(rulesChanged(before, { ...before, timeZone: 'Asia/Damascus' })).toEqual([
      { member: 'timeZone', before: 'UTC', after: 'Asia/Damascus' },
    ])
  })
})
