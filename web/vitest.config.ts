import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { words } from './build/words'

/** Tests of what needs no browser and no office: in milliseconds, beside the vectors that Go checks, too. */
export default defineConfig({
  plugins: [words(fileURLToPath(new URL('src/words', import.meta.url)))],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  test: { include: ['unit/**/*.test.ts'], environment: 'node' },
})
