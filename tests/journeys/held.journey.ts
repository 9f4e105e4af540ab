import { expect, settled, test } from "./fixtures.ts";

test.use({ demo: true });

type Campaign = { id: string; version: number; name: string; digest: string; content: Record<string, unknown> };
type Run = { id: string; state: string; audience: number };

test("a held run says what waits and what was approved, and goes out when it is released", async ({ as, gateway }) => {
  const [agent, supervisor] = [await gateway.office("agent"), await gateway.office("supervisor")];
  const segment = (await agent.get<{ id: string; builtin?: string }[]>("/api/segments"))[0]?.id;
  const draft = await agent.post<Campaign>("/api/campaigns", { name: "立冬问候", segment });
  const text = "{称呼|尊敬的客户}您好，立冬了，请注意保暖。";
  const limited = (people: number) => ({ ...draft.content, text, limits: { people, parts: 100_000, cost: 10_000_000 } });
  const { people } = await agent.post<{ people: number }>("/api/campaigns/preview", { content: limited(100_000), customer: null });
  const content = limited(people);
  const saved = await agent.put<Campaign>(`/api/campaigns/${draft.id}`, { version: draft.version, name: draft.name, content });
  await agent.post(`/api/campaigns/${draft.id}/submit`, { version: saved.version });
  // One more since it was submitted.
  await agent.post("/api/customers", { name: "新客户", phone: "13900001111", tags: [], attributes: {} });
  const { digest } = await agent.get<Campaign>(`/api/campaigns/${draft.id}`);
  await supervisor.post(`/api/campaigns/${draft.id}/approve`, { digest, comment: null });
  const run = async () => (await supervisor.get<{ rows: Run[] }>(`/api/runs?campaign=${draft.id}`)).rows[0];
  await expect.poll(async () => (await run())?.state, { timeout: 60_000 }).toBe("held");
  const id = (await run())?.id;

  const page = await as("supervisor");
  await page.goto(`/runs/${id}`);
  await settled(page);
  await expect(page.getByText(`审批上限是 ${people.toLocaleString("zh-CN")} 人`)).toBeVisible();
  await expect(page.locator(".run__held")).toContainText("已交出");

  await page.getByRole("button", { name: "放行" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(`发出等着的 ${(people + 1).toLocaleString("zh-CN")} 条`);
  await dialog.getByRole("button", { name: "放行" }).click();
  await expect(page.locator(".run__held")).toHaveCount(0);
  await expect.poll(async () => (await run())?.state, { timeout: 60_000 }).toBe("closed");
  await expect(page.locator(".run__about")).toContainText(`审批上限${people.toLocaleString("zh-CN")} 人`);
});
