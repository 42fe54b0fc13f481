import { expect, test } from 'vitest'
import { endOf } from '@/trust/ended'

/** A register has ended once its sides signed its successor, and not while that is put forward. */
const successor = { origin: 'next.exercise.truce', since: '2026-01-01T00:00:00Z' }
const office = { name: 'Office' }

test('a register that goes on has no end', () => {
  expect(endOf(office)).toBeUndefined()
  expect(endOf({ ...office, successor: { origin: successor.origin } })).toBeUndefined()
})

test('one that two sides ended names its successor', () => {
  expect(endOf({ ...office, successor })).toEqual({
    name: 'Office',
    since: successor.since,
    successor: 'next.exercise.truce',
  })
})
