// Sends a campaign over SMPP while the gateway is killed again and again, then holds the server's own tally against the roll.
//
// node drill.mjs --binary PATH [--entries N] [--kills N] [--cuts N] [--seed N]
import { fork } from "node:child_process";
import { parseArgs } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import { Gateway, Office } from "./gateway.mjs";
import { judge } from "./judge.mjs";
import { random } from "./random.mjs";

/** Messages under way at a time over all connections: what a kill or a cut can leave in doubt. */
const WINDOW = 50;
/** The outcomes, in the order in which a run's counts travel. */
const OUTCOMES = "excluded queued held handed_over in_doubt accepted no_receipt delivered failed expired cancelled".split(" ");
const STALLED = 90_000;

const text = { type: "string" };
const { values: args } = parseArgs({
  options: { binary: text, entries: text, kills: text, cuts: text, seed: text },
});
const number = (name, usual) => Number(args[name] ?? usual);
const entries = number("entries", 20_000);
const kills = number("kills", 20);
const cuts = number("cuts", Math.ceil(kills / 4));
const seed = number("seed", Date.now() % 1_000_000);
const luck = random(seed);

const phoneOf = (n) => `861${String(3_800_000_000 + n)}`;
/** One in three has a name so long that the text goes in two parts. */
const nameOf = (n) => `客户${String(n).padStart(6, "0")}${n % 3 === 0 ? "号业主委员会及全体住户代表先生女士们".repeat(3) : ""}`;

/** The server outside our code. */
class Carrier {
  #child = fork(new URL("./smsc.mjs", import.meta.url), [String(seed)]);

  #next(key) {
    return new Promise((resolve, reject) => {
      const done = () => this.#child.off("message", hear).off("exit", gone);
      const hear = (message) => {
        if (!(key in message)) return;
        done();
        resolve(message[key]);
      };
      const gone = () => {
        done();
        reject(new Error("the SMPP server ended"));
      };
      this.#child.on("message", hear).on("exit", gone);
    });
  }

  port = this.#next("port");

  /** Resolves once so many parts were taken. */
  reached(parts) {
    const reached = this.#next("reached");
    this.#child.send({ tell: parts });
    return reached;
  }

  cut() {
    this.#child.send({ cut: true });
  }

  tally() {
    const tally = this.#next("tally");
    this.#child.send({ ask: true });
    return tally;
  }

  end() {
    this.#child.removeAllListeners("exit");
    this.#child.kill();
  }
}

async function setUp(gateway, port) {
  for (const role of ["admin", "agent", "supervisor"]) gateway.addUser(role);
  const lines = ["客户编号,姓名,手机"];
  for (let n = 0; n < entries; n += 1) lines.push(`${n},${nameOf(n)},${phoneOf(n).slice(2)}`);
  gateway.importCustomers(lines.join("\n"));
  await gateway.up();
  const admin = await Office.open(gateway.url, "admin");
  const settings = await admin.get("/api/settings");
  await admin.put("/api/settings", { ...settings, firm: "演练", signature: "安居装饰", hours: { from: 0, until: 1440 }, cap_messages: 0 });
  const line = {
    host: "127.0.0.1", port, account: "drill", secret: "drill", from: "10690001", binds: 2, window: WINDOW / 2, offset_minutes: 480,
  };
  const direct = { kind: "smpp", to_ton: 1, to_npi: 1, line };
  await admin.post("/api/carriers", { name: "drill", enabled: true, price_millis: 3_000, rate: 0, direct });
}

/** A campaign to everybody, approved by a second person; answers its id. */
async function begin(gateway) {
  const agent = await Office.open(gateway.url, "agent");
  const supervisor = await Office.open(gateway.url, "supervisor");
  const segment = await agent.post("/api/segments", { version: null, name: "所有人", rule: { all: [] } });
  const draft = await agent.post("/api/campaigns", { name: "演练", segment: segment.id });
  const content = {
    ...draft.content,
    text: "{姓名}您好，明日小区停水检修，请提前备水。",
    purpose: "service",
    carrier: "drill",
    limits: { people: 1_000_000, parts: 3_000_000, cost: 1_000_000_000 },
  };
  const written = await agent.put(`/api/campaigns/${draft.id}`, { version: draft.version, name: draft.name, content });
  await agent.post(`/api/campaigns/${draft.id}/submit`, { version: written.version });
  const { digest } = await agent.get(`/api/campaigns/${draft.id}`);
  await supervisor.post(`/api/campaigns/${draft.id}/approve`, { digest, comment: null });
  return draft.id;
}

const within = (promise, limit, what) =>
  Promise.race([promise, sleep(limit, undefined, { ref: false }).then(() => Promise.reject(new Error(`${what} within ${limit} ms`)))]);

/** Kills and cuts at random places among all that is sent, and now and then right after a start. */
async function trouble(gateway, carrier, log) {
  const parts = Math.floor(entries * (1 + 1 / 3) * 0.93);
  const places = [...Array(kills).fill("kill"), ...Array(cuts).fill("cut")]
    .map((what) => ({ what, at: Math.floor((0.02 + 0.96 * luck()) * parts) }))
    .sort((one, two) => one.at - two.at);
  for (const { what, at } of places) {
    // A start that was cut off counted as a kill too.
    if (what === "kill" && log.kills >= kills) continue;
    await within(carrier.reached(at), STALLED, `the carrier did not get ${at} parts`);
    await sleep(luck() * 30);
    if (what === "cut") {
      carrier.cut();
      continue;
    }
    await gateway.end("SIGKILL");
    log.kills += 1;
    const up = gateway.up();
    // One start in four is cut off as well.
    if (log.kills < kills && luck() < 0.25) {
      await sleep(luck() * 400);
      await gateway.end("SIGKILL");
      log.kills += 1;
      await up;
      await gateway.up();
    } else await up;
  }
}

/** Waits until nothing but doubts is left, settles them, and waits for the close. Answers run and roll before the settling. */
async function finish(gateway, campaign) {
  const supervisor = await Office.open(gateway.url, "supervisor");
  const run = async () => {
    const found = (await supervisor.get(`/api/runs?campaign=${campaign}`)).rows[0];
    return { ...found, tally: Object.fromEntries(OUTCOMES.map((outcome, at) => [outcome, found.tally[at]])) };
  };
  const still = async (what, done) => {
    let last = "";
    let since = Date.now();
    for (;;) {
      const now = await run();
      if (done(now)) return now;
      const seen = JSON.stringify(now.tally);
      if (seen !== last) [last, since] = [seen, Date.now()];
      if (Date.now() - since > STALLED) throw new Error(`the run never was ${what}: ${now.state} ${seen}`);
      await sleep(100);
    }
  };
  const open = ["queued", "held", "handed_over", "accepted"];
  const settled = await still("quiet", ({ tally, frozen_at }) => frozen_at && open.every((outcome) => !tally[outcome]));
  const roll = [];
  let cursor = null;
  do {
    const page = await supervisor.get(`/api/runs/${settled.id}/entries?limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    roll.push(...page.rows);
    cursor = page.next;
  } while (cursor);
  if (settled.tally.in_doubt) {
    await supervisor.post(`/api/runs/${settled.id}/settle`, { entries: null, how: "sent", reason: "演练：以通道的记录为准" });
  }
  const closed = await still("closed", ({ state }) => state === "closed");
  return { settled, roll, closed };
}

const began = Date.now();
const gateway = await Gateway.make(args.binary);
const carrier = new Carrier();
let failed = true;
try {
  console.log(`drill       seed ${seed}: ${entries} entries, ${kills} kills, ${cuts} cuts`);
  await setUp(gateway, await carrier.port);
  const campaign = await begin(gateway);
  const log = { kills: 0 };
  await trouble(gateway, carrier, log);
  const { settled, roll, closed } = await finish(gateway, campaign);
  await gateway.end("SIGTERM");
  const tally = await carrier.tally();
  const customers = Array.from({ length: entries }, (_, n) => ({ name: nameOf(n), phone: phoneOf(n), parts: n % 3 === 0 ? 2 : 1 }));
  const bound = (log.kills + cuts) * WINDOW;
  const { lines, faults } = judge({ customers, roll, settled, closed, tally, bound, log: gateway.log });
  for (const [name, value] of [["killed", log.kills], ...lines, ["seconds", Math.round((Date.now() - began) / 1_000)]]) {
    console.log(`${name.padEnd(34)} ${String(value).padStart(8)}`);
  }
  for (const fault of faults) console.error(`FAULT       ${fault}`);
  failed = faults.length > 0;
  console.log(failed ? `the drill failed; again: --seed ${seed}` : "nobody was missed, nobody was sent to twice");
} catch (error) {
  console.error(`the drill broke off (again: --seed ${seed}): ${error.stack}`);
  console.error(gateway.log.split("\n").slice(-25).join("\n"));
} finally {
  await gateway.end("SIGKILL");
  carrier.end();
  gateway.remove();
}
process.exit(failed ? 1 : 0);
