import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The people of the demo firm, by role. */
export type Role = "agent" | "supervisor" | "manager" | "admin";

const BINARY = process.env.ROLLCALL_BIN ?? join(import.meta.dirname, "../../target/debug/rollcall");
const APP = process.env.ROLLCALL_APP ?? join(import.meta.dirname, "../../dist");
const START_LIMIT = 30_000;
const PHONE = /(?<![0-9a-f])(?:\+?86)?1[3-9]\d{9}(?![0-9a-f])/; // Not inside a trace, which is hexadecimal.

/** Shares in permille; what is left over is delivered. */
export const FATES = {
  seed: 7,
  refused: 20,
  failed: 60,
  silent: 0,
  twice: 40,
  late: 0,
  throttled: 30,
  dropped: 0,
  receipt_ms: 300,
};

let demoFirm: Promise<Gateway> | undefined;

/** A signed-in caller of the API without a browser. */
export class Office {
  private cookie = "";

  constructor(private readonly url: string) {}

  get<T>(path: string): Promise<T> {
    return this.call<T>("GET", path);
  }

  /** A file, as it is handed out. */
  async text(path: string): Promise<string> {
    const answer = await fetch(this.url + path, { headers: { cookie: this.cookie } });
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status}`);
    return answer.text();
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.call<T>("POST", path, body);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>("PUT", path, body);
  }

  /** Sends a file as the raw body. */
  upload<T>(path: string, file: string): Promise<T> {
    return this.send<T>("POST", encodeURI(path), "application/octet-stream", file);
  }

  private call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return this.send(method, path, "application/json", body === undefined ? undefined : JSON.stringify(body));
  }

  private async send<T>(method: string, path: string, type: string, body?: string): Promise<T> {
    const answer = await fetch(this.url + path, { method, headers: { cookie: this.cookie, "content-type": type }, body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    if (cookies.length > 0) this.cookie = cookies.join("; ");
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

/** The real gateway: its process, its data folder, its log. */
export class Gateway {
  readonly data = mkdtempSync(join(tmpdir(), "rollcall-journey-"));
  /** Everything that the gateway ever wrote, over all its starts. */
  log = "";
  /** What `rollcall demo` printed: it names the users and their password. */
  demo = "";
  private child?: ChildProcess;

  private constructor(readonly port: number) {}

  /** A gateway on a free port and an empty data folder; `demo` loads the demo firm first. */
  static async start(options: { demo?: boolean } = {}): Promise<Gateway> {
    const gateway = new Gateway(await freePort());
    if (options.demo) {
      const loaded = await Gateway.loaded();
      gateway.demo = loaded.demo;
      cpSync(loaded.data, gateway.data, { recursive: true });
    }
    await gateway.up();
    return gateway;
  }

  /**
   * The demo firm, loaded once and copied for each journey. Its allowed hours are the whole day, whenever one tests, and its
   * sandbox gives each message a fate within a second: a message without a receipt would keep its run open for days.
   */
  private static loaded(): Promise<Gateway> {
    return (demoFirm ??= (async () => {
      const gateway = new Gateway(await freePort());
      process.once("exit", () => rmSync(gateway.data, { recursive: true, force: true }));
      gateway.loadDemo();
      await gateway.up();
      const office = await gateway.office("admin");
      const settings = await office.get<object>("/api/settings");
      await office.put("/api/settings", { ...settings, hours: { from: 0, until: 1440 }, cap_messages: 0 });
      const [sandbox] = await office.get<{ name: string; sandbox: object }[]>("/api/carriers");
      await office.put(`/api/carriers/${sandbox?.name}`, { ...sandbox, rate: 0, sandbox: FATES });
      await gateway.stop();
      return gateway;
    })());
  }

  /** The API as another system would use it, signed in as this role: for what a journey needs, but is not about. */
  async office(role: Role): Promise<Office> {
    const office = new Office(this.url);
    await office.post("/api/session", { login: role, password: this.demoPassword });
    return office;
  }

  /** How often the sandbox carrier took a message, by entry, by its own journal. */
  handedOver(): Map<string, number> {
    const entries = new Map<string, number>();
    for (const line of readFileSync(this.journal, "utf8").split("\n")) {
      const [kind, , , entry] = line.split(" ");
      if (kind === "M" && entry) entries.set(entry, (entries.get(entry) ?? 0) + 1);
    }
    return entries;
  }

  /** Where the sandbox carrier keeps what it took: outside the database, as an outside service would. */
  get journal(): string {
    return join(this.data, "sandbox.journal");
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The one-time link for the first admin, as last printed: a gateway without an admin prints one at each start. */
  get setupLink(): string | undefined {
    return [...this.log.matchAll(/set-up link: (http:\/\/\S+)/g)].at(-1)?.[1];
  }

  /** The demo users' password, as `rollcall demo` printed it. */
  get demoPassword(): string {
    const password = /password:?\s+(\S+)/i.exec(this.demo)?.[1];
    if (!password) throw new Error(`rollcall demo printed no password:\n${this.demo}`);
    return password;
  }

  /** Runs `rollcall <args> --data <this gateway's folder>` and returns what it printed. */
  command(...args: string[]): string {
    const done = spawnSync(BINARY, [...args, "--data", this.data], { encoding: "utf8", env: quietEnv() });
    const said = `${done.stdout ?? ""}${done.stderr ?? ""}`;
    this.log += said;
    if (done.error) throw new Error(`${BINARY} could not be started: ${done.error.message}`);
    if (done.status !== 0) throw new Error(`rollcall ${args.join(" ")} failed (${done.status}):\n${said}`);
    return said;
  }

  loadDemo() {
    this.demo = this.command("demo");
  }

  /** Starts the process on the same data and port; returns once it says that it listens. */
  async up(): Promise<void> {
    const from = this.log.length;
    const args = ["serve", "--app", APP, "--data", this.data, "--listen", `127.0.0.1:${this.port}`];
    const child = spawn(BINARY, args, { stdio: ["ignore", "pipe", "pipe"], env: quietEnv() });
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`the gateway ${why}:\n${this.log.slice(from)}`));
      const timer = setTimeout(() => fail(`did not listen within ${START_LIMIT} ms`), START_LIMIT);
      const hear = (chunk: Buffer) => {
        this.log += chunk.toString("utf8");
        if (this.log.slice(from).includes("listening on http")) {
          clearTimeout(timer);
          resolve();
        }
      };
      child.stdout?.on("data", hear);
      child.stderr?.on("data", hear);
      child.on("error", (error) => fail(`could not be started (${error.message})`));
      child.on("exit", (code, signal) => {
        clearTimeout(timer);
        fail(`ended early (${code ?? signal})`);
      });
    });
  }

  /** Kills the process as a power cut would: nothing is flushed, nothing is said. */
  kill(): Promise<void> {
    return this.end("SIGKILL");
  }

  /** Asks the process to finish what it has in hand and stop. */
  stop(): Promise<void> {
    return this.end("SIGTERM");
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.up();
  }

  /** Stops, removes the data, and fails when a phone number was ever logged. */
  async close(): Promise<void> {
    await this.kill();
    // ROLLCALL_KEEP=1 leaves the data of a journey to be looked into.
    if (process.env.ROLLCALL_KEEP) console.log(`kept ${this.data}`);
    else rmSync(this.data, { recursive: true, force: true });
    const line = this.log.split("\n").find((line) => PHONE.test(line));
    if (line) throw new Error(`a phone number reached the log: ${line.replace(PHONE, "1**********")}`);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await gone;
  }
}

function quietEnv(): NodeJS.ProcessEnv {
  return { ...process.env, NO_COLOR: "1", RUST_BACKTRACE: "1" };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}
