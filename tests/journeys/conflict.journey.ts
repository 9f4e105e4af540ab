import { expect, test, visit } from "./fixtures.ts";

test.use({ demo: true });

test("two people edit one template: the second sees both versions, and nothing typed is lost", async ({ as, gateway }) => {
  const office = await gateway.office("agent");
  const made = await office.post<{ id: string }>("/api/templates", {
    version: null,
    name: "降温提醒",
    purpose: "care",
    text: "天气转凉，请注意保暖。",
  });
  const [agent, supervisor] = [await as("agent"), await as("supervisor")];
  for (const page of [agent, supervisor]) await visit(page, `/templates/${made.id}`);

  await supervisor.getByRole("textbox", { name: "内容" }).fill("天气转凉，请多添衣物。");
  await supervisor.getByRole("button", { name: "保存" }).click();
  await expect(supervisor.getByText("模板已保存")).toBeVisible();

  const mine = "天气转凉，工地上也请注意防滑。";
  await agent.getByRole("textbox", { name: "内容" }).fill(mine);
  await agent.getByRole("button", { name: "保存" }).click();
  await expect(agent.getByText("别人刚改过这个模板")).toBeVisible();
  await expect(agent.getByText(/陈立 保存了另一个版本/)).toBeVisible();
  await expect(agent.getByRole("textbox", { name: "内容" })).toHaveValue(mine);
  await expect(agent.locator("main")).toContainText("多添衣物");

  await agent.getByRole("button", { name: "用我的" }).click();
  await expect(agent.getByText("模板已保存")).toBeVisible();
  const kept = await office.get<{ text: string; version: number }>(`/api/templates/${made.id}`);
  expect(kept.text).toBe(mine);
  const versions = await office.get<{ text: string }[]>(`/api/templates/${made.id}/versions`);
  expect(versions.map((version) => version.text)).toContain("天气转凉，请多添衣物。");
});

test("two people edit one campaign: the second sees both versions, and chooses", async ({ as, gateway }) => {
  const office = await gateway.office("agent");
  const segments = await office.get<{ id: string }[]>("/api/segments");
  const draft = await office.post<{ id: string }>("/api/campaigns", { name: "年终回访", segment: segments[0]?.id });
  const [agent, supervisor] = [await as("agent"), await as("supervisor")];
  for (const page of [agent, supervisor]) await visit(page, `/campaigns/${draft.id}?step=what`);
  // To look at it is not to change it: neither browser has made a version yet.
  expect((await office.get<{ version: number }>(`/api/campaigns/${draft.id}`)).version).toBe(1);
  const saved = (page: typeof agent) => page.getByRole("region", { name: "预览合计" }).getByText(/已保存/);

  await supervisor.getByRole("textbox", { name: "内容" }).fill("新年好！主管写的。");
  await expect(saved(supervisor)).toBeVisible();
  await expect
    .poll(async () => (await office.get<{ content: { text: string } }>(`/api/campaigns/${draft.id}`)).content.text)
    .toBe("新年好！主管写的。");

  await agent.getByRole("textbox", { name: "内容" }).fill("新年好！专员写的。");
  const dialog = agent.getByRole("dialog", { name: "有人同时改了这个活动" });
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText("主管写的");
  await expect(dialog).toContainText("专员写的");
  await dialog.getByRole("button", { name: "保留我的" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(agent.getByRole("textbox", { name: "内容" })).toHaveValue("新年好！专员写的。");
  await expect
    .poll(async () => (await office.get<{ content: { text: string } }>(`/api/campaigns/${draft.id}`)).content.text)
    .toBe("新年好！专员写的。");
});

test("two people edit one segment: the second keeps what was built", async ({ as, gateway }) => {
  const office = await gateway.office("agent");
  const made = await office.post<{ id: string; version: number }>("/api/segments", {
    version: null,
    name: "苏州客户",
    rule: { all: [] },
  });
  const agent = await as("agent");
  await visit(agent, `/segments/${made.id}`);
  const boss = await gateway.office("supervisor");
  await boss.put(`/api/segments/${made.id}`, { version: made.version, name: "江苏客户", rule: { all: [] } });

  await agent.getByLabel("名称").fill("苏州老客户");
  await agent.getByRole("button", { name: "保存" }).click();
  await expect(agent.getByText("您编辑的时候，别人改了这个客群")).toBeVisible();
  await expect(agent.locator("main")).toContainText("江苏客户");
  await expect(agent.locator("main")).toContainText("苏州老客户");
  await agent.getByRole("button", { name: "用我的覆盖" }).click();
  await expect(agent.getByRole("heading", { level: 1, name: "苏州老客户" })).toBeVisible();
});
