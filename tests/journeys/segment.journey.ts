import { type Locator } from "@playwright/test";
import { type Page, expect, settled, test, visit } from "./fixtures.ts";

test.use({ demo: true });

/** The number of those selected, once it was counted. */
async function selected(page: Page): Promise<number> {
  const preview = page.getByRole("region", { name: "选中了谁" });
  await expect(preview).toHaveAttribute("aria-busy", "false");
  return Number((await preview.locator(".preview__count").innerText()).replaceAll(/[^0-9]/g, ""));
}

async function add(group: Locator, what: string) {
  await group.getByRole("button", { name: "添加条件" }).last().click();
  await group.page().getByRole("menuitem", { name: what, exact: true }).and(group.page().locator(":visible")).click();
}

test("an agent builds a nested segment, sees the count and the sentence, asks why, and keeps it", async ({ as, gateway }) => {
  const page = await as("agent");
  await visit(page, "/segments");
  await page.getByRole("link", { name: "新建客群" }).click();
  await page.getByLabel("名称").fill("在建的贵宾");
  const everybody = await selected(page);
  const { customers } = await (await gateway.office("agent")).get<{ customers: number }>("/api/customers/facets");
  expect(everybody).toBe(customers);

  const root = page.getByRole("group", { name: "全部满足", exact: true });
  await add(root, "工地阶段");
  const stage = page.getByRole("group", { name: /^工地阶段是/ });
  await page.getByLabel("选择要添加的值").selectOption({ label: "中期" });
  await page.getByLabel("选择要添加的值").selectOption({ label: "收尾" });
  await expect(stage).toBeVisible();
  await expect.poll(() => selected(page)).toBeLessThan(everybody);
  const sites = await selected(page);

  // A group inside: VIP, or somebody who bought lately.
  await root.getByRole("button", { name: "添加条件" }).last().click();
  await page.getByRole("menuitem", { name: "条件组" }).and(page.locator(":visible")).click();
  const any = page.getByRole("group", { name: "至少满足一项", exact: true });
  await expect(any).toBeVisible();
  await add(any, "会员等级");
  await any.getByLabel("选择要添加的值").selectOption("VIP");
  await add(any, "最近购买");
  const lately = any.getByRole("textbox", { name: "天" });
  await lately.fill("90");
  await expect(page.locator(".segment__sentence")).toHaveText(
    "工地阶段是 中期 或 收尾，并且（会员等级是 VIP，或者 最近一次购买在最近 90 天内）",
  );
  await expect.poll(() => selected(page)).toBeLessThan(sites);
  const both = await selected(page);
  expect(both).toBeGreaterThan(0);

  // The database counts the same.
  const reachable = page.getByText(/\d+ 位能收到短信/);
  await expect(reachable).toBeVisible();

  // Why is this customer in, part by part?
  const name = (await page.locator(".preview__sample a").first().innerText()).trim();
  const finder = page.getByRole("combobox", { name: "找一位客户" });
  await finder.fill(name);
  await page.getByRole("option", { name: new RegExp(name) }).first().click();
  const why = page.getByRole("region", { name: "某位客户在不在里面，为什么？" });
  await expect(why.getByText(/在这个客群里/)).toBeVisible();
  await expect(why.getByText("工地阶段是 中期 或 收尾")).toBeVisible();
  await expect(why.getByText(/实际是/).first()).toBeVisible();

  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("客群已创建")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "在建的贵宾" })).toBeVisible();
  await page.reload();
  await settled(page);
  expect(await selected(page), "the same rule selects the same after a reload").toBe(both);

  // It stands in the list, with its sentence.
  await visit(page, "/segments");
  await expect(page.getByRole("row", { name: /在建的贵宾/ })).toContainText("会员等级是 VIP");
});

test("a segment that selects nobody says so, and may be kept", async ({ as }) => {
  const page = await as("agent");
  await visit(page, "/segments/new");
  await page.getByLabel("名称").fill("没有人");
  await page.getByLabel("组内关系").selectOption({ label: "至少满足一项" });
  await expect(page.getByText("现在没有客户符合")).toBeVisible();
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("客群已创建")).toBeVisible();
});
