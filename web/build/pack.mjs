// Packs what the office serves, once: links to posts are slow, and laptops there too.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync, constants } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const text = /\.(js|css|html|json|webmanifest|svg)$/

for (const name of readdirSync(dist, { recursive: true })) {
  const file = join(dist, name)
  if (!text.test(file) || !statSync(file).isFile()) continue
  const bytes = readFileSync(file)
  if (bytes.length < 512) continue
  writeFileSync(file + '.gz', gzipSync(bytes, { level: 9 }))
  writeFileSync(file + '.br', brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
}
