import { describe, expect, it } from 'vitest'
import { fromUtf8 } from '@/trust/bytes'
import { SourceTooLong, writeSource } from '@/trust/source'
import { vectors } from './vectors'

interface Vector {
  name: string
  register: string
  author: string
  text: string
  plain: string
  bytes: number
}

describe('who told, as it is sealed', () => {
  it.each(vectors<Vector[]>('source'))('is written as everywhere: $name', (v) => {
    const all = writeSource(v.register, v.author, v.text)
    expect(all.length).toBe(v.bytes)
    expect(fromUtf8(all).trimEnd()).toBe(v.plain)
  })

  it('is refused where there is no room', () => {
    expect(() => writeSource('r', 'a', 'x'.repeat(4096))).toThrow(SourceTooLong)
  })
})
