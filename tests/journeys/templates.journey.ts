import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, faults, test, visit } from "./fixtures.ts";

test.use({ demo: true });

const table = (rows: string[]) => ({ name: "模板.csv", mimeType: "text/csv", buffer: Buffer.from(["名称,用途,写法 1,写法 2", ...rows].join("\n")) });

test("an agent brings templates in from a table, after it was mended, and takes them out again", async ({ as, gateway }) => {
  const page = await as("agent");
  await visit(page, "/templates");
  await page.getByRole("button", { name: "文件" }).click();
  await page.getByRole("menuitem", { name: "导入模板" }).click();
  const dialog = page.getByRole("dialog", { name: "导入模板" });
  const take = dialog.getByRole("button", { name: "导入模板" });
  await dialog.locator("input[type=file]").setInputFiles(table(["大雪问候,关怀,{姓各}您好,"]));
  await expect(dialog).toContainText("有模板不能导入，什么都没有改");
  await expect(dialog).toContainText("大雪问候");
  await expect(take).toBeDisabled();

  await dialog.locator("input[type=file]").setInputFiles(table(["大雪问候,关怀,{姓名}您好，大雪将至。,大雪至，{称呼|您}多保重。"]));
  await expect(dialog).toContainText("新增 1 个");
  expect(await faults(new AxeBuilder({ page }))).toEqual([]);
  await take.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("link", { name: "大雪问候" })).toBeVisible();

  await page.getByRole("button", { name: "文件" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "导出为 JSON" }).click();
  const path = await (await download).path();
  const set = JSON.parse(readFileSync(path, "utf8")) as { templates: { name: string; wordings: string[] }[] };
  const snow = set.templates.find((template) => template.name === "大雪问候");
  expect(snow?.wordings).toEqual(["{姓名}您好，大雪将至。", "大雪至，{称呼|您}多保重。"]);
  expect(await (await gateway.office("agent")).get<unknown[]>("/api/templates")).toHaveLength(set.templates.length);
});
