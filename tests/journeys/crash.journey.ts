import { watch } from "node:fs";
import { FATES, type Gateway, type Office } from "./gateway.ts";
import { expect, sumOf, test, visit } from "./fixtures.ts";

test.use({ demo: true });
test.describe.configure({ timeout: 180_000 });

type Run = { id: string; state: string; audience: number; tally: Record<string, number> };
type Campaign = { id: string; version: number; name: string; digest: string; content: Record<string, unknown> };

/** A campaign to every customer, approved by a second person; answers its run once the roll is frozen. */
async function toEverybody(gateway: Gateway): Promise<Run> {
  const [agent, supervisor] = [await gateway.office("agent"), await gateway.office("supervisor")];
  const segment = await agent.post<{ id: string; rule: unknown }>("/api/segments", {
    version: null,
    name: "所有人",
    rule: { all: [] },
  });
  const draft = await agent.post<Campaign>("/api/campaigns", { name: "停水通知", segment: segment.id });
  const written = await agent.put<Campaign>(`/api/campaigns/${draft.id}`, {
    version: draft.version,
    name: draft.name,
    content: {
      ...draft.content,
      text: "您好，明日小区停水检修，请提前备水。",
      purpose: "service",
      limits: { people: 100_000, parts: 100_000, cost: 100_000_000 },
    },
  });
  await agent.post(`/api/campaigns/${draft.id}/submit`, { version: written.version });
  const handedIn = await agent.get<Campaign>(`/api/campaigns/${draft.id}`);
  await supervisor.post(`/api/campaigns/${draft.id}/approve`, { digest: handedIn.digest, comment: null });
  let run: Run | undefined;
  await expect
    .poll(
      async () => {
        const page = await supervisor.get<{ rows: Run[] }>(`/api/runs?campaign=${draft.id}`);
        run = page.rows[0];
        return run?.state;
      },
      { timeout: 60_000 },
    )
    .toMatch(/running|awaiting|closed/);
  if (!run) throw new Error("there is no run");
  return run;
}

/** Kills the gateway at the moment at which the carrier has taken so many: between the hand-over and its being noted. */
async function killAt(gateway: Gateway, taken: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the carrier never took ${taken}`)), 60_000);
    const watcher = watch(gateway.journal, () => {
      if (gateway.handedOver().size < taken) return;
      clearTimeout(timer);
      watcher.close();
      gateway.kill().then(resolve, reject);
    });
  });
}

async function entries(office: Office, run: string): Promise<{ seq: number; customer: string; outcome: string }[]> {
  const all: { seq: number; customer: string; outcome: string }[] = [];
  let cursor: string | null = null;
  do {
    const path: string = `/api/runs/${run}/entries?limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`;
    const page: { rows: typeof all; next: string | null } = await office.get(path);
    all.push(...page.rows);
    cursor = page.next;
  } while (cursor);
  return all;
}

test("killed in the middle of a run and started again, it carries on: nobody lost, nobody sent to twice", async ({
  as,
  gateway,
}) => {
  const admin = await gateway.office("admin");
  const [sandbox] = await admin.get<{ name: string; sandbox: object }[]>("/api/carriers");
  await admin.put(`/api/carriers/${sandbox?.name}`, { ...sandbox, rate: 800, sandbox: { ...FATES, dropped: 25 } });
  const run = await toEverybody(gateway);
  expect(run.audience).toBeGreaterThan(3_000);

  await killAt(gateway, 700);
  const before = gateway.handedOver().size;
  expect(before, "it was killed in the middle").toBeLessThan(run.audience - 1_000);
  await gateway.up();
  await killAt(gateway, before + 600);
  await gateway.up();

  // It goes on by itself, and what nobody answered for waits for a person.
  const page = await as("supervisor");
  await visit(page, `/runs/${run.id}`);
  const offered = page.getByRole("button", { name: "一并认定" });
  await expect(offered).toBeVisible({ timeout: 60_000 });
  await expect(async () => {
    const sum = (await sumOf(page, "受众等于各结果之和")).terms;
    expect((sum["排队中"] ?? 0) + (sum["暂缓"] ?? 0) + (sum["已交出"] ?? 0) + (sum["已接收"] ?? 0)).toBe(0);
  }).toPass({ timeout: 90_000 });
  await expect(page.getByText("已核对关闭"), "a run with doubts does not close").toHaveCount(0);
  const doubts = (await sumOf(page, "受众等于各结果之和")).terms["存疑"] ?? 0;
  expect(doubts).toBeGreaterThan(0);

  // A person settles it, with a reason.
  await offered.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "认定" })).toBeDisabled();
  await dialog.getByRole("radio", { name: /^通道没有收下/ }).check();
  await dialog.getByLabel("原因").fill("已向通道核实，机房断电时丢失。");
  await dialog.getByRole("button", { name: "认定" }).click();
  await expect(page.getByText("已核对关闭")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("人人有着落")).toBeVisible();

  // Every customer has exactly one entry, and the carrier took nobody twice.
  const supervisor = await gateway.office("supervisor");
  const roll = await entries(supervisor, run.id);
  expect(roll.length).toBe(run.audience);
  expect(new Set(roll.map((entry) => entry.customer)).size).toBe(run.audience);
  expect(roll.map((entry) => entry.seq)).toEqual(roll.map((_, at) => at));
  const customers = await supervisor.get<{ customers: number }>("/api/customers/facets");
  expect(run.audience, "everybody is on the roll").toBe(customers.customers);
  expect([...gateway.handedOver().values()].filter((times) => times !== 1)).toEqual([]);
  const sum = await sumOf(page, "受众等于各结果之和");
  const added = Object.values(sum.terms).reduce((total, count) => total + count, 0);
  expect(added).toBe(run.audience);
  expect(gateway.log).not.toContain("panicked");
});
