import { defineConfig } from "@playwright/test";

// Each journey owns a gateway and a browser, and waits more than it works: two at once keep two cores busy.
export default defineConfig({
  testDir: ".",
  testMatch: "*.journey.ts",
  outputDir: "results",
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["./tally.ts"]],
  use: {
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1280, height: 800 },
    trace: "off",
    video: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      // Empty means the browser that Playwright installed itself.
      executablePath: process.env.ROLLCALL_CHROMIUM || undefined,
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
