import AxeBuilder from "@axe-core/playwright";
import { expect, faults, test, visit } from "./fixtures.ts";

test.use({ demo: true });

test("what was typed is there until one lets go of it", async ({ as, gateway }) => {
  const office = await gateway.office("agent");
  const made = await office.post<{ id: string }>("/api/templates", {
    version: null,
    name: "降温提醒",
    purpose: "care",
    text: "天气转凉。",
  });
  const agent = await as("agent");
  await visit(agent, `/templates/${made.id}`);
  const text = agent.getByRole("textbox", { name: "内容" });

  // Typed on while the save was under way.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await agent.route("**/api/templates/*", async (route) => {
    if (route.request().method() === "PUT") await held;
    await route.continue();
  });
  const sent = agent.waitForRequest((request) => request.method() === "PUT");
  await text.fill("天气转凉，请保暖。");
  await agent.getByRole("button", { name: "保存" }).click();
  await sent;
  await text.fill("天气转凉，请保暖，也请添衣。");
  release();
  await expect(agent.getByText("模板已保存")).toBeVisible();
  await expect(agent.locator(".version")).toHaveCount(2);
  await expect(text).toHaveValue("天气转凉，请保暖，也请添衣。");

  // A link asks first, and is not followed where one does not agree.
  const asked: string[] = [];
  agent.on("dialog", async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  const leave = agent.getByRole("navigation").getByRole("link", { name: "模板" }).first();
  await leave.click();
  await expect.poll(() => asked).toEqual(["confirm"]);
  await expect(text).toHaveValue("天气转凉，请保暖，也请添衣。");
  await agent.getByRole("button", { name: "保存" }).click();
  await expect
    .poll(async () => (await office.get<{ text: string }>(`/api/templates/${made.id}`)).text)
    .toBe("天气转凉，请保暖，也请添衣。");
  await expect(agent.locator(".version")).toHaveCount(3);
  await leave.click();
  await expect(text).toHaveCount(0);
  expect(asked, "what is saved is left without a word").toEqual(["confirm"]);
});

test("what the gateway words is asked for anew in the other language", async ({ as }) => {
  const page = await as("manager");
  for (const [path, api] of [
    ["/", "/api/today"],
    ["/customers", "/api/customers"],
  ] as const) {
    await visit(page, path);
    const english = (await page.locator("html").getAttribute("lang")) === "en";
    const tag = english ? "zh-CN" : "en";
    const anew = page.waitForRequest(
      (request) => new URL(request.url()).pathname === api && request.headers()["accept-language"] === tag,
    );
    await page.getByRole("button", { name: english ? "中文" : "English", exact: true }).click();
    await anew;
  }
});

test("whoever is signed in stays so while the gateway is not reached", async ({ as }) => {
  const page = await as("agent");
  await page.route("**/api/session", (route) => route.abort());
  await page.goto("/customers");
  const again = page.getByRole("button", { name: "重试" });
  await expect(again).toBeVisible();
  await expect(page.locator("input[autocomplete=current-password]")).toHaveCount(0);
  await page.unroute("**/api/session");
  await again.click();
  await expect(page.getByRole("heading", { level: 1, name: "客户" })).toBeVisible();
});

test("the palette asks before what is written is lost", async ({ as }) => {
  const page = await as("agent");
  await visit(page, "/templates");
  await page.getByRole("link", { name: "新建模板" }).first().click();
  const name = page.getByRole("textbox", { name: "名称" });
  await name.fill("腊八问候");
  let stay = true;
  let asked = 0;
  page.on("dialog", async (dialog) => {
    asked += 1;
    await (stay ? dialog.dismiss() : dialog.accept());
  });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("客群");
  await page.keyboard.press("Enter");
  await expect.poll(() => asked).toBe(1);
  await expect(page).toHaveURL(/\/templates\/new$/);
  await expect(name).toHaveValue("腊八问候");

  stay = false;
  await page.keyboard.press("Control+k");
  await page.keyboard.type("客群");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "客群" })).toBeVisible();
  expect(asked).toBe(2);
});

test("the browser's Back and Forward ask before what is written is lost", async ({ as }) => {
  const page = await as("agent");
  const rail = page.getByRole("navigation", { name: "主导航" }).first();
  const at = (heading: string) => expect(page.getByRole("heading", { level: 1, name: heading, exact: true })).toBeVisible();
  await visit(page, "/templates");
  await rail.getByRole("link", { name: "客户" }).click();
  await at("客户");
  await rail.getByRole("link", { name: "模板" }).click();
  await page.getByRole("link", { name: "新建模板" }).first().click();
  await rail.getByRole("link", { name: "客群" }).click();
  await at("客群");
  await page.goBack();
  const name = page.getByRole("textbox", { name: "名称" });
  await name.fill("腊八问候");

  let [stay, asked] = [true, 0];
  page.on("dialog", async (dialog) => {
    asked += 1;
    await (stay ? dialog.dismiss() : dialog.accept());
  });
  for (const step of ["back", "forward", "back"] as const) {
    const before = asked;
    await page.evaluate((step) => history[step](), step);
    await expect.poll(() => asked).toBe(before + 1);
    await expect(page).toHaveURL(/\/templates\/new$/);
    await expect(name).toHaveValue("腊八问候");
  }
  stay = false;
  await page.goBack();
  await at("模板");
  await expect(page).toHaveURL(/\/templates$/);
  await page.goBack();
  await at("客户");
  expect(asked, "what is left is not asked about again").toBe(4);
});

test("what could not be brought up to date stays in sight, and says so", async ({ as }) => {
  const page = await as("supervisor");
  await visit(page, "/");
  const shown = page.getByRole("heading", { level: 2 }).first();
  await expect(shown).toHaveText("等您处理");
  await page.route("**/api/today", (route) => route.abort());
  await page.getByRole("button", { name: "English", exact: true }).click();
  const notice = page.locator(".stale");
  await expect(notice).toContainText("Not brought up to date");
  await expect(shown).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.unroute("**/api/today");
  await notice.getByRole("button", { name: "Try again" }).click();
  await expect(notice).toBeEmpty();
  await expect(shown).toHaveText("Needs you");
});

test("a phone without a network says so at once, keeps what it shows, and catches up when it is back", async ({ as }) => {
  const page = await as("agent");
  await page.setViewportSize({ width: 390, height: 844 });
  await visit(page, "/");
  const shown = page.getByRole("heading", { level: 2 }).first();
  await expect(shown).toHaveText("等您处理");
  await page.context().setOffline(true);
  const offline = page.getByRole("status").filter({ hasText: "实时连接断开" });
  await expect(offline).toBeVisible();
  await page.getByRole("button", { name: "English", exact: true }).click();
  const stale = page.locator(".stale");
  await expect(stale).toContainText("Not brought up to date");
  await expect(shown).toBeVisible();
  const sticksOut = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(sticksOut, "it scrolls only downwards").toBe(false);
  expect(await faults(new AxeBuilder({ page }))).toEqual([]);

  await page.context().setOffline(false);
  await expect(page.locator(".topbar__offline")).toHaveCount(0);
  await expect(stale).toBeEmpty();
  await expect(shown).toHaveText("Needs you");
});

test("what is typed when the session ends is there once one has signed in again", async ({ as, gateway }) => {
  const agent = await as("agent");
  await visit(agent, "/customers/new");
  await agent.getByRole("textbox", { name: "姓名" }).fill("林清欢");
  // Somebody ended it from another tab.
  await agent.evaluate(() => fetch("/api/session", { method: "DELETE" }));
  const asked: string[] = [];
  agent.on("request", (request) => {
    if (request.url().includes("/api/")) asked.push(request.url());
  });
  await agent.getByRole("button", { name: "保存" }).click();
  const again = agent.getByRole("dialog");
  await expect(again).toBeVisible();
  await agent.waitForTimeout(1_500);
  expect(asked.length, asked.join("\n")).toBeLessThan(10);
  await expect(again).toContainText("您写下的内容还在");
  await expect(again.locator("input[autocomplete=username]")).toHaveValue("agent");
  const password = again.locator("input[autocomplete=current-password]");
  await expect(password).toBeFocused();
  await password.fill(gateway.demoPassword);
  await again.locator("button[type=submit]").click();
  await expect(again).toHaveCount(0);
  await expect(agent.locator(".problem")).toBeHidden();
  await expect(agent.getByRole("textbox", { name: "姓名" })).toHaveValue("林清欢");
  await agent.getByRole("button", { name: "保存" }).click();
  await expect(agent.getByRole("heading", { name: "林清欢" })).toBeVisible();

  // What could not be fetched meanwhile is fetched then, and nothing asks in a circle.
  await agent.evaluate(() => fetch("/api/session", { method: "DELETE" }));
  await agent.getByRole("navigation").getByRole("link", { name: "批次" }).first().click();
  await expect(again).toBeVisible();
  asked.length = 0;
  await agent.waitForTimeout(1_500);
  expect(asked.length, asked.join("\n")).toBeLessThan(10);
  await again.locator("input[autocomplete=username]").fill("agent");
  await again.locator("input[autocomplete=current-password]").fill(gateway.demoPassword);
  await again.locator("button[type=submit]").click();
  await expect(again).toHaveCount(0);
  await expect(agent.getByRole("heading", { name: "批次" }).first()).toBeVisible();
  await expect(agent.locator(".problem")).toHaveCount(0);
  await expect(agent.locator("tr .table__link").first()).toBeVisible();
});

test("who was erased is entered anew, or their phone written on another card, only by whoever was told", async ({ as, gateway }) => {
  const office = await gateway.office("agent");
  const card = (name: string, phone: string) => ({ name, phone, tags: [], attributes: {} });
  const erase = async (id: string) => office.post(`/api/customers/${id}/erase`, { reason: "本人要求" });
  const [first, second] = ["13712340001", "13712340002"];
  for (const phone of [first, second]) {
    const { id } = await office.post<{ id: string }>("/api/customers", card("旧客户", phone));
    await erase(id);
  }
  const agent = await as("agent");
  await visit(agent, "/customers/new");
  const phone = agent.getByLabel("手机", { exact: true });
  const [save, anew] = ["保存", "确认重新录入"].map((name) => agent.getByRole("button", { name, exact: true }));
  const told = agent.getByText("这个号码的客户曾按要求删除");
  await agent.getByRole("textbox", { name: "姓名" }).fill("林清欢");
  await phone.fill(first);
  await save!.click();
  await expect(told).toBeVisible();
  await expect(agent).toHaveURL(/\/customers\/new$/);
  // Another phone than the one that was spoken of: that one is told of, too.
  await phone.fill(second);
  const asked = agent.waitForResponse((answer) => answer.request().method() === "POST");
  await anew!.click();
  expect((await asked).status()).toBe(409);
  await expect(told).toBeVisible();
  await anew!.click();
  await expect(agent.getByRole("heading", { name: "林清欢" })).toBeVisible();

  const { id } = await office.post<{ id: string }>("/api/customers", card("沈星野", "13712340003"));
  await visit(agent, `/customers/${id}/edit`);
  await phone.fill(first);
  await save!.click();
  await expect(told).toBeVisible();
  expect((await office.get<{ card: { phone: string } }>(`/api/customers/${id}`)).card.phone).toBe("137****0003");
  await anew!.click();
  await expect(agent.getByRole("heading", { name: "沈星野" })).toBeVisible();
  expect((await office.get<{ card: { phone: string } }>(`/api/customers/${id}`)).card.phone).toBe("137****0001");
});
