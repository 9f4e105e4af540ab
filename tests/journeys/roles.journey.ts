import { type Page, expect, test, visit } from "./fixtures.ts";

test.use({ demo: true });

type Answer = { status: number; type: string; body: { code?: string; title?: string; detail?: string } };

/** Asks the gateway as the page would, with the session of who is signed in. */
function ask(page: Page, method: string, path: string, body: unknown = {}): Promise<Answer> {
  return page.evaluate(
    async ([method, path, body]) => {
      const answer = await fetch(path, {
        method,
        headers: { "content-type": "application/json" },
        body: method === "GET" ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      return { status: answer.status, type: answer.headers.get("content-type") ?? "", body: text ? JSON.parse(text) : {} };
    },
    [method, path, body] as const,
  );
}

function refused(answer: Answer, what: string) {
  expect(answer.status, what).toBe(403);
  expect(answer.type, what).toContain("application/problem+json");
  expect(answer.body.code, what).toBe("forbidden");
  expect(answer.body.title, what).toBeTruthy();
}

test("what an agent may not do is not offered, and the gateway refuses it all the same", async ({ as, gateway }) => {
  const office = await gateway.office("agent");
  const segments = await office.get<{ id: string }[]>("/api/segments");
  const campaign = await office.post<{ id: string; version: number }>("/api/campaigns", {
    name: "我的活动",
    segment: segments[0]?.id,
  });
  const page = await as("agent");
  await visit(page, "/");
  const rail = page.getByRole("navigation", { name: "主导航" }).first();
  await expect(rail.getByRole("link", { name: "活动" })).toBeVisible();
  for (const hidden of ["审批", "设置"]) await expect(rail.getByRole("link", { name: hidden })).toHaveCount(0);

  for (const path of ["/approvals", "/settings/users"]) {
    await visit(page, path);
    await expect(page.getByRole("heading", { level: 1, name: "您的角色不能打开这一页" })).toBeVisible();
  }

  refused(await ask(page, "POST", `/api/campaigns/${campaign.id}/approve`, { digest: "0".repeat(64) }), "approve");
  refused(await ask(page, "POST", `/api/campaigns/${campaign.id}/return`, { digest: "0".repeat(64), comment: "不" }), "return");
  refused(await ask(page, "GET", "/api/approvals"), "the inbox");
  refused(await ask(page, "GET", "/api/users"), "staff");
  refused(await ask(page, "PUT", "/api/settings", {}), "settings");
  const nobody = "01900000-0000-7000-8000-000000000001";
  refused(await ask(page, "POST", `/api/runs/${nobody}/pause`), "pause");
  refused(await ask(page, "POST", `/api/runs/${nobody}/settle`, {}), "settle");
});

test("a manager reads, and neither writes nor imports", async ({ as }) => {
  const page = await as("manager");
  await visit(page, "/campaigns");
  await expect(page.getByRole("link", { name: "新建活动" })).toHaveCount(0);
  refused(await ask(page, "POST", "/api/campaigns", { name: "x" }), "write a campaign");
  refused(await ask(page, "POST", "/api/segments", {}), "write a segment");
  refused(await ask(page, "POST", "/api/customers", {}), "add a customer");
});

test("nobody approves their own, not even a supervisor", async ({ as, gateway }) => {
  const office = await gateway.office("supervisor");
  const segments = await office.get<{ id: string }[]>("/api/segments");
  type Campaign = { id: string; version: number; digest: string; content: Record<string, unknown>; name: string };
  const draft = await office.post<Campaign>("/api/campaigns", { name: "主管自己写的", segment: segments[0]?.id });
  const written = await office.put<Campaign>(`/api/campaigns/${draft.id}`, {
    version: draft.version,
    name: draft.name,
    content: {
      ...draft.content,
      text: "您好，近日降温，请注意保暖。",
      limits: { people: 100_000, parts: 100_000, cost: 10_000_000 },
    },
  });
  await office.post(`/api/campaigns/${draft.id}/submit`, { version: written.version });

  const page = await as("supervisor");
  await visit(page, `/approvals/${draft.id}`);
  await expect(page.getByText("需要另一个人来审批")).toBeVisible();
  await expect(page.getByRole("button", { name: "批准" })).toHaveCount(0);
  const answer = await ask(page, "POST", `/api/campaigns/${draft.id}/approve`, { digest: written.digest });
  expect(answer.status).toBe(403);
  expect(answer.type).toContain("application/problem+json");
  expect(answer.body.code).toBe("own_work");
});

test("who is not signed in sees the sign-in and nothing else", async ({ gateway, page, request }) => {
  for (const path of ["/api/customers", "/api/campaigns", "/api/runs", "/api/log", "/api/settings"]) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(401);
    expect(answer.headers()["content-type"], path).toContain("application/problem+json");
  }
  await page.goto("/customers");
  await expect(page.locator("input[autocomplete=current-password]")).toBeVisible();
  // Another site's page may not act in our name.
  const foreign = await request.post(`${gateway.url}/api/session`, {
    headers: { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" },
    data: { login: "agent", password: gateway.demoPassword },
  });
  expect(foreign.status()).toBe(403);
});
