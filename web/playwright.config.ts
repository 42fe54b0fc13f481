import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import type { Scenario } from './test/facts'

/** The browser's engine without its windows, where it is there: two thirds of the work, and the same pages. */
const windowless = '/usr/bin/chromium-headless-shell'
const chromium = existsSync(windowless) ? windowless : '/usr/bin/chromium'

/** A real office is started for each worker of the tests; see test/office.ts. */
export default defineConfig<object, { scenario: Scenario }>({
  testDir: 'test',
  timeout: 120_000,
  expect: { timeout: 20_000 }, // two cores may be shared with much else
  fullyParallel: true,
  workers: 2,
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
      executablePath: process.env.CHROMIUM ?? chromium,
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
    trace: process.env.TRACE ? 'retain-on-failure' : 'off', // writing down every step is a third of all the work
    screenshot: 'only-on-failure',
    actionTimeout: 20_000,
  },
})
