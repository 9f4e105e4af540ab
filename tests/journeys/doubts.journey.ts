import { accessible, dress, expect, test, visit } from "./fixtures.ts";

test.use({ demo: true });

type Doubts = { rows: { entry: { phone: string }; since: number }[]; total: number };

test("what is in doubt over all runs is settled alone and together; whoever may not settle it reads it", async ({ as, gateway }) => {
  const office = await gateway.office("supervisor");
  const doubts = await office.get<Doubts>("/api/runs/doubts/entries");
  expect(doubts.total, "the demo firm has some").toBeGreaterThan(2);

  const page = await as("supervisor");
  await visit(page, "/");
  await page.getByRole("link", { name: "去认定" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "存疑" })).toBeFocused();
  const rows = page.getByRole("table", { name: "存疑条目" }).locator("tbody tr.table__row");
  await expect(rows).toHaveCount(doubts.total);
  await expect(rows.first()).toContainText(doubts.rows[0]?.entry.phone ?? "no phone");
  await expect(rows.first()).toContainText("沙箱通道");
  await expect(rows.first()).toContainText("第 1 次交出，没有答复");
  await accessible(page);
  await dress(page, "light", "zh-CN");

  const agent = await as("agent");
  await visit(agent, "/runs");
  await agent.getByRole("link", { name: "存疑" }).click();
  await expect(agent.getByRole("heading", { level: 1, name: "存疑" })).toBeVisible();
  await expect(agent.getByRole("checkbox")).toHaveCount(0);
  await expect(agent.getByRole("tab")).toHaveCount(0);

  const settle = async (how: RegExp) => {
    const dialog = page.getByRole("dialog", { name: "认定存疑条目" });
    await dialog.getByRole("radio", { name: how }).check();
    await dialog.getByLabel("原因").fill("已向通道核实。");
    await dialog.getByRole("button", { name: "认定" }).click();
    await expect(dialog).toBeHidden();
  };
  const together = page.getByRole("button", { name: /^认定所选/ });
  await expect(together).toBeDisabled();
  await rows.first().getByRole("button", { name: "认定" }).click();
  await settle(/^通道已收下/);
  await expect(rows).toHaveCount(doubts.total - 1);
  await expect(page.getByText(doubts.rows[0]?.entry.phone ?? "no phone"), "the oldest one is settled").toHaveCount(0);

  await page.getByRole("button", { name: "选中已载入的全部" }).click();
  await rows.first().getByRole("checkbox").uncheck();
  await expect(together).toHaveText(`认定所选（${doubts.total - 2}）`);
  await together.click();
  await settle(/^通道没有收下/);
  await expect(rows).toHaveCount(1);
  expect((await office.get<Doubts>("/api/runs/doubts/entries")).total).toBe(1);
  await rows.first().getByRole("link").click();
  await expect(page.getByRole("dialog").getByText("没有得到答复，存疑")).toBeVisible();
});

test("receipts for nobody are shown to those who read everything", async ({ as }) => {
  const page = await as("manager");
  await visit(page, "/runs/doubts");
  await page.getByRole("tab", { name: "无主回执" }).click();
  await expect(page.getByText("没有无主回执")).toBeVisible();
  await expect(page).toHaveURL(/tab=orphans/);

  const at = Date.UTC(2026, 0, 5, 2);
  const orphan = { carrier: "sandbox", reference: "4F1A", status: "failed", code: "UNDELIV", at, received_at: at, phone: "****8000" };
  await page.route("**/api/receipts/orphans*", (route) => route.fulfill({ json: { rows: [orphan], next: null, total: 1 } }));
  await visit(page, "/runs/doubts?tab=orphans");
  const row = page.getByRole("table", { name: "无主回执" }).locator("tbody tr.table__row");
  for (const text of ["沙箱通道", "4F1A", "失败", "UNDELIV", "****8000"]) await expect(row).toContainText(text);
  await accessible(page);
});
