import { expect, signIn, test } from "./fixtures.ts";

test.use({ demo: true });

const PIECES = "**/piece-*";

test("a part of the app that does not come says so, and comes when it is tried again", async ({ page, gateway }) => {
  let asked = 0;
  await page.route(PIECES, (route) => {
    asked += 1;
    return route.fulfill({ status: 404, contentType: "application/json", body: "{}" });
  });
  await signIn(page, gateway, "supervisor");
  await expect(page.getByRole("heading", { level: 1, name: "今日" }), "Today needs no piece").toBeVisible();

  await page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "客户" }).first().click();
  const told = page.getByRole("alert").filter({ hasText: "这部分没有载入" });
  await expect(told).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "客户" })).toBeFocused();
  await told.getByRole("button", { name: "重试" }).click();
  await expect(told).toBeVisible();
  expect(asked).toBeGreaterThan(0);

  await page.unroute(PIECES);
  await told.getByRole("button", { name: "重试" }).click();
  await expect(page.getByRole("table").first()).toBeVisible();
  await expect(told).toHaveCount(0);
});

test("what was fetched quietly opens without the network", async ({ page, gateway }) => {
  const fetched = new Set<string>();
  page.on("requestfinished", (request) => fetched.add(/piece-([a-z]+)/.exec(request.url())?.[1] ?? ""));
  await signIn(page, gateway, "supervisor");
  for (const area of ["people", "sending", "rolls", "office"]) {
    await expect.poll(() => fetched.has(area), { message: area }).toBe(true);
  }
  await page.route(PIECES, (route) => route.abort());
  await page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "批次" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "批次" })).toBeVisible();
});
