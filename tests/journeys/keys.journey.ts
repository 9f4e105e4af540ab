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

test("a cell of the roll says why its customer is left out or was not reached, and the roll zooms by buttons", async ({ as, gateway }) => {
  const office = await gateway.office("supervisor");
  const runs = await office.get<{ rows: { id: string; state: string; tally: Record<string, number> }[] }>("/api/runs?state=closed");
  const run = runs.rows[0]?.id ?? "";
  const first = async (outcome: string) =>
    (await office.get<{ rows: { seq: number }[] }>(`/api/runs/${run}/entries?outcome=${outcome}`)).rows[0]?.seq ?? 0;
  const page = await as("supervisor");
  await visit(page, `/runs/${run}`);
  const field = page.getByRole("application");
  await field.focus();
  for (const [outcome, said] of [
    ["excluded", /^第 [\d,]+ 条：未发送（.+）$/],
    ["failed", /^第 [\d,]+ 条：失败（.+）$/],
  ] as const) {
    await page.keyboard.press("Home");
    const seq = await first(outcome);
    for (let step = 0; step < seq; step++) await page.keyboard.press("ArrowRight");
    await expect(page.locator(".roll-field__spoken")).toHaveText(said);
  }

  const farther = page.getByRole("button", { name: "缩小" });
  await expect(farther).toBeDisabled();
  await page.getByRole("button", { name: "放大" }).click();
  await expect(field).toHaveClass(/zoomed/);
  await farther.click();
  await expect(farther).toBeDisabled();
  await expect(field).not.toHaveClass(/zoomed/);
});

test("a campaign is written and submitted by the keyboard alone", async ({ as, gateway }) => {
  const office = await gateway.office("agent");
  const [, second, third] = await office.get<{ id: string; name: string }[]>("/api/segments");
  const page = await as("agent");
  const step = (name: string) => expect(page.getByRole("heading", { level: 2, name, exact: true })).toBeFocused();
  /** Tab, until the focus is there; never by way of nowhere. */
  const tabTo = async (there: ReturnType<typeof page.locator>) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement !== document.body), "the focus is somewhere").toBe(true);
      const behind = await page.evaluate(() => {
        const [at, bar] = [document.activeElement, document.querySelector(".composer__bar")];
        if (!at || !bar || bar.contains(at)) return false;
        return at.getBoundingClientRect().top > bar.getBoundingClientRect().top;
      });
      expect(behind, "the focus is behind the bar at the foot").toBe(false);
      if (await there.evaluateAll((all) => all.includes(document.activeElement as HTMLElement))) return;
    }
    throw new Error(`${there} was not reached`);
  };
  await visit(page, "/campaigns");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "查找与前往" })).toBeFocused();
  await page.keyboard.type("新建活动");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/campaigns\/[0-9a-f-]{36}/);
  const id = new URL(page.url()).pathname.split("/").at(-1);
  const saved = async () => (await office.get<{ content: { segment?: string; text: string } }>(`/api/campaigns/${id}`)).content;

  // The arrows go from one segment to the next, however long each takes to come; the last one counts.
  await page.route(`**/api/segments/${second?.id}`, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  await tabTo(page.getByRole("radio").first());
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: third?.name })).toBeFocused();
  const next = page.getByRole("button", { name: "下一步" });
  await expect(page.locator(".segment-pick--on")).toContainText(third?.name ?? "");
  await tabTo(next);
  await page.keyboard.press("Enter");

  await step("写什么");
  await tabTo(page.locator(".editor__area"));
  await page.keyboard.type("{称呼|您}好，小雪已至，请注意保暖防滑。");
  await tabTo(next);
  await page.keyboard.press("Enter");
  await step("什么时候");
  await tabTo(next);
  await page.keyboard.press("Enter");
  await step("检查与提交");
  await expect(page.getByText("没有发现问题")).toBeVisible();
  await expect.poll(saved).toMatchObject({ segment: third?.id, text: "{称呼|您}好，小雪已至，请注意保暖防滑。" });
  const submit = page.getByRole("button", { name: "提交审批" });
  await expect(submit).toBeEnabled();
  await tabTo(submit);
  await page.keyboard.press("Enter");
  await expect(page.getByText("已提交，等另一个人审批").first()).toBeVisible();
});

test("values of a list are gone through by the arrows, and taken with Enter or when the list is left", async ({ as, gateway }) => {
  const office = await gateway.office("agent");
  const { id } = await office.post<{ id: string }>("/api/segments", { name: "按阶段", rule: { all: [{ is: { site_stage: ["started"] } }] } });
  const page = await as("agent");
  await visit(page, `/segments/${id}`);
  const many = page.locator(".many");
  const list = many.locator("select");
  const chips = many.locator(".chip");
  await expect(chips).toHaveCount(1);
  const [, first, second] = await list.locator("option").allTextContents();
  await list.focus();
  await list.press("ArrowDown");
  await list.press("ArrowDown");
  await expect(chips).toHaveCount(1);
  await list.press("Enter");
  await expect(chips).toHaveCount(2);
  await expect(chips.nth(1)).toContainText(second ?? "");
  await list.focus();
  await list.press("ArrowDown");
  await list.press("Tab");
  await expect(chips).toHaveCount(3);
  await expect(many).toContainText(first ?? "");
});
