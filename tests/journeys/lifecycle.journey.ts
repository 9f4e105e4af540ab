import AxeBuilder from "@axe-core/playwright";
import { type Gateway, type Page, expect, faults, test, visit } from "./fixtures.ts";

test.use({ demo: true });
test.describe.configure({ timeout: 150_000 });

type Campaign = {
  id: string;
  version: number;
  name: string;
  state: string;
  digest: string;
  content: { text: string } & Record<string, unknown>;
};

const FIRST = "{称呼|尊敬的客户}您好，天气转凉，请注意保暖。";
const LIMITS = { people: 100_000, parts: 100_000, cost: 10_000_000 };
/** Months ahead, so that nothing goes out while one looks. */
const LATER = `${new Date().getUTCFullYear() + 1}-02-03T10:00`;

async function submitted(gateway: Gateway, name: string): Promise<Campaign> {
  const office = await gateway.office("agent");
  const segment = (await office.get<{ id: string }[]>("/api/segments"))[0]?.id;
  const draft = await office.post<Campaign>("/api/campaigns", { name, segment });
  const content = { ...draft.content, text: FIRST, limits: LIMITS };
  const saved = await office.put<Campaign>(`/api/campaigns/${draft.id}`, { version: draft.version, name, content });
  await office.post(`/api/campaigns/${draft.id}/submit`, { version: saved.version });
  return office.get<Campaign>(`/api/campaigns/${draft.id}`);
}

/** The moment of sending is set as a person sets it: far away. */
async function setLater(page: Page): Promise<void> {
  await page.getByRole("radio", { name: "指定时间，一次" }).check();
  await page.locator("input[type=datetime-local]").fill(LATER);
}

test("what is submitted is locked, is taken back, and goes in again", async ({ as, gateway }) => {
  const campaign = await submitted(gateway, "小寒问候");
  const agent = await as("agent");
  await visit(agent, `/campaigns/${campaign.id}`);
  await expect(agent.getByText("等另一个人审批").first()).toBeVisible();
  await expect(agent.getByRole("textbox", { name: "内容" })).toHaveCount(0);
  const office = await gateway.office("agent");
  const change = { version: campaign.version, name: campaign.name, content: { ...campaign.content, text: "改了一句" } };
  await expect(office.put(`/api/campaigns/${campaign.id}`, change), "a locked campaign can't be written").rejects.toThrow(/: 409/);

  await agent.getByRole("button", { name: "撤回" }).click();
  await agent.getByRole("dialog").getByRole("button", { name: "撤回" }).click();
  await expect(agent.getByText("已撤回，可以修改了")).toBeVisible();
  const supervisor = await gateway.office("supervisor");
  const inbox = await supervisor.get<{ id: string }[]>("/api/approvals");
  expect(inbox.map((row) => row.id)).not.toContain(campaign.id);

  await visit(agent, `/campaigns/${campaign.id}?step=review`);
  await agent.getByRole("button", { name: "提交审批" }).click();
  await expect(agent.getByText("等另一个人审批").first()).toBeVisible();
  expect((await office.get<Campaign>(`/api/campaigns/${campaign.id}`)).state).toBe("submitted");
});

test("an edit voids the approval, and the approver sees what changed since", async ({ as, gateway }) => {
  const agent = await as("agent");
  const campaign = await submitted(gateway, "开春回访");
  const office = await gateway.office("agent");
  // Approved for a day far away: it stays approved while it is looked at.
  await office.post(`/api/campaigns/${campaign.id}/withdraw`, { version: campaign.version });
  await visit(agent, `/campaigns/${campaign.id}?step=when`);
  await setLater(agent);
  await expect(agent.getByRole("region", { name: "预览合计" })).toContainText(/已保存/);
  await agent.getByRole("button", { name: "下一步" }).click();
  await agent.getByRole("button", { name: "提交审批" }).click();
  await expect(agent.getByText("等另一个人审批").first()).toBeVisible();

  const supervisor = await as("supervisor");
  await visit(supervisor, `/approvals/${campaign.id}`);
  await expect(supervisor.getByText("这个活动还没有批准过，没有可比的。")).toBeVisible();
  await supervisor.getByRole("button", { name: "批准" }).click();
  await supervisor.getByRole("dialog").getByRole("button", { name: "盖章批准" }).click();
  await expect(supervisor.getByRole("img", { name: "已由第二人批准" }).first()).toBeVisible();

  await visit(agent, `/campaigns/${campaign.id}`);
  await expect(agent.getByRole("img", { name: "已由第二人批准" })).toBeVisible();
  await agent.getByRole("button", { name: "修改" }).click();
  await agent.getByRole("dialog").getByRole("button", { name: "知道了，去修改" }).click();
  // To open it is not to change it.
  expect((await office.get<Campaign>(`/api/campaigns/${campaign.id}`)).state).toBe("approved");
  await visit(agent, `/campaigns/${campaign.id}?step=what`);
  await agent.getByRole("button", { name: "修改" }).click();
  await agent.getByRole("dialog").getByRole("button", { name: "知道了，去修改" }).click();
  await agent.getByRole("textbox", { name: "内容" }).fill("{称呼|尊敬的客户}您好，开春了，新一季的回访开始了。");
  await expect.poll(async () => (await office.get<Campaign>(`/api/campaigns/${campaign.id}`)).state).toBe("draft");
  await expect(agent.getByRole("region", { name: "预览合计" })).toContainText(/已保存/);
  const edited = await office.get<Campaign>(`/api/campaigns/${campaign.id}`);
  expect(edited.content.text).toContain("开春了");
  await office.post(`/api/campaigns/${campaign.id}/submit`, { version: edited.version });

  await visit(supervisor, `/approvals/${campaign.id}`);
  await expect(supervisor.getByText(/上次由 陈立 批准/)).toBeVisible();
  const main = supervisor.locator("main");
  await expect(main).toContainText("天气转凉");
  await expect(main).toContainText("开春了");
});

test("a run goes out as slowly as was approved, until a supervisor makes it faster", async ({ as, gateway }) => {
  const campaign = await submitted(gateway, "分批通知");
  const office = await gateway.office("agent");
  await office.post(`/api/campaigns/${campaign.id}/withdraw`, { version: campaign.version });
  const agent = await as("agent");
  await visit(agent, `/campaigns/${campaign.id}?step=when`);
  const rate = agent.getByLabel("每分钟最多");
  await rate.fill("很快");
  await expect(agent.getByText("请填 1 到 1,000,000 之间的整数，或者留空。").first()).toBeVisible();
  await rate.fill("1");
  await expect(agent.getByText(/比有效时长 24 小时还长/)).toBeVisible();
  await rate.fill("30");
  await expect(agent.getByText(/条：约 .*分钟。/)).toBeVisible();
  await expect
    .poll(async () => (await office.get<Campaign>(`/api/campaigns/${campaign.id}`)).content["rate"])
    .toBe(30);
  await visit(agent, `/campaigns/${campaign.id}?step=review`);
  await expect(agent.getByText("每分钟最多 30 条")).toBeVisible();
  await agent.getByRole("button", { name: "提交审批" }).click();
  await expect(agent.getByText("等另一个人审批").first()).toBeVisible();

  const supervisor = await gateway.office("supervisor");
  const { digest } = await office.get<Campaign>(`/api/campaigns/${campaign.id}`);
  await supervisor.post(`/api/campaigns/${campaign.id}/approve`, { digest, comment: null });
  let run = "";
  await expect
    .poll(async () => {
      const { rows } = await supervisor.get<{ rows: { id: string; state: string }[] }>(`/api/runs?campaign=${campaign.id}`);
      run = rows[0]?.id ?? "";
      return rows[0]?.state;
    })
    .toBe("running");
  const page = await as("supervisor");
  await visit(page, `/runs/${run}`);
  await expect(page.getByText("每分钟最多 30 条")).toBeVisible();
  await page.getByRole("button", { name: "调整速度" }).click();
  const dialog = page.getByRole("dialog", { name: "调整速度" });
  const change = dialog.getByRole("button", { name: "调整速度" });
  await expect(change, "it is that already").toBeDisabled();
  await dialog.getByLabel("每分钟最多").fill("0");
  await expect(change).toBeDisabled();
  await dialog.getByLabel("每分钟最多").fill("1");
  await expect(dialog.getByText(/还没发出的会过期，不再发/)).toBeVisible();
  await dialog.getByLabel("每分钟最多").fill("60000");
  await expect(dialog.getByText(/还有 .* 条：.*发完。/)).toBeVisible();
  expect(await faults(new AxeBuilder({ page }))).toEqual([]);
  await change.click();
  await expect(page.getByText("速度已调整").first()).toBeVisible();
  await expect(page.getByText("每分钟最多 60,000 条")).toBeVisible();
  // At the first rate it would take hours.
  await expect
    .poll(async () => (await supervisor.get<{ run: { state: string } }>(`/api/runs/${run}`)).run.state, { timeout: 60_000 })
    .toMatch(/awaiting|closed/);
});

test("a campaign is copied, put away and taken out again", async ({ as, gateway }) => {
  const office = await gateway.office("agent");
  const segment = (await office.get<{ id: string }[]>("/api/segments"))[0]?.id;
  const draft = await office.post<Campaign>("/api/campaigns", { name: "年末致谢", segment });
  const agent = await as("agent");
  await visit(agent, `/campaigns/${draft.id}`);
  const menu = async (item: string) => {
    await agent.getByRole("button", { name: "操作" }).click();
    await agent.getByRole("menuitem", { name: item }).and(agent.locator(":visible")).click();
  };
  await menu("复制");
  await expect(agent.getByText("已复制为新草稿")).toBeVisible();
  await expect(agent).not.toHaveURL(new RegExp(draft.id));
  const copy = new URL(agent.url()).pathname.split("/").at(-1);
  expect((await office.get<Campaign>(`/api/campaigns/${copy}`)).state).toBe("draft");

  await menu("归档");
  await agent.getByRole("dialog").getByRole("button", { name: "归档" }).click();
  await expect(agent.getByText("活动已归档")).toBeVisible();
  expect((await office.get<Campaign>(`/api/campaigns/${copy}`)).state).toBe("archived");
  await visit(agent, `/campaigns/${copy}`);
  await menu("恢复为草稿");
  await expect(agent.getByText("已恢复为草稿")).toBeVisible();
  expect((await office.get<Campaign>(`/api/campaigns/${copy}`)).state).toBe("draft");
});

test("who takes the other's version has it in the fields, and goes on from there", async ({ as, gateway }) => {
  const office = await gateway.office("agent");
  const segment = (await office.get<{ id: string }[]>("/api/segments"))[0]?.id;
  const draft = await office.post<Campaign>("/api/campaigns", { name: "回访", segment });
  const agent = await as("agent");
  await visit(agent, `/campaigns/${draft.id}?step=what`);
  const text = agent.getByRole("textbox", { name: "内容" });
  await expect(text, "the agent's page holds the first version").toHaveValue("");
  const supervisor = await gateway.office("supervisor");
  await supervisor.put(`/api/campaigns/${draft.id}`, {
    version: draft.version,
    name: draft.name,
    content: { ...draft.content, text: "主管写的。" },
  });
  await text.fill("专员写的。");
  const dialog = agent.getByRole("dialog", { name: "有人同时改了这个活动" });
  await expect(dialog).toContainText("主管写的");
  await dialog.getByRole("button", { name: "采用对方的" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(text).toHaveValue("主管写的。");
  await text.fill("主管写的。专员补充。");
  await expect
    .poll(async () => (await office.get<Campaign>(`/api/campaigns/${draft.id}`)).content.text)
    .toBe("主管写的。专员补充。");
});
