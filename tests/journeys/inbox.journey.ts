import AxeBuilder from "@axe-core/playwright";
import { LANGUAGES, THEMES, expect, faults, test, visit, wear } from "./fixtures.ts";
import { Smsc } from "./smsc.ts";

test.use({ demo: true });

test("a customer writes back, an agent takes it, deals with it, and a later reply opens it again", async ({ as, gateway }) => {
  const smsc = await Smsc.start("geheim08");
  const [admin, office] = [await gateway.office("admin"), await gateway.office("agent")];
  // The demo firm's inbox holds some already, of customers and of a stranger.
  const waiting = (await office.get<{ rows: { customer: string | null }[] }>("/api/replies?state=new")).rows;
  expect(waiting.length).toBeGreaterThan(1);
  const { rows } = await office.get<{ rows: { id: string; name: string }[] }>("/api/customers?phone=mobile&limit=50");
  const customer = rows.find((row) => waiting.every((one) => one.customer !== row.id)) as { id: string; name: string };
  const { phone } = await office.post<{ phone: string }>(`/api/customers/${customer.id}/phone`);
  const line = { host: "127.0.0.1", port: smsc.port, account: "rollcall", secret: "geheim08", from: "10690001" };
  await admin.post("/api/carriers", {
    name: "直连",
    enabled: true,
    price_millis: 0,
    rate: 0,
    direct: { kind: "smpp", to_ton: 1, to_npi: 1, line: { ...line, binds: 1, window: 16, offset_minutes: 480 } },
  });

  const page = await as("agent");
  await visit(page, "/replies");
  await expect(page.locator(".inbox-row")).toHaveCount(waiting.length);
  const all = waiting.length + 2;
  await smsc.reply("10690009", "您好");
  await smsc.reply(phone.replace("+", ""), "明天下午能来看一下吗？");
  // The stream brings them, and the menu counts them.
  await expect(page.locator(".inbox-row")).toHaveCount(all);
  await expect(page.locator(".rail .place__count")).toContainText(`${all}`);
  await visit(page, "/");
  await expect(page.locator(".need").filter({ hasText: `${all} 位客户的回复等待处理` })).toBeVisible();
  await page.getByRole("link", { name: "去处理" }).click();

  // Who waits longest comes first, so the last is the one who wrote just now.
  await expect(page.locator(".inbox-row")).toHaveCount(all);
  for (const key of [...Array(all).fill("j"), "Enter"]) await page.keyboard.press(key);
  const talk = page.locator(".talk");
  await expect(talk.getByRole("heading", { name: customer.name })).toBeFocused();
  await expect(talk.locator(".thread__theirs")).toContainText("明天下午能来看一下吗？");
  await talk.getByRole("button", { name: "接手" }).click();
  await expect(talk.getByText("处理中")).toBeVisible();
  for (const theme of THEMES) {
    for (const language of LANGUAGES) {
      await wear(page, theme, language);
      expect(await faults(new AxeBuilder({ page })), `${theme}, ${language}`).toEqual([]);
    }
  }
  await wear(page, "light", "zh-CN");

  await talk.getByLabel("处理结果").fill("约了周六上午");
  await talk.getByRole("button", { name: "办结" }).click();
  await expect(talk.getByText("已办结").first()).toBeVisible();
  await expect(talk.locator(".thread__note")).toContainText("约了周六上午");
  await page.getByRole("radio", { name: "已办" }).check();
  const own = page.locator(".inbox-row").filter({ hasText: "明天下午能来看一下吗？" });
  await expect(own).toHaveCount(1);

  await smsc.reply(phone.replace("+", ""), "改成周日可以吗？");
  await expect(own).toHaveCount(0);
  await expect(talk.getByRole("button", { name: "接手" })).toBeVisible();
  await expect(talk.locator(".thread__theirs")).toHaveCount(2);

  // A follow-up is a campaign to this one customer, with what was said beside it.
  await talk.getByRole("link", { name: "写一条跟进" }).click();
  await expect(page).toHaveURL(/campaigns\/[0-9a-f-]{36}/);
  const named = page.locator(".composer__named");
  await expect(named.getByRole("heading", { name: customer.name })).toBeVisible();
  await expect(named).toContainText("改成周日可以吗？");
  await expect(page.locator("main")).toContainText("是点名的 1 位客户");
  for (const theme of THEMES) {
    await wear(page, theme, "zh-CN");
    expect(await faults(new AxeBuilder({ page })), theme).toEqual([]);
  }
  await visit(page, `${new URL(page.url()).pathname}?step=what`);
  await page.getByRole("textbox", { name: "内容" }).fill("您好，周日上午十点师傅到。");
  await expect(page.getByRole("region", { name: "预览合计" })).toContainText("1 人");
  await expect(page.getByRole("region", { name: "预览合计" })).toContainText(/已保存/);
  const id = new URL(page.url()).pathname.split("/").at(-1);
  const campaign = await office.get<{ version: number }>(`/api/campaigns/${id}`);
  await office.post(`/api/campaigns/${id}/submit`, { version: campaign.version });
  smsc.close();
});
