import type { Reporter, TestCase, TestResult, FullResult } from '@playwright/test/reporter'

/** Fails the run if a test was skipped, whatever its reason: .ci/run sets TRUCE_NO_SKIP. */
export default class NoSkip implements Reporter {
  private skipped: string[] = []

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === 'skipped') this.skipped.push(test.titlePath().filter(Boolean).join(' > '))
  }

  async onEnd(): Promise<{ status?: FullResult['status'] }> {
    if (!this.skipped.length) return {}
    console.error(`Skipped, and TRUCE_NO_SKIP is set:\n  ${this.skipped.join('\n  ')}`)
    return { status: 'failed' }
  }

  printsToStdio(): boolean {
    return false
  }
}
