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

test("the sign-in page passes axe in both themes and both languages", async ({ page }) => {
  await page.goto("/");
  await settled(page);
  await accessible(page);
});
