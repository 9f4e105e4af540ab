import { accessible, expect, settled, test } from "./fixtures.ts";

test("a fresh gateway is well, serves the app and offers the one-time set-up link", async ({ gateway, page, request }) => {
  for (const probe of ["/healthz", "/readyz"]) {
    expect((await request.get(probe)).status(), probe).toBe(200);
  }
  const root = await request.get("/");
  expect(root.headers()["content-security-policy"]).toContain("default-src");
  expect(root.headers()["cache-control"]).toContain("no-cache");

  expect(gateway.setupLink, "printed on the first start").toBeDefined();
  await page.goto("/");
  await settled(page);
  await expect(page.locator("h1")).toBeVisible();
});

test("a path that does not exist answers with a page, an API path with a problem", async ({ gateway, request }) => {
  const page = await request.get("/customers", { headers: { accept: "text/html" } });
  expect(page.status()).toBe(200);
  expect(page.headers()["content-type"]).toContain("text/html");
  const api = await request.get("/api/v1/no-such-thing");
  expect(api.status()).toBe(404);
  expect(api.headers()["content-type"]).toContain("application/problem+json");
  expect(gateway.log).not.toContain("panicked");
});

test("a killed gateway starts again on the same data, and the set-up link is still the way in", async ({ gateway, page }) => {
  await gateway.restart();
  const link = gateway.setupLink;
  expect(link).toBeDefined();
  await page.goto(link ?? "");
  await settled(page);
  await expect(page.locator("input[autocomplete=new-password]").first()).toBeVisible();
  await accessible(page);
});

test("whoever writes a first campaign for a firm without customers is led to the import", async ({ gateway, page }) => {
  await page.goto(gateway.setupLink ?? "");
  await settled(page);
  await page.getByLabel("公司名称").fill("安居装饰");
  await page.getByLabel("您的姓名").fill("周晓雯");
  await page.getByLabel("登录名").fill("zhou");
  await page.getByLabel("密码").fill("correct horse battery");
  await page.locator("form button[type=submit]").click();
  await expect(page.locator("input[autocomplete=new-password]")).toHaveCount(0);
  await page.goto("/settings/users");
  await expect(page.locator(".banner", { hasText: "还没有人能审批" })).toBeVisible();
  await page.goto("/campaigns/new");
  const lead = page.locator(".banner", { hasText: "还没有客户" });
  await lead.getByRole("link", { name: "导入客户" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "导入" })).toBeVisible();
});

test("the sign-in page passes axe in both themes and both languages", async ({ page }) => {
  await page.goto("/");
  await settled(page);
  await accessible(page);
});
