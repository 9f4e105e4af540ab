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

  await agent.getByRole("button", { name: "保留我的" }).click();
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

test("the choice put away with Escape can be taken up again, with what was typed since", async ({ as, gateway }) => {
  const office = await gateway.office("agent");
  const segments = await office.get<{ id: string }[]>("/api/segments");
  const draft = await office.post<{ id: string }>("/api/campaigns", { name: "春季回访", segment: segments[0]?.id });
  const text = async () => (await office.get<{ content: { text: string } }>(`/api/campaigns/${draft.id}`)).content.text;
  const [agent, supervisor] = [await as("agent"), await as("supervisor")];
  for (const page of [agent, supervisor]) await visit(page, `/campaigns/${draft.id}?step=what`);
  await supervisor.getByRole("textbox", { name: "内容" }).fill("春天好！主管写的。");
  await expect.poll(text).toBe("春天好！主管写的。");

  const field = agent.getByRole("textbox", { name: "内容" });
  await field.fill("春天好！");
  const dialog = agent.getByRole("dialog", { name: "有人同时改了这个活动" });
  await expect(dialog).toBeVisible();
  await agent.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await field.fill("春天好！专员接着写的。");
  await agent.getByRole("button", { name: "看看两边" }).click();
  await expect(dialog).toContainText("专员接着写的");
  await dialog.getByRole("button", { name: "保留我的" }).click();
  await expect.poll(text).toBe("春天好！专员接着写的。");
});

test("what is typed last is not lost by leaving: it is sent after, or kept and offered again", async ({ as, gateway }) => {
  const office = await gateway.office("agent");
  const segments = await office.get<{ id: string }[]>("/api/segments");
  const draft = await office.post<{ id: string }>("/api/campaigns", { name: "夏季回访", segment: segments[0]?.id });
  const text = async () => (await office.get<{ content: { text: string } }>(`/api/campaigns/${draft.id}`)).content.text;
  const agent = await as("agent");
  const address = `/campaigns/${draft.id}?step=what`;
  const field = agent.getByRole("textbox", { name: "内容" });
  const leave = () => agent.getByRole("navigation").getByRole("link", { name: "活动" }).first().click();

  // One leaves while a save is under way, and has typed on since it began.
  await visit(agent, address);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await agent.route("**/api/campaigns/*", async (route) => {
    if (route.request().method() === "PUT") await held;
    await route.continue();
  });
  const sent = agent.waitForRequest((request) => request.method() === "PUT");
  await field.fill("夏天好！");
  await sent;
  await field.fill("夏天好！请注意防暑。");
  await leave();
  await expect(field).toHaveCount(0);
  release();
  await expect.poll(text).toBe("夏天好！请注意防暑。");
  await agent.unroute("**/api/campaigns/*");

  // One leaves while the gateway is not reached.
  await visit(agent, address);
  await agent.route("**/api/campaigns/*", (route) =>
    route.request().method() === "PUT" ? route.abort() : route.continue(),
  );
  await field.fill("夏天好！请多喝水。");
  await leave();
  await expect(agent.getByText("没保存的内容留在这个浏览器里")).toBeVisible();
  await agent.unroute("**/api/campaigns/*");
  expect(await text()).toBe("夏天好！请注意防暑。");
  await visit(agent, address);
  await expect(field).toHaveValue("夏天好！请注意防暑。");
  await agent.getByRole("button", { name: "放回去" }).click();
  await expect(field).toHaveValue("夏天好！请多喝水。");
  await expect.poll(text).toBe("夏天好！请多喝水。");
  await visit(agent, address);
  await expect(agent.getByRole("button", { name: "放回去" })).toHaveCount(0);
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
  await agent.getByRole("button", { name: "保留我的" }).click();
  await expect(agent.getByRole("heading", { level: 1, name: "苏州老客户" })).toBeVisible();
});
