import AxeBuilder from "@axe-core/playwright";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Gateway, type Page, expect, faults, settled, test, visit } from "./fixtures.ts";

test.use({ demo: true });
test.describe.configure({ timeout: 240_000 });

type Run = { id: string; state: string; provable: boolean; audience: number };
type Campaign = { id: string; version: number; name: string; digest: string; content: Record<string, unknown> };
type Entry = { seq: number; customer: string; outcome: string };

/** A run that is closed and stands in the signed log. */
async function closedRun(gateway: Gateway): Promise<Run> {
  const [agent, supervisor] = [await gateway.office("agent"), await gateway.office("supervisor")];
  const segment = (await agent.get<{ id: string }[]>("/api/segments"))[0]?.id;
  const draft = await agent.post<Campaign>("/api/campaigns", { name: "立冬问候", segment });
  const content = { ...draft.content, text: "{称呼|尊敬的客户}您好，立冬了，请注意保暖。", limits: { people: 100_000, parts: 100_000, cost: 10_000_000 } };
  const saved = await agent.put<Campaign>(`/api/campaigns/${draft.id}`, { version: draft.version, name: draft.name, content });
  await agent.post(`/api/campaigns/${draft.id}/submit`, { version: saved.version });
  const { digest } = await agent.get<Campaign>(`/api/campaigns/${draft.id}`);
  await supervisor.post(`/api/campaigns/${draft.id}/approve`, { digest, comment: null });
  const runs = () => supervisor.get<{ rows: Run[] }>(`/api/runs?campaign=${draft.id}`);
  await expect.poll(async () => (await runs()).rows[0]?.state, { timeout: 90_000 }).toBe("closed");
  const run = (await runs()).rows[0];
  if (!run?.provable) throw new Error("the run can't be proved");
  return run;
}

/** Gives a file to the page that checks files. */
async function give(page: Page, name: string, text: string): Promise<void> {
  await page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/jsonl", buffer: Buffer.from(text) });
}

/** Fetches a file with the session of the page. */
function fetched(page: Page, path: string): Promise<string> {
  return page.evaluate(async (path) => (await fetch(path)).text(), path);
}

async function axe(page: Page): Promise<void> {
  await settled(page);
  expect(await faults(new AxeBuilder({ page }))).toEqual([]);
}

/** What this browser keeps of the log. */
function kept(page: Page): Promise<{ seen: { size: number } | null; alarm: { why: string } | null }> {
  return page.evaluate(() => JSON.parse(localStorage.getItem("rollcall.witness") ?? '{"seen":null,"alarm":null}'));
}

async function witnessed(page: Page, atLeast = 1): Promise<number> {
  await expect.poll(async () => (await kept(page)).seen?.size ?? 0, { timeout: 30_000 }).toBeGreaterThanOrEqual(atLeast);
  return (await kept(page)).seen?.size ?? 0;
}

test("a closed run gets its seal when this browser has checked it, and a file is checked without the gateway", async ({ as, gateway }) => {
  const run = await closedRun(gateway);
  const page = await as("supervisor");
  await visit(page, `/runs/${run.id}`);
  const proof = page.getByRole("region", { name: "证明" });
  await expect(proof.getByRole("img", { name: "已由本浏览器验证" }), "no seal before the check").toHaveCount(0);
  await proof.getByRole("button", { name: "在本浏览器核对" }).click();
  await expect(proof.getByRole("img", { name: "已由本浏览器验证" })).toBeVisible();
  await expect(proof).toContainText(`冻结的 ${run.audience.toLocaleString("en")} 位客户`);
  await expect(proof).toContainText("客群选得恰当");
  await axe(page);
  await page.reload();
  await settled(page);
  await expect(proof, "this browser remembers that it checked").toContainText("当时得到证明");
  await expect(proof.getByRole("img", { name: "已由本浏览器验证" }), "and not what was changed since").toHaveCount(0);

  const pack = await fetched(page, `/api/runs/${run.id}/pack?phones=masked`);
  const { keys, added } = await (await gateway.office("manager")).get<{ keys: string[]; added: number[] }>("/api/log/keys");
  expect(added, "the log says since when each key signs").toHaveLength(keys.length);
  await proof.getByRole("link", { name: "核验别处收到的文件" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "核验" })).toBeVisible();
  // This browser sees more of the log than the pack's checkpoint: that the pack was exported.
  const packed = Number(/"checkpoint":"[^"\\]*\\n(\d+)\\n/.exec(pack)?.[1]);
  await page.reload();
  await settled(page);
  await witnessed(page, packed + 1);
  const result = page.locator(".verify__result");
  await give(page, "first.jsonl", pack);
  await expect(result.getByText("证明成立")).toBeVisible();
  // From here on there is no server.
  await gateway.kill();
  await give(page, "good.jsonl", pack);
  await expect(result.getByText("good.jsonl")).toBeVisible();
  await expect(result.getByText("证明成立")).toBeVisible();
  await expect(result.getByText("按这个浏览器记住的公钥核对。")).toBeVisible();
  await axe(page);

  // One letter of one entry, and the entry is named.
  const lines = pack.split("\n");
  const changed = lines.map((line, at) => (at === 3 ? line.replace(/"leaf":"(.)/, (_, c: string) => `"leaf":"${c === "A" ? "B" : "A"}`) : line));
  await give(page, "changed.jsonl", changed.join("\n"));
  await expect(result.getByText("证明不成立")).toBeVisible();
  await expect(result).toContainText("第 3 条：");
  await expect(result.getByRole("img")).toHaveCount(0);
  await give(page, "dropped.jsonl", [...lines.slice(0, 4), ...lines.slice(5)].join("\n"));
  await expect(result).toContainText("有缺失、重复或移动");
  await give(page, "other.jsonl", "姓名,手机\n");
  await expect(result.getByText("无法判断")).toBeVisible();

  // A key that did not sign, one that is none, and the one that did.
  const field = page.getByRole("textbox", { name: "日志公钥" });
  await field.fill(readFileSync(join(import.meta.dirname, "../../crates/audit/vectors/log.vkey"), "utf8"));
  await give(page, "good.jsonl", pack);
  await expect(result).toContainText("检查点不是由您信任的密钥签名");
  await field.fill("钥匙");
  await give(page, "good.jsonl", pack);
  await expect(result).toContainText("这不是公钥");
  await field.fill(keys.join("\n"));
  await give(page, "good.jsonl", pack);
  await expect(result.getByText("按您填写的公钥核对。")).toBeVisible();
  await expect(result, "without the gateway the log can't be compared").toContainText("这次没能与此浏览器见过的日志比较");

  // The key is replaced: while both sign, this browser learns the new one from the log, and goes on when the old one is gone.
  expect(gateway.command("log-key", "add")).toContain("new key: rollcall/");
  for (const step of ["both sign", "the new one signs alone"]) {
    await gateway.up();
    const size = await witnessed(page);
    const office = await gateway.office("manager");
    await visit(page, "/verify");
    await witnessed(page, size + 1);
    await give(page, "good.jsonl", pack);
    await expect(result.getByText("证明成立"), step).toBeVisible();
    await expect(result, step).toContainText("一直见证的那本日志");
    const later = await office.text(`/api/runs/${run.id}/pack?phones=masked`);
    await give(page, "later.jsonl", later);
    await expect(result.getByText("later.jsonl")).toBeVisible();
    await expect(result.getByText("证明成立"), step).toBeVisible();
    await expect(result, step).toContainText("一直见证的那本日志");
    await expect(page.locator(".alarm"), step).toHaveCount(0);
    if (step === "both sign") {
      await gateway.stop();
      gateway.command("log-key", "retire");
    }
  }
  // A file of another firm's log is told as such.
  await give(page, "other-firm.jsonl", readFileSync(join(import.meta.dirname, "../../crates/audit/vectors/receipt.jsonl"), "utf8"));
  await expect(result).toContainText("出自另一本日志 rollcall.example/log");
});

test("checkpoints are sent out where an administrator says, and what came of it is told", async ({ as, gateway }) => {
  const page = await as("admin");
  await visit(page, "/settings/witness");
  await expect(page.getByText("检查点还没有送往别处")).toBeVisible();
  const folder = mkdtempSync(join(tmpdir(), "rollcall-kept-"));
  await page.getByRole("textbox", { name: "文件夹" }).fill("nowhere");
  const save = page.getByRole("button", { name: "保存并试送" });
  await save.click();
  await expect(page.getByText("请填写网关所在机器上已有文件夹的完整路径。")).toBeVisible();
  await page.getByRole("textbox", { name: "文件夹" }).fill(folder);
  await page.getByRole("textbox", { name: "网址" }).fill("http://127.0.0.1:9/keep");
  await page.getByRole("combobox", { name: "多久一次" }).selectOption("24");
  await save.click();
  const came = page.getByRole("region", { name: "最近的情况" });
  await expect(came).toContainText("送到，日志");
  await expect(came).toContainText("出了问题：连不上对方。会自动再试。");
  await axe(page);
  const kept = readdirSync(folder);
  expect(kept).toHaveLength(1);
  expect(readFileSync(join(folder, kept[0] ?? ""), "utf8")).toMatch(/^rollcall\//);

  // The folder goes away; whoever tries it is told.
  rmSync(folder, { recursive: true });
  await (await gateway.office("agent")).post("/api/templates", { version: null, name: "再记一条", purpose: "care", text: "您好。" });
  await came.getByRole("button", { name: "现在送一次" }).click();
  await expect(came).toContainText("文件夹不见了");
  await page.reload();
  await settled(page);
  await expect(page.getByRole("combobox", { name: "多久一次" })).toHaveValue("24");
  await expect(came).toContainText("文件夹不见了");
});

test("a stranger checks a file without signing in, and is told that nobody vouches for its key", async ({ page }) => {
  await visit(page, "/verify");
  await expect(page.getByRole("heading", { level: 1, name: "核验" })).toBeVisible();
  const vector = (name: string) => readFileSync(join(import.meta.dirname, "../../crates/audit/vectors", name), "utf8");
  const result = page.locator(".verify__result");
  for (const name of ["run-sealed.jsonl", "consent.jsonl", "log.jsonl", "receipt.jsonl"]) {
    await give(page, name, vector(name));
    await expect(result.getByText(name)).toBeVisible();
    await expect(result.getByText("文件自身一致")).toBeVisible();
    await expect(result.getByText(/没有人为这个公钥作保/)).toBeVisible();
    await expect(result.getByRole("img"), "no seal where nobody vouches").toHaveCount(0);
  }
  await page.getByRole("textbox", { name: "日志公钥" }).fill(vector("log.vkey"));
  await give(page, "receipt.jsonl", vector("receipt.jsonl"));
  await expect(result.getByText("证明成立")).toBeVisible();
  await axe(page);
});

test("a customer's message has a receipt with its proof on one page", async ({ as, gateway }) => {
  const run = await closedRun(gateway);
  const office = await gateway.office("agent");
  const entries = await office.get<{ rows: Entry[] }>(`/api/runs/${run.id}/entries`);
  const entry = entries.rows.find((entry) => entry.outcome === "delivered");
  if (!entry) throw new Error("nobody was reached");
  const page = await as("supervisor");
  await visit(page, `/customers/${entry.customer}`);
  await page.locator(`a[href="/runs/${run.id}/entries/${entry.seq}/receipt"]`).click();
  const sheet = page.getByRole("article");
  await expect(sheet.getByText("证明成立")).toBeVisible();
  await expect(sheet).toContainText("立冬了");
  await expect(sheet).toContainText(/安居装饰 · ./);
  await expect(sheet).toContainText("****");
  await expect(sheet.getByRole("img", { name: "检查点" })).toBeVisible();
  await expect(sheet.locator("pre")).toContainText("rollcall/");
  await axe(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "下载凭证文件" }).click()]);
  const saved = readFileSync(await download.path(), "utf8");
  expect(saved.split("\n")[0]).toContain('"pack":"rollcall/receipt"');
  // On paper nothing but the sheet, and all of it on one page.
  const pdf = await page.pdf({ format: "A4", printBackground: true });
  expect(pdf.toString("latin1").match(/\/Type \/Page\b(?!s)/g)?.length).toBe(1);
  await visit(page, "/verify");
  await give(page, "receipt.jsonl", saved);
  await expect(page.locator(".verify__result").getByText("证明成立")).toBeVisible();
});

test("the proof of an event is behind it, and an event that is shown otherwise is found out", async ({ as }) => {
  const page = await as("manager");
  await witnessed(page);
  await visit(page, "/log");
  await page.locator("table tbody tr, [role=row]").nth(2).click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByText("本浏览器已核对：这条记录原样在日志里")).toBeVisible({ timeout: 20_000 });
  await axe(page);

  type Row = { at: number; actor_kind: string; actor_id: string; details: [string, string][] };
  const spoils: ((row: Row) => unknown)[] = [
    (row) => (row.at += 1),
    (row) => (row.actor_kind = "token"),
    (row) => (row.actor_id = "somebody else"),
    (row) => row.details.push(["people", "0"]),
  ];
  for (const spoil of spoils) {
    await page.unroute("**/api/log?*");
    await page.route("**/api/log?*", async (route) => {
      const answer = await route.fetch();
      const list = (await answer.json()) as { rows: Row[] };
      list.rows.forEach(spoil);
      await route.fulfill({ response: answer, json: list });
    });
    await visit(page, "/log?q=campaign");
    await page.locator("table tbody tr, [role=row]").nth(2).click();
    await expect(drawer.getByText("显示的内容与日志里的不同")).toBeVisible({ timeout: 20_000 });
  }
});

test("a log that was rewritten raises an alarm that a reload does not end, and only an administrator's words do", async ({ as, gateway }) => {
  const page = await as("admin");
  await witnessed(page);
  const office = await gateway.office("agent");
  const note = async (name: string) => office.post("/api/templates", { version: null, name, purpose: "care", text: "您好。" });

  // Taken back to a copy, and written on otherwise: the same key signs another past.
  await gateway.stop();
  const copy = mkdtempSync(join(tmpdir(), "rollcall-copy-"));
  cpSync(gateway.data, copy, { recursive: true });
  await gateway.up();
  const before = (await kept(page)).seen?.size ?? 0;
  for (let at = 0; at < 5; at += 1) await note(`原来的 ${at}`);
  await page.reload();
  await settled(page);
  const size = await witnessed(page, before + 5);
  await expect(page.getByRole("alert").filter({ hasText: "日志" }), "a log that only grew is well").toHaveCount(0);

  await gateway.stop();
  rmSync(gateway.data, { recursive: true });
  cpSync(copy, gateway.data, { recursive: true });
  rmSync(copy, { recursive: true });
  await gateway.up();
  await page.reload();
  await settled(page);
  const alarm = page.locator(".alarm");
  await expect(alarm, "fewer events than were seen").toContainText("日志被退回", { timeout: 30_000 });
  await axe(page);

  const again = await gateway.office("agent");
  for (let at = 0; at < 12; at += 1) await again.post("/api/templates", { version: null, name: `改过的 ${at}`, purpose: "care", text: "您好。" });
  await page.reload();
  await settled(page);
  await expect(alarm, "the alarm outlives a reload").toContainText("日志被退回");
  await visit(page, "/customers");
  await expect(alarm, "and stands on every page").toBeVisible();
  expect((await kept(page)).seen?.size, "what was seen is not replaced").toBe(size);

  await alarm.getByRole("button", { name: "查看与处理" }).click();
  const dialog = page.getByRole("dialog", { name: "日志见证" });
  await dialog.getByRole("button", { name: "现在核对" }).click();
  await axe(page);
  const settle = dialog.getByRole("button", { name: "记下并解除警报" });
  await expect(settle).toBeDisabled();
  await dialog.getByRole("textbox", { name: "查明的原因" }).fill("演练：恢复了旧备份，已核对。");
  await settle.click();
  await expect(alarm).toHaveCount(0);
  await expect.poll(async () => (await kept(page)).seen?.size ?? 0, { timeout: 30_000 }).toBeGreaterThan(size);
  await dialog.getByText("已处理的警报").click();
  await expect(dialog).toContainText("演练：恢复了旧备份，已核对。");
});

test("another past of the same length or more is told as rewritten", async ({ as, gateway }) => {
  const page = await as("manager");
  await witnessed(page);
  await gateway.stop();
  const copy = mkdtempSync(join(tmpdir(), "rollcall-copy-"));
  cpSync(gateway.data, copy, { recursive: true });
  await gateway.up();
  const write = async (name: string, times: number) => {
    const office = await gateway.office("agent");
    for (let at = 0; at < times; at += 1) await office.post("/api/templates", { version: null, name: `${name} ${at}`, purpose: "care", text: "您好。" });
  };
  const before = (await kept(page)).seen?.size ?? 0;
  await write("原来的", 3);
  await page.reload();
  await settled(page);
  await witnessed(page, before + 3);
  await page.goto("about:blank");

  await gateway.stop();
  rmSync(gateway.data, { recursive: true });
  cpSync(copy, gateway.data, { recursive: true });
  rmSync(copy, { recursive: true });
  await gateway.up();
  await write("改过的", 20);
  await page.goto("/");
  const alarm = page.locator(".alarm");
  await expect(alarm).toContainText("日志被改写", { timeout: 30_000 });
  await alarm.getByRole("button", { name: "查看与处理" }).click();
  const dialog = page.getByRole("dialog", { name: "日志见证" });
  await expect(dialog, "a manager sees it, and can't end it").toContainText("只有管理员能在这个浏览器里处理警报");
  await expect(dialog.getByRole("button", { name: "记下并解除警报" })).toHaveCount(0);
});
