import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Prints the closing line `N passed, N failed`. Journeys are never skipped: a skipped one counts as failed. */
export default class Tally implements Reporter {
  private readonly last = new Map<string, boolean>();

  onTestEnd(test: TestCase, result: TestResult) {
    this.last.set(test.id, result.status === test.expectedStatus && result.status !== "skipped");
  }

  onEnd() {
    const held = [...this.last.values()].filter(Boolean).length;
    const failed = this.last.size - held;
    console.log(`\n${held} passed, ${failed} failed`);
    return { status: failed === 0 && held > 0 ? ("passed" as const) : ("failed" as const) };
  }

  printsToStdio() {
    return true;
  }
}
