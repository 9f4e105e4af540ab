import { readFileSync } from "node:fs";
import { csv, expect, settled, sumOf, test, visit } from "./fixtures.ts";
import { gb18030 } from "./gb18030.ts";

test.use({ demo: true });

const HEAD = "客户编号,姓名,手机,工地状态,开工日期,交工日期,会员等级,生日(农历),最近购买,购买金额,片区,备注";
const ROWS = [
  // Good ones, each dirty in its own way: full-width digits, +86 and dashes, a line break inside quotes, a landline.
  "J001,钱晓东,１３９０００７１００１,中期,2026-03-01,2026-12-20,VIP,八月十五,2026-05-02,12800.50,苏州,老客户",
  'J002,孙丽,+86 139-0007-1002,未开工,,,普通,,,,无锡,"喜欢下午联系\n别打电话"',
  "J003,李国强,0512-65432101,维保中,2024-01-05,2024-08-30,金卡,,,,苏州,座机",
  "J004,周敏,139 0007 1004,收尾,2026-01-09,,普通,,,,常州,",
  // Refused: a date that is none, nobody to be told by, a customer who stands above already.
  "J005,吴刚,13900071005,中期,二零二六年吧,,普通,,,,苏州,",
  ",郑洁,,已交付,2025-02-01,2025-11-11,VIP,,,,苏州,",
  "J001,钱晓东,13900071001,收尾,2026-03-01,,VIP,,,,苏州,又来一遍",
];

test("an agent imports a GB18030 file with dirty rows, mends a column, applies, and gets back what was refused", async ({
  as,
}) => {
  const page = await as("agent");
  await visit(page, "/customers");
  await page.getByRole("link", { name: "导入客户" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "导入" })).toBeFocused();
  await page.locator("input[type=file]").setInputFiles({
    name: "老系统导出.csv",
    mimeType: "text/csv",
    buffer: gb18030([HEAD, ...ROWS].join("\r\n") + "\r\n"),
  });

  // Encoding and columns are recognised, and nothing is written yet.
  await expect(page.getByRole("heading", { level: 1, name: "老系统导出.csv" })).toBeVisible();
  await expect(page.locator("main")).toContainText("GB18030");
  await expect(page.getByText("等待写入")).toBeVisible();
  const counts = await sumOf(page, "行数等于各项之和");
  expect(counts.total).toBe(7);
  expect(counts.terms).toEqual({ 新增: 4, 更新: 0, 不变: 0, 不能接受: 3 });
  await expect(page.getByText("1 位能写入但收不到短信")).toBeVisible();
  await expect(page.getByLabel("列“手机”对应到")).toHaveValue("phone");
  await expect(page.getByLabel("列“生日(农历)”对应到")).toHaveValue("lunar_birthday");
  await expect(page.getByRole("row", { name: /钱晓东/ }).first()).toContainText("2026-03-01");

  // The district is a city: the agent says so, and the file is counted again.
  await expect(page.getByLabel("列“片区”对应到")).not.toHaveValue("city");
  await page.getByLabel("列“片区”对应到").selectOption({ label: "城市" });
  await expect(page.getByText("改了 1 列，尚未核对")).toBeVisible();
  await expect(page.getByRole("button", { name: /^写入/ })).toBeDisabled();
  await page.getByRole("button", { name: "按新的对应重新核对" }).click();
  await page.getByRole("button", { name: "写入 4 行" }).click();

  await expect(page.getByText("已写入，一行不差")).toBeVisible();
  expect((await sumOf(page, "行数等于各项之和")).terms).toEqual({ 新增: 4, 更新: 0, 不变: 0, 不能接受: 3 });

  // What was refused comes back as it was, with line, column and reason.
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "取回被拒的行" }).click();
  const refused = readFileSync(await (await coming).path(), "utf8");
  expect(refused.startsWith("\uFEFF"), "spreadsheets read it right").toBe(true);
  const rows = csv(refused);
  expect(Object.keys(rows[0] ?? {})).toEqual([...HEAD.split(","), "行号", "列", "原因"]);
  // The quoted line break of J002 makes lines run ahead of rows.
  expect(rows.map((row) => [row["行号"], row["客户编号"], row["姓名"], row["列"], row["原因"]])).toEqual([
    ["7", "J005", "吴刚", "开工日期", expect.stringContaining("不是日期")],
    ["8", "", "郑洁", "", expect.stringContaining("无法认出是谁")],
    ["9", "J001", "钱晓东", "", expect.stringContaining("重复")],
  ]);
  expect(rows[0]?.["开工日期"]).toBe("二零二六年吧");

  // The customers are there, phones understood and masked, the city where the agent put it.
  await page.getByRole("link", { name: "去看客户" }).click();
  await page.getByRole("searchbox").first().fill("J001");
  await expect(page.getByText("已载入 1", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "钱晓东" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "钱晓东" })).toBeVisible();
  await settled(page);
  await expect(page.locator("main")).toContainText("139****1001");
  await expect(page.locator("main")).not.toContainText("13900071001");
  await expect(page.locator("main")).toContainText("苏州");
  await page.getByRole("button", { name: "显示号码" }).click();
  await expect(page.locator("main")).toContainText(/139 ?0007 ?1001/);
});

test("a file that is none is refused in plain words, and nothing is half-done", async ({ as, gateway }) => {
  const page = await as("agent");
  await visit(page, "/customers/import");
  const office = await gateway.office("agent");
  const before = (await office.get<{ customers: number }>("/api/customers/facets")).customers;
  await page.locator("input[type=file]").setInputFiles({
    name: "照片.xlsx",
    mimeType: "application/octet-stream",
    buffer: Buffer.from([0x50, 0x4b, 3, 4, ...Array(400).fill(7)]),
  });
  await expect(page.getByText(/没能导入|没有办成|无法/).first()).toBeVisible();
  expect((await office.get<{ customers: number }>("/api/customers/facets")).customers).toBe(before);
});

test("whoever leaves while a file travels stays where they went", async ({ as }) => {
  const page = await as("agent");
  await visit(page, "/customers/import");
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/imports?*", async (route) => {
    if (route.request().method() === "POST") await held;
    await route.continue();
  });
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  const body = Buffer.from("姓名,手机\n丁一,13900099001\n");
  await page.locator("input[type=file]").setInputFiles({ name: "客户.csv", mimeType: "text/csv", buffer: body });
  await expect(page.getByRole("progressbar")).toBeVisible();
  await page.getByRole("navigation", { name: "主导航" }).first().getByRole("link", { name: "客群" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "客群" })).toBeVisible();
  release();
  expect((await answered).ok()).toBe(true);
  await page.getByRole("navigation", { name: "主导航" }).first().getByRole("link", { name: "模板" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "模板" })).toBeVisible();
  await expect(page).toHaveURL(/\/templates$/);
});

test("what a file holds is recognised, and nobody comes to be because of a purchase", async ({ as, gateway }) => {
  const page = await as("agent");
  await visit(page, "/customers/import");
  await expect(page.getByRole("radio", { name: "自动识别" })).toBeChecked();
  const body = Buffer.from("手机,购买日期,金额,商品\n13900098001,2026-03-05,1234.50,地板\n");
  await page.locator("input[type=file]").setInputFiles({ name: "三月.csv", mimeType: "text/csv", buffer: body });
  await expect(page.getByRole("heading", { level: 1, name: "三月.csv" })).toBeVisible();
  await expect(page.locator("main")).toContainText("购买记录 · csv");
  await expect(page.locator("main")).toContainText("找不到这位客户");
  const office = await gateway.office("agent");
  const [first] = (await office.get<{ rows: { kind: string }[] }>("/api/imports")).rows;
  expect(first?.kind).toBe("purchases");
});
