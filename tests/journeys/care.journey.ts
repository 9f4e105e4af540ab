import { expect, test, visit } from "./fixtures.ts";

test.use({ demo: true });

type Content = { text: string; others?: string[]; schedule: { occasion?: { occasion: { kind: string; calendar?: string; day?: unknown } } } };
type Campaign = { id: string; version: number; name: string; content: Content };
type Row = { id: string };
type Table = { cities: { city: string; kinds: (string | null)[] }[] };

test("an agent writes two wordings for birthdays, and the approver reads both", async ({ as, gateway }) => {
  const page = await as("agent");
  const office = await gateway.office("agent");
  const segment = (await office.get<Row[]>("/api/segments"))[0].id;
  const { id } = await office.post<Campaign>("/api/campaigns", { name: "生日祝福", segment });
  const saved = async () => (await office.get<Campaign>(`/api/campaigns/${id}`)).content;

  await visit(page, `/campaigns/${id}?step=what`);
  const area = page.locator(".editor__area");
  await area.fill("{称呼|尊敬的客户}，生日快乐！");
  await expect(page.getByRole("tab")).toHaveCount(0);
  await page.getByRole("button", { name: "添加一种写法" }).click();
  await expect(page.getByRole("tab", { name: "写法 2" })).toHaveAttribute("aria-selected", "true");
  await expect(area).toHaveValue("");
  await area.fill("愿{称呼|您}生日这天心里晴朗{姓各}");
  await expect(page.getByRole("tab", { name: "写法 2" })).toContainText("有需要修改的地方");
  await area.fill("愿{称呼|您}生日这天心里晴朗。");

  // By keyboard to the first and back; each is as it was written, and the phone shows the one that is being written.
  await page.getByRole("tab", { name: "写法 2" }).press("ArrowLeft");
  await expect(area).toHaveValue("{称呼|尊敬的客户}，生日快乐！");
  await expect(page.locator(".sample .phone__bubble").first()).toContainText("生日快乐！");
  await page.getByRole("tab", { name: "写法 1" }).press("End");
  await expect(page.locator(".sample .phone__bubble").first()).toContainText("心里晴朗");

  // Moved to the front, taken out, and had back.
  await page.getByRole("button", { name: "往前移" }).click();
  await expect.poll(async () => (await saved()).text).toBe("愿{称呼|您}生日这天心里晴朗。");
  await page.getByRole("button", { name: "删去这种写法" }).click();
  await expect(page.getByRole("tab")).toHaveCount(0);
  await page.getByRole("button", { name: "撤销" }).click();
  await expect.poll(async () => (await saved()).others).toEqual(["{称呼|尊敬的客户}，生日快乐！"]);

  await visit(page, `/campaigns/${id}?step=when`);
  await page.getByText("逢客户生日", { exact: true }).click();
  await page.getByLabel("哪种生日").selectOption({ label: "农历生日" });
  await expect(page.locator(".composer__next li")).toHaveCount(5);
  await expect(page.locator(".composer__next li").first()).toContainText(/\d 人/);
  await expect.poll(async () => (await saved()).schedule.occasion?.occasion.calendar).toBe("lunar");
  await visit(page, `/campaigns/${id}?step=review`);
  await page.getByRole("button", { name: "提交审批" }).click();
  await expect(page.getByText("已提交，等另一个人审批").first()).toBeVisible();

  const approver = await as("supervisor");
  await visit(approver, `/approvals/${id}`);
  const wordings = approver.getByRole("list", { name: "每种写法" });
  await expect(wordings.getByRole("listitem")).toHaveCount(2);
  await expect(wordings).toContainText("心里晴朗");
  await expect(wordings).toContainText("生日快乐");
});

test("the firm keeps days of its own and the weather of its customers' cities", async ({ as, gateway }) => {
  const admin = await as("admin");
  await visit(admin, "/settings/days");
  await admin.getByLabel("中文名称").fill("开放日");
  await admin.getByRole("radio", { name: "农历" }).check({ force: true });
  await admin.getByLabel("月", { exact: true }).selectOption({ label: "腊月" });
  await admin.getByRole("button", { name: "添加日子" }).click();
  await expect(admin.getByRole("row", { name: /开放日/ })).toContainText("农历腊月初一");
  await admin.getByRole("button", { name: "删去开放日" }).click();
  await expect(admin.getByRole("row", { name: /开放日/ })).toHaveCount(0);
  await admin.getByRole("button", { name: "撤销" }).click();
  await expect(admin.getByRole("row", { name: /开放日/ })).toContainText("农历腊月初一");

  const page = await as("agent");
  const office = await gateway.office("agent");
  await visit(page, "/year");
  await expect(page.getByRole("heading", { name: "开放日" })).toBeVisible();
  const segment = (await office.get<Row[]>("/api/segments"))[0].id;
  const { id } = await office.post<Campaign>("/api/campaigns", { name: "开放日邀请", segment });
  await visit(page, `/campaigns/${id}?step=when`);
  await page.getByText("逢节日、节气或自定的日子", { exact: true }).click();
  await page.getByLabel("节日、节气或自定的日子", { exact: true }).selectOption({ label: "开放日" });
  await expect.poll(async () => (await office.get<Campaign>(`/api/campaigns/${id}`)).content.schedule.occasion?.occasion.kind).toBe("own");

  await visit(page, "/");
  await expect(page.locator(".day").first()).toContainText("寒潮：杭州、宁波");
  await page.getByRole("link", { name: "天气" }).click();
  await page.getByRole("row", { name: /嘉兴/ }).getByRole("combobox").first().selectOption({ label: "大雾" });
  const kinds = async () => (await office.get<Table>("/api/weather")).cities.find((one) => one.city === "嘉兴")?.kinds[0];
  await expect.poll(kinds).toBe("fog");
  await visit(page, "/");
  await expect(page.locator(".day").first()).toContainText("大雾：嘉兴");
});
