import { defineConfig } from '@playwright/test'
import tests from '../playwright.config'

/** Speeds of the desk, for `make bench`: one at a time, for whatever runs beside them is measured with them. */
export default defineConfig(tests, { testDir: '.', workers: 1, reporter: [['list']] })
