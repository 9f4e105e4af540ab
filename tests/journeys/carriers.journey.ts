import AxeBuilder from "@axe-core/playwright";
import { expect, LANGUAGES, THEMES, faults, test, visit, wear } from "./fixtures.ts";
import { Smsc } from "./smsc.ts";

test.use({ demo: true });

test("an admin adds a carrier, is turned away for a wrong password, mends it, tries it out and switches it on", async ({ as }) => {
  const smsc = await Smsc.start("geheim08");
  const page = await as("admin");
  await visit(page, "/settings/carriers");
  await page.getByRole("button", { name: "添加通道" }).click();
  const adding = page.getByRole("dialog", { name: "添加通道" });
  await adding.getByLabel("通道名称").fill("直连一号");
  await adding.getByText("SMPP 3.4").click();
  await adding.getByLabel("服务器").fill("127.0.0.1");
  await adding.getByLabel("端口").fill("70000");
  await expect(adding.getByText("请填 1 到 65535 之间的整数。")).toBeVisible();
  await adding.getByLabel("端口").fill(`${smsc.port}`);
  await adding.getByLabel("账号").fill("rollcall");
  await adding.getByLabel("密码").fill("toolongpassword");
  await adding.getByLabel(/^接入号(?!类型|编号)/).fill("10690001");
  await adding.getByRole("button", { name: "添加通道" }).click();
  await expect(adding.getByText("最多 8 个英文字符。")).toBeVisible();
  await adding.getByLabel("密码").fill("wrong");
  await adding.getByRole("button", { name: "添加通道" }).click();
  await expect(adding).toBeHidden();

  // It came switched off, and can be tried out all the same.
  const card = page.locator(".carrier").filter({ has: page.locator(".carrier__name", { hasText: "直连一号" }) });
  await expect(card).toContainText("已停用");
  const tryOut = async () => {
    await card.getByRole("button", { name: "试发" }).click();
    const trying = page.getByRole("dialog", { name: "试发" });
    await trying.getByLabel("自己的手机号").fill("138 0013 8000");
    await trying.getByRole("button", { name: "发一条" }).click();
    return trying;
  };
  let trying = await tryOut();
  await expect(trying.locator(".banner")).toContainText("账号被拒绝", { timeout: 20_000 });
  await page.keyboard.press("Escape");
  expect(smsc.taken).toEqual([]);

  await card.getByLabel("密码").fill("geheim08");
  await card.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("已保存", { exact: true })).toBeVisible();
  trying = await tryOut();
  await expect(trying.locator(".banner")).toContainText("已送达", { timeout: 30_000 });
  await page.keyboard.press("Escape");
  expect(smsc.taken).toEqual(["8613800138000"]);

  await card.getByText("启用", { exact: true }).click();
  await card.getByRole("button", { name: "保存" }).click();
  await expect(card).toContainText("1 / 1", { timeout: 20_000 });
  await expect(card).not.toContainText("geheim08");
  for (const theme of THEMES) {
    for (const language of LANGUAGES) {
      await wear(page, theme, language);
      expect(await faults(new AxeBuilder({ page })), `${theme}, ${language}`).toEqual([]);
    }
  }

  await wear(page, "light", "zh-CN");
  await card.getByRole("button", { name: "删除" }).click();
  await page.getByRole("dialog", { name: "直连一号" }).getByRole("button", { name: "删除" }).click();
  await expect(card).toHaveCount(0);
  smsc.close();
});
