import { expect, test, visit } from "./fixtures.ts";

test.use({ demo: true });

test("a long list is walked by its keys, and the row that has the focus is in sight", async ({ as }) => {
  const page = await as("agent");
  await visit(page, "/customers");
  const at = () => page.evaluate(() => Number(document.activeElement?.closest("tr")?.getAttribute("aria-rowindex")));
  await page.locator("tr[aria-rowindex='2'] .table__link").focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(at).toBe(3);
  await page.keyboard.press("PageDown");
  await expect.poll(at).toBeGreaterThan(8);
  await page.keyboard.press("PageUp");
  await expect.poll(at).toBe(3);
  await page.keyboard.press("End");
  await expect.poll(at).toBeGreaterThan(100);
  await expect(page.locator(":focus")).toBeInViewport();
  await page.keyboard.press("Home");
  await expect.poll(at).toBe(2);
  await expect(page.locator(":focus")).toBeInViewport();
});

test("a cell of the roll says why its customer is left out, and the roll zooms by buttons", async ({ as, gateway }) => {
  const office = await gateway.office("supervisor");
  const runs = await office.get<{ rows: { id: string; state: string; tally: Record<string, number> }[] }>("/api/runs?state=closed");
  const run = runs.rows[0]?.id ?? "";
  const left = await office.get<{ rows: { seq: number }[] }>(`/api/runs/${run}/entries?outcome=excluded`);
  const seq = left.rows[0]?.seq ?? 0;
  const page = await as("supervisor");
  await visit(page, `/runs/${run}`);
  const field = page.getByRole("application");
  await field.focus();
  for (let step = 0; step <= seq; step++) await page.keyboard.press("ArrowRight");
  await expect(page.locator(".roll-field__spoken")).toHaveText(/^第 [\d,]+ 条：未发送（.+）$/);

  const farther = page.getByRole("button", { name: "缩小" });
  await expect(farther).toBeDisabled();
  await page.getByRole("button", { name: "放大" }).click();
  await expect(field).toHaveClass(/zoomed/);
  await farther.click();
  await expect(farther).toBeDisabled();
  await expect(field).not.toHaveClass(/zoomed/);
});
