import { expect, test } from 'vitest'
import { apart, circle, sector } from '@/map/geometry'

const at = [36, 35]
const look = (bearing: number, near = 0, far = 4000) =>
  sector(at, { bearingDegrees: bearing, halfWidthDegrees: 10, minMetres: near, maxMetres: far }).geometry
const round = (lon: number, metres: number) => circle([lon, 35], metres).geometry

test('shapes are apart only if nothing of them is common', () => {
  expect(apart(round(36, 1000), round(36.5, 1000))).toBe(true)
  expect(apart(round(36, 1000), round(36.01, 1000))).toBe(false) // their borders cross
  expect(apart(round(36, 5000), round(36.01, 100))).toBe(false) // one lies in the other
  expect(apart(round(36.01, 100), round(36, 5000))).toBe(false)
  expect(apart(look(90), look(270))).toBe(false) // both begin where their observers stood
  expect(apart(look(90, 500), look(270, 500))).toBe(true)
  expect(apart(look(90, 500), round(36.03, 500))).toBe(false)
  expect(apart(look(90, 500), round(35.97, 500))).toBe(true)
})
