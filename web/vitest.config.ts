import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Tests of what needs no browser and no office: in milliseconds, beside the vectors that Go checks, too. */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  test: { include: ['unit/**/*.test.ts'], environment: 'node' },
})
