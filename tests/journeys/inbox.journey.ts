import AxeBuilder from "@axe-core/playwright";
import { LANGUAGES, THEMES, expect, faults, test, visit, wear } from "./fixtures.ts";
import { Smsc } from "./smsc.ts";

test.use({ demo: true });

test("a customer writes back, an agent takes it, deals with it, and a later reply opens it again", async ({ as, gateway }) => {
  const smsc = await Smsc.start("geheim08");
  const [admin, office] = [await gateway.office("admin"), await gateway.office("agent")];
  const { rows } = await office.get<{ rows: { id: string; name: string }[] }>("/api/customers?phone=mobile&limit=1");
  const customer = rows[0] as { id: string; name: string };
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
  await expect(page.getByText("没有等待处理的回复")).toBeVisible();
  await smsc.reply("10690009", "您好");
  await smsc.reply(phone.replace("+", ""), "明天下午能来看一下吗？");
  // The stream brings them, and the menu counts them.
  await expect(page.locator(".inbox-row")).toHaveCount(2);
  await expect(page.locator(".rail .place__count")).toContainText("2");
  await visit(page, "/");
  await expect(page.locator(".need").filter({ hasText: "2 位客户的回复等待处理" })).toBeVisible();
  await page.getByRole("link", { name: "去处理" }).click();

  await expect(page.locator(".inbox-row")).toHaveCount(2);
  for (const key of ["j", "j", "Enter"]) await page.keyboard.press(key);
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
  await page.getByText("已办", { exact: true }).click();
  await expect(page.locator(".inbox-row")).toHaveCount(1);

  await smsc.reply(phone.replace("+", ""), "改成周日可以吗？");
  await expect(page.locator(".inbox-row")).toHaveCount(0);
  await expect(talk.getByRole("button", { name: "接手" })).toBeVisible();
  await expect(talk.locator(".thread__theirs")).toHaveCount(2);
  smsc.close();
});
