import { defineConfig } from '@playwright/test'

/** A real office is started for each worker of the tests; see test/office.ts. */
export default defineConfig({
  testDir: 'test',
  timeout: 120_000,
  expect: { timeout: 20_000 }, // two cores may be shared with much else
  fullyParallel: true,
  workers: 2,
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
