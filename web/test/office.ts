import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test as base, type Page } from '@playwright/test'
import { facts, type Facts, type Scenario } from './facts'

/** A real office with the exercise in it, on a free port; each worker of the tests has its own. */

export const program = fileURLToPath(new URL('../../bin/truce', import.meta.url))

export class Office {
  readonly folder = mkdtempSync(join(tmpdir(), 'truce-desk-'))
  private process: ChildProcess | undefined
  constructor(private scenario: Scenario) {}
  address = ''

  /** Serves, on the port that it had before if it was stopped; with --fresh another office. */
  async start(...flags: string[]): Promise<this> {
    const port = this.address ? new URL(this.address).port : '0'
    const office = spawn(
      program,
      [
        ...['demo', '--data', join(this.folder, 'demo'), '--listen', `127.0.0.1:${port}`],
        ...['--scenario', this.scenario, ...flags],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    this.process = office
    this.address = await new Promise((resolve, reject) => {
      let told = ''
      office.stdout.on('data', (text) => {
        told += text
        const found = /Serving +(http:\S+)/.exec(told)
        if (found) resolve(found[1] as string)
      })
      office.on('exit', (code) => reject(new Error(`truce demo ended with ${code}; is bin/truce built? (make build)`)))
    })
    return this
  }

  key(person: string): string {
    return join(this.folder, 'demo/keys', `${person}.key`)
  }

  /** Puts very many observations of a monitor into the office, which stands still meanwhile. */
  async crowd(count: number): Promise<void> {
    await this.stop()
    const office = join(this.folder, 'demo/office')
    await promisify(execFile)('go', ['run', '.', office, this.key('monitor-1'), String(count)], {
      cwd: fileURLToPath(new URL('../../checks/crowd', import.meta.url)),
    })
    await promisify(execFile)(program, ['rebuild', '--data', office])
    await this.start()
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process?.once('exit', resolve))
    this.process?.kill('SIGTERM')
    await ended
  }

  async end(): Promise<void> {
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Runs a command of the program against this office and answers what it printed. */
  run(...args: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const command = spawn(program, args, {
        env: { ...process.env, TRUCE_SERVER: this.address },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let out = '',
        err = ''
      command.stdout.on('data', (text) => (out += text))
      command.stderr.on('data', (text) => (err += text))
      command.on('exit', (code) =>
        code === 0 ? resolve(out) : reject(new Error(`truce ${args[0]}: ${code}\n${out}${err}`)),
      )
    })
  }
}

export const test = base.extend<
  { open: (path: string, language?: string) => Promise<Page>; facts: Facts },
  { office: Office; scenario: Scenario }
>({
  scenario: ['syria-2017', { option: true, scope: 'worker' }],
  facts: ({ scenario }, use) => use(facts[scenario]),
  office: [
    async ({ scenario }, use) => {
      const office = await new Office(scenario).start()
      await use(office)
      await office.end()
    },
    { scope: 'worker' },
  ],

  /** Opens a screen. Any error in the page fails the test, and whatever asks another host or does what the page's policy forbids. */
  open: async ({ page, office }, use) => {
    const faults: string[] = []
    page.on('pageerror', (fault) => faults.push(fault.message))
    page.on('request', (r) => {
      const url = r.url()
      if (!url.startsWith(office.address) && !/^(data|blob):/.test(url)) faults.push(`another host is asked: ${url}`)
    })
    page.on('console', (m) => /Content Security Policy/.test(m.text()) && faults.push(m.text()))
    await use(async (path, language = 'en') => {
      await page.addInitScript((l) => localStorage.getItem('language') ?? localStorage.setItem('language', l), language)
      await page.goto(office.address + path)
      return page
    })
    expect(faults).toEqual([])
  },
})

export { expect }

/** Signs in as somebody of the exercise, as a visitor of the demo does. */
export async function be(page: Page, person: string): Promise<void> {
  const menu = page.locator('.who')
  await expect(menu.or(page.locator('header .button.main')).first()).toBeVisible() // the page may still be loading
  if (await menu.isVisible()) {
    const other = page.getByRole('menuitem').filter({ has: page.locator('.lucide-log-in') })
    await expect(async () => {
      await page.evaluate(() => scrollTo(0, 0)) // a form that was just signed may still scroll the page, and the menu with it
      if (!(await other.isVisible())) await menu.click({ timeout: 5000 })
      await other.click({ timeout: 5000 })
    }).toPass()
  } else {
    await page.locator('header .button.main').click()
  }
  await page
    .getByRole('dialog')
    .getByRole('button')
    .filter({ has: page.getByText(person, { exact: true }) })
    .click()
  await expect(page.locator('.who')).toContainText(person)
}

/** Accepts on the report form the custodians whom this device sees for the first time: nothing is sealed before. */
export async function acceptCustodians(page: Page): Promise<void> {
  const card = page.locator('section[aria-labelledby=custodians]')
  await card.getByRole('button').click()
  await expect(card.getByRole('button')).toHaveCount(0)
}

/** Waits until a screen shows what it has. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('[data-loading]')).toHaveCount(0)
  await page.evaluate(() => document.fonts.ready.then(() => true))
}

/** Goes to another screen as a link does, without loading the desk again; for walks through all of them. */
export async function walk(page: Page, address: string): Promise<void> {
  const [from, to] = [new URL(page.url()), new URL(address, page.url())]
  if (from.pathname === to.pathname) await page.goto(to.href)
  else
    await page.evaluate((path) => {
      history.pushState(null, '', path)
      dispatchEvent(new PopStateEvent('popstate', { state: null }))
    }, to.pathname + to.search)
  await expect(page.locator('#content')).toHaveAttribute('data-at', to.pathname)
  await settled(page)
}

/** Shows the screen in another language, as its menu does, without loading it again. */
export async function speak(page: Page, language: string): Promise<void> {
  const root = page.locator('html')
  if ((await root.getAttribute('lang')) !== language) {
    await page.locator('header .tool:has(.lucide-languages)').click()
    await page.locator(`.menu [lang=${language}]`).click()
  }
  await expect(root).toHaveAttribute('lang', language)
  const paper = page.locator('.host .sheet') // the page of a bulletin, which the office writes
  if (await paper.count()) await expect(paper).toHaveAttribute('lang', language)
  await settled(page)
}

/** Says of a key file that was chosen that it is to lie in the browser without a passphrase. */
export async function withoutPassphrase(page: Page): Promise<void> {
  const form = page.getByRole('dialog').locator('form')
  await form.getByRole('checkbox').check()
  await form.getByRole('button').click()
}
