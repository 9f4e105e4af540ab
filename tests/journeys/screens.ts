import { type Gateway, type Role } from "./gateway.ts";

/** One screen: what it is called in a picture's file name, where it is, and who looks at it. */
export type Screen = { name: string; path: string; role?: Role };

type Row = { id: string };
type Campaign = Row & { version: number; name: string; digest: string; content: Record<string, unknown> };

const LIMITS = { people: 100_000, parts: 100_000, cost: 10_000_000 };

/** Every page of the app, with something on it: a draft, a submitted campaign and a closed run are made where there are none. */
export async function screens(gateway: Gateway): Promise<Screen[]> {
  const [agent, supervisor] = [await gateway.office("agent"), await gateway.office("supervisor")];
  const segments = await agent.get<Row[]>("/api/segments");
  const segment = segments[0]?.id ?? "";
  const customer = (await agent.get<{ rows: Row[] }>("/api/customers?limit=1")).rows[0]?.id;
  const write = async (name: string, text: string, more: Record<string, unknown> = {}) => {
    const draft = await agent.post<Campaign>("/api/campaigns", { name, segment });
    const content = { ...draft.content, text, limits: LIMITS, ...more };
    return agent.put<Campaign>(`/api/campaigns/${draft.id}`, { version: draft.version, name, content });
  };
  const submit = async (campaign: Campaign) => {
    await agent.post(`/api/campaigns/${campaign.id}/submit`, { version: campaign.version });
    return agent.get<Campaign>(`/api/campaigns/${campaign.id}`);
  };
  const draft = await write("小雪问候", "{称呼|尊敬的客户}您好，小雪已至，请注意保暖防滑。");
  const waiting = await submit(
    await write("降温提醒", "{称呼|尊敬的客户}您好，明日大风降温，工地已做好防护。", {
      others: ["明天降温起风，{称呼|尊敬的客户}出门请添衣；您家的工地我们已加固。"],
    }),
  );
  const birthday = { occasion: { kind: "birthday", calendar: "either" }, offset: 0, at: "09:30:00" };
  const several = await write("生日祝福", "{称呼|尊敬的客户}，生日快乐！愿您的家越住越暖。", {
    others: ["今天是{称呼|您}的生日，愿您事事顺心！！", "{天气|无论天气如何}，愿{称呼|您}生日这天心里晴朗。"],
    schedule: { occasion: birthday },
  });
  const approved = await submit(await write("开工问候", "{称呼|尊敬的客户}您好，工地一切顺利，有事随时找我们。"));
  await supervisor.post(`/api/campaigns/${approved.id}/approve`, { digest: approved.digest, comment: null });
  const template = await agent.post<Row>("/api/templates", {
    version: null,
    name: "节气问候",
    purpose: "care",
    text: "{称呼|尊敬的客户}您好，天气转凉，请注意保暖。",
  });
  const run = await closedRun(supervisor, approved.id);
  const imported = await agent.upload<Row>("/api/imports?kind=customers&name=客户.csv", "姓名,手机,城市\n丁一,13900099001,苏州\n丁二,没有,苏州\n");
  return [
    { name: "sign-in", path: "/" },
    { name: "verify-stranger", path: "/verify" },
    { name: "today", path: "/", role: "supervisor" },
    { name: "today-agent", path: "/", role: "agent" },
    { name: "customers", path: "/customers", role: "agent" },
    { name: "customer", path: `/customers/${customer}`, role: "agent" },
    { name: "customer-new", path: "/customers/new", role: "agent" },
    { name: "customer-edit", path: `/customers/${customer}/edit`, role: "agent" },
    { name: "imports", path: "/customers/import", role: "agent" },
    { name: "import", path: `/customers/import/${imported.id}`, role: "agent" },
    { name: "replies", path: "/replies", role: "agent" },
    { name: "segments", path: "/segments", role: "agent" },
    { name: "segment", path: `/segments/${segment}`, role: "agent" },
    { name: "segment-new", path: `/segments/new?from=${segment}`, role: "agent" },
    { name: "templates", path: "/templates", role: "agent" },
    { name: "template", path: `/templates/${template.id}`, role: "agent" },
    { name: "template-new", path: "/templates/new", role: "agent" },
    { name: "library", path: "/library", role: "agent" },
    { name: "year", path: "/year", role: "agent" },
    { name: "campaigns", path: "/campaigns", role: "agent" },
    { name: "campaign-new", path: "/campaigns/new", role: "agent" },
    { name: "composer-who", path: `/campaigns/${draft.id}?step=who`, role: "agent" },
    { name: "composer-what", path: `/campaigns/${draft.id}?step=what`, role: "agent" },
    { name: "composer-when", path: `/campaigns/${draft.id}?step=when`, role: "agent" },
    { name: "composer-review", path: `/campaigns/${draft.id}?step=review`, role: "agent" },
    { name: "composer-wordings", path: `/campaigns/${several.id}?step=what`, role: "agent" },
    { name: "composer-birthday", path: `/campaigns/${several.id}?step=when`, role: "agent" },
    { name: "weather", path: "/weather", role: "agent" },
    { name: "campaign-submitted", path: `/campaigns/${waiting.id}`, role: "agent" },
    { name: "campaign-approved", path: `/campaigns/${approved.id}`, role: "agent" },
    { name: "approvals", path: "/approvals", role: "supervisor" },
    { name: "approval", path: `/approvals/${waiting.id}`, role: "supervisor" },
    { name: "runs", path: "/runs", role: "supervisor" },
    { name: "doubts", path: "/runs/doubts", role: "supervisor" },
    { name: "run", path: `/runs/${run}`, role: "supervisor" },
    { name: "receipt", path: `/runs/${run}/entries/0/receipt`, role: "supervisor" },
    { name: "log", path: "/log", role: "manager" },
    { name: "verify", path: "/verify", role: "manager" },
    { name: "reports", path: "/reports", role: "manager" },
    { name: "account", path: "/account", role: "manager" },
    { name: "not-found", path: "/nowhere", role: "manager" },
    ...["organisation", "users", "tokens", "carriers", "hours", "days", "witness"].map((section) => ({
      name: `settings-${section}`,
      path: `/settings/${section}`,
      role: "admin" as const,
    })),
  ];
}

/** The campaign's run, once it has closed. */
async function closedRun(office: Awaited<ReturnType<Gateway["office"]>>, campaign: string): Promise<string> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const runs = await office.get<{ rows: { id: string; state: string }[] }>(`/api/runs?campaign=${campaign}`);
    const closed = runs.rows.find((run) => run.state === "closed");
    if (closed) return closed.id;
    if (Date.now() > deadline) throw new Error(`the run is still ${runs.rows[0]?.state ?? "not there"}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
