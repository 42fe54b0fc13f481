import { expect, test } from 'vitest'
import { isIdentifier } from '@/parts/names'

test('keys and hashes are for machines, however they are written', () => {
  for (const text of [
    'jkt:TKHOExxeelExHAUMrL8tozz4',
    '460b099b56e62c9f2482c78abb18fd41',
    'sede.albarena.truce+529cc712+AUz5krfW6esjjDknSAttssMWdAERGgOpVxaKK2W7x6Kk',
    'sede.albarena.truce+fd7ecc65+Afqa5vFECh/bOuAvKsiZKLyp9wfKHMU0COiUetkoY+/V',
    'g0HpfJ/kzGMmVmOuwZQyRCVV1ztXJ4HO2YfgwvbnMos=',
  ])
    expect(isIdentifier(text), text).toBe(true)
  for (const text of ['sede.albarena.truce', 'A report of two explosions', '2017-05-07-zellaqiyat'])
    expect(isIdentifier(text), text).toBe(false)
})
