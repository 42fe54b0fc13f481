import { defineConfig } from '@playwright/test'
import type { Scenario } from './test/facts'

/** A real office is started for each worker of the tests; see test/office.ts. */
export default defineConfig<object, { scenario: Scenario }>({
  testDir: 'test',
  timeout: 120_000,
  expect: { timeout: 20_000 }, // two cores may be shared with much else
  fullyParallel: true,
  workers: 2,
  retries: process.env.TRUCE_NO_SKIP ? 1 : 0, // once, with a fresh office; the closing lines name what passed only then as flaky
  // Every test runs in both ceasefires, but those that say in which one: see test/facts.ts.
  projects: [
    { name: 'syria-2017', use: { scenario: 'syria-2017' }, grepInvert: /@albarena-2025/ },
    { name: 'albarena-2025', use: { scenario: 'albarena-2025' }, grepInvert: /@syria-2017/ },
  ],
  reporter: process.env.TRUCE_NO_SKIP ? [['list'], ['./test/noskip.ts']] : [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    trace: 'retain-on-failure',
    actionTimeout: 20_000,
  },
})
