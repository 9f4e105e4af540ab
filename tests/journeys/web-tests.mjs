// Opens the page of the app's own tests in the journeys' browser, prints its words, and ends as the tests do.
import { chromium } from "@playwright/test";

const address = process.argv[2];
const browser = await chromium.launch({
  executablePath: process.env.ROLLCALL_CHROMIUM || undefined,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
let held = false;
try {
  const page = await browser.newPage();
  await page.goto(address);
  const output = page.locator("#output");
  await page.waitForFunction(() => /test result: /.test(document.getElementById("output")?.textContent ?? ""), undefined, {
    timeout: 120_000,
  });
  const text = (await output.textContent()) ?? "";
  console.log(text.trim());
  held = /test result: ok/.test(text);
} finally {
  await browser.close();
}
process.exit(held ? 0 : 1);
