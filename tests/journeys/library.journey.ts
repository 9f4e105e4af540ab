import { expect, test, visit } from "./fixtures.ts";

test.use({ demo: true });

type Content = { text: string; schedule: { once?: string; occasion?: { offset: number } } };
type Campaign = { id: string; name: string; content: Content };
type Item = { id: string; texts: string[] };

test("an agent fills an empty day of the year from the library, picks another text, and repeats it every year", async ({ as, gateway }) => {
  const page = await as("agent");
  const office = await gateway.office("agent");
  await visit(page, "/campaigns");
  await page.getByRole("link", { name: "年历" }).click();
  const eve = page.locator(".year-day").filter({ has: page.getByRole("heading", { name: "除夕" }) });
  await expect(eve).toContainText("还空着");
  await eve.getByRole("link", { name: "写活动" }).click();

  // A draft is there at once, with a text, a day and a name.
  await expect(page).toHaveURL(/\/campaigns\/[0-9a-f-]{36}/);
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const begun = await office.get<Campaign>(`/api/campaigns/${id}`);
  const items = await office.get<Item[]>("/api/library?lang=zh-CN");
  const texts = items.find((item) => item.id === "festival.spring_festival_eve")?.texts ?? [];
  expect(texts.length).toBeGreaterThanOrEqual(4);
  expect(begun.content.text).toBe(texts[0]);
  expect(begun.content.schedule.once).toMatch(/T09:00/);
  expect(begun.name).toContain("除夕");

  // Another wording, found by its words.
  await visit(page, `/campaigns/${id}?step=what`);
  await page.getByRole("button", { name: "从文库选" }).click();
  const dialog = page.getByRole("dialog", { name: "选一条文字" });
  await dialog.getByRole("searchbox").fill(texts[2].slice(0, 12));
  await expect(dialog.locator(".library-item")).toHaveCount(1);
  await dialog.locator(".library-text").filter({ hasText: texts[2] }).getByRole("button", { name: "用这条" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator(".editor__area")).toHaveValue(texts[2]);

  // Every year, the day before.
  await visit(page, `/campaigns/${id}?step=when`);
  await page.getByText("逢节日、节气或自定的日子", { exact: true }).click();
  await page.getByLabel("节日、节气或自定的日子", { exact: true }).selectOption({ label: "除夕" });
  await page.getByLabel("哪一天").selectOption({ label: "提前1天" });
  await expect(page.locator(".composer__next li")).toHaveCount(5);
  await expect.poll(async () => (await office.get<Campaign>(`/api/campaigns/${id}`)).content.schedule.occasion?.offset).toBe(-1);

  await visit(page, "/year");
  await expect(page.locator(".year-day").filter({ has: page.getByRole("heading", { name: "除夕" }) })).toContainText(begun.name);
});
