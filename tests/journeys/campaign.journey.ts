import { readFileSync } from "node:fs";
import { type Page, csv, expect, settled, sumOf, test, visit } from "./fixtures.ts";

test.use({ demo: true });
test.describe.configure({ timeout: 150_000 });

/** An admin sets the sandbox to a mix of fates, in the settings. */
async function mix(page: Page, shares: Record<string, string>) {
  await visit(page, "/settings/carriers");
  for (const [label, value] of Object.entries(shares)) await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("已保存", { exact: true })).toBeVisible();
}

async function insert(page: Page, variable: string) {
  await page.getByRole("button", { name: "插入变量" }).click();
  await page.getByRole("menuitem", { name: new RegExp(`^${variable} ·`) }).and(page.locator(":visible")).click();
}

test("a greeting is written, returned, mended, approved by a second person, sent with failures, and adds up", async ({
  as,
  gateway,
}) => {
  const admin = await as("admin");
  await mix(admin, { 通道拒绝: "30", 失败: "120", 重复回执: "80", 先限速: "40", 回执耗时: "300" });

  // The agent picks a group and writes.
  const agent = await as("agent");
  await visit(agent, "/campaigns");
  await agent.getByRole("link", { name: "新建活动" }).first().click();
  await expect(agent).toHaveURL(/\/campaigns\/[0-9a-f-]{36}/);
  const address = new URL(agent.url()).pathname;
  await agent.getByLabel("名称").fill("立冬问候");
  await agent.getByRole("radio", { name: /^VIP 客户/ }).check();
  const bar = agent.getByRole("region", { name: "预览合计" });
  await expect(bar).toContainText(/\d+ 人/);
  await agent.getByRole("button", { name: "下一步" }).click();
  await expect(agent.getByRole("heading", { name: "写什么" })).toBeFocused();
  const text = agent.getByRole("textbox", { name: "内容" });
  await text.click();
  await agent.keyboard.type("立冬将至，天气转凉，请注意保暖。");
  await insert(agent, "姓名");
  await expect(text).toHaveValue("立冬将至，天气转凉，请注意保暖。{姓名}");

  // The phone shows what a real customer would read: the variable is gone, the signature is there.
  const phone = agent.getByRole("group", { name: "收到时的样子" }).first();
  await expect(phone).toContainText("【安居装饰】");
  await expect(phone).toContainText("请注意保暖");
  await expect(phone).not.toContainText("{");
  await expect(bar).toContainText(/\d+ 人.*\d+ 个分条.*¥\d/);
  const people = Number(((await bar.innerText()).match(/([\d,]+) 人/)?.[1] ?? "").replaceAll(",", ""));
  expect(people).toBeGreaterThan(50);

  await agent.getByRole("button", { name: "下一步" }).click();
  await agent.getByRole("radio", { name: "批准后立即" }).check();
  await agent.getByRole("button", { name: "下一步" }).click();
  await agent.getByRole("button", { name: "提交审批" }).click();
  await expect(agent.getByText("已提交：等另一个人审批").or(agent.getByText("已提交，等另一个人审批")).first()).toBeVisible();
  await expect(agent.getByRole("button", { name: "批准" })).toHaveCount(0);

  // The supervisor reads as customers would, and returns it.
  const supervisor = await as("supervisor");
  await visit(supervisor, "/approvals");
  await supervisor.getByRole("link", { name: "立冬问候" }).click();
  await expect(supervisor.getByRole("heading", { name: "像客户那样读" })).toBeVisible();
  await supervisor.getByRole("button", { name: "退回" }).click();
  await expect(supervisor.getByRole("dialog").getByRole("button", { name: "退回" })).toBeDisabled();
  await supervisor.getByRole("dialog").getByLabel("要改什么").fill("称呼请放在最前面，用尊称。");
  await supervisor.getByRole("dialog").getByRole("button", { name: "退回" }).click();
  await expect(supervisor.getByText("已退回").first()).toBeVisible();

  // The agent, still on the page or back again, sees why, and mends it.
  await visit(agent, `${address}?step=what`);
  await expect(agent.getByText("称呼请放在最前面，用尊称。")).toBeVisible();
  await expect(agent.getByText(/陈立/).first()).toBeVisible();
  await text.fill("");
  await insert(agent, "称呼");
  await text.press("End");
  await agent.keyboard.type("您好！立冬将至，天气转凉，请注意保暖。");
  await expect(text).toHaveValue("{称呼|尊敬的客户}您好！立冬将至，天气转凉，请注意保暖。");
  await expect(phone).toContainText(/(先生|女士|尊敬的客户)您好！/);
  await expect(bar).toContainText(/已保存/);
  await agent.getByRole("button", { name: "下一步" }).click();
  await agent.getByRole("button", { name: "下一步" }).click();
  await agent.getByRole("button", { name: "提交审批" }).click();
  await expect(agent.getByRole("heading", { level: 1, name: "立冬问候" })).toBeVisible();

  // The supervisor finds it again and stamps it.
  await visit(supervisor, "/approvals");
  await supervisor.getByRole("link", { name: "立冬问候" }).click();
  await expect(supervisor.getByText("称呼请放在最前面，用尊称。").first()).toBeVisible();
  await supervisor.getByRole("button", { name: "批准" }).click();
  await supervisor.getByRole("dialog").getByRole("button", { name: "盖章批准" }).click();
  await expect(supervisor.getByRole("img", { name: "已由第二人批准" }).first()).toBeVisible();

  // The run goes out, fails for some, and closes with everybody accounted for.
  await supervisor.getByRole("link", { name: "查看活动" }).click();
  const roll = supervisor.getByRole("link", { name: /名册/ });
  await expect(async () => {
    await supervisor.reload();
    await settled(supervisor);
    await expect(roll).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await roll.click();
  await expect(supervisor.getByText("已核对关闭")).toBeVisible({ timeout: 60_000 });
  await expect(supervisor.getByText("人人有着落")).toBeVisible();
  const sum = await sumOf(supervisor, "受众等于各结果之和");
  const added = Object.values(sum.terms).reduce((total, count) => total + count, 0);
  expect(added, "the sum on the screen adds up").toBe(sum.total);
  expect(sum.terms["失败"]).toBeGreaterThan(0);
  expect(sum.terms["已送达"]).toBeGreaterThan(0);
  const sent = sum.total - (sum.terms["未发送"] ?? 0);
  expect(sent, "those who would get it, got an attempt").toBe(people);
  for (const [entry, times] of gateway.handedOver()) expect(times, `times entry ${entry} was handed over`).toBe(1);

  // A manager reads the roll and the log, and both add up.
  const manager = await as("manager");
  await visit(manager, new URL(supervisor.url()).pathname);
  expect(await sumOf(manager, "受众等于各结果之和")).toEqual(sum);
  await manager.getByRole("group", { name: "受众等于各结果之和" }).getByRole("button", { name: /失败/ }).click();
  await expect(manager).toHaveURL(/outcome=failed/);
  const failed = manager.getByRole("row").filter({ hasText: /空号|关机|拦截|拒绝/ });
  await expect(failed.first()).toBeVisible();
  await failed.first().getByRole("button").first().click();
  const drawer = manager.getByRole("dialog");
  await expect(drawer.getByText("登记意图，随后交给通道").first()).toBeVisible();
  await expect(drawer.getByText("立冬将至").first()).toBeVisible();
  await drawer.getByRole("button", { name: "关闭" }).click();

  const roster = csv(await saved(manager, async () => {
    await manager.getByRole("button", { name: "导出" }).click();
    await manager.getByRole("menuitem", { name: "CSV 文件" }).click();
  }));
  expect(roster.length).toBe(sum.total);
  expect(new Set(roster.map((row) => row["序号"])).size).toBe(sum.total);
  const outcomes: Record<string, number> = {};
  for (const row of roster) outcomes[row["结果"] ?? ""] = (outcomes[row["结果"] ?? ""] ?? 0) + 1;
  expect(outcomes["失败"]).toBe(sum.terms["失败"]);
  expect(outcomes["已送达"]).toBe(sum.terms["已送达"]);

  await visit(manager, "/log");
  await manager.getByLabel("对象").selectOption({ label: "活动" });
  await manager.getByRole("searchbox").fill(address.split("/").at(-1) ?? "");
  for (const deed of ["提交", "退回", "批准"]) {
    await expect(manager.getByRole("row", { name: new RegExp(deed) }).first()).toBeVisible();
  }
  const log = csv(await saved(manager, () => manager.getByRole("link", { name: "导出 CSV" }).click()));
  const actions = log.map((row) => row["action"]).filter((action) => action?.startsWith("campaign."));
  for (const action of ["campaign.submitted", "campaign.returned", "campaign.approved"]) expect(actions).toContain(action);
  expect(actions.filter((action) => action === "campaign.submitted").length).toBe(2);
});

/** What a click saves. */
async function saved(page: Page, click: () => Promise<void>): Promise<string> {
  const coming = page.waitForEvent("download");
  await click();
  return readFileSync(await (await coming).path(), "utf8");
}
