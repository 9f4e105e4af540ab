// The real gateway in a process of its own, and its API as another system would use it.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const START_LIMIT = 60_000;
const PASSWORD = "drill-drill-drill";
const env = { ...process.env, NO_COLOR: "1", RUST_BACKTRACE: "1" };

/** A signed-in caller of the API. */
export class Office {
  #cookie = "";
  #url;

  constructor(url) {
    this.#url = url;
  }

  static async open(url, login) {
    const office = new Office(url);
    await office.call("POST", "/api/session", { login, password: PASSWORD });
    return office;
  }

  async call(method, path, body) {
    const answer = await fetch(this.#url + path, {
      method,
      headers: { cookie: this.#cookie, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    if (cookies.length > 0) this.#cookie = cookies.join("; ");
    return text ? JSON.parse(text) : undefined;
  }

  get = (path) => this.call("GET", path);
  post = (path, body = {}) => this.call("POST", path, body);
  put = (path, body) => this.call("PUT", path, body);
}

export class Gateway {
  data = mkdtempSync(join(tmpdir(), "rollcall-drill-"));
  log = "";
  #binary;
  #port;
  #child;

  constructor(binary, port) {
    this.#binary = binary;
    this.#port = port;
  }

  static async make(binary) {
    return new Gateway(binary, await freePort());
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Runs `rollcall <args> --data <folder>`. */
  command(args, input = "") {
    const done = spawnSync(this.#binary, [...args, "--data", this.data], { encoding: "utf8", env, input });
    this.log += `${done.stdout ?? ""}${done.stderr ?? ""}`;
    if (done.error) throw done.error;
    if (done.status !== 0) throw new Error(`rollcall ${args[0]} failed (${done.status}):\n${done.stderr}`);
    return done.stdout;
  }

  addUser(login) {
    this.command(["user", "add", login, "--role", login, "--password-stdin"], `${PASSWORD}\n`);
  }

  importCustomers(csv) {
    const file = join(this.data, "customers.csv");
    writeFileSync(file, csv);
    this.command(["import", file]);
    rmSync(file);
  }

  /** Starts the process; returns once it listens, or once it was killed before it did. */
  up() {
    const child = spawn(this.#binary, ["serve", "--data", this.data, "--listen", `127.0.0.1:${this.#port}`], {
      stdio: ["ignore", "pipe", "pipe"],
      env,
    });
    this.#child = child;
    let said = "";
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`it did not listen within ${START_LIMIT} ms:\n${said}`)), START_LIMIT);
      const hear = (chunk) => {
        this.log += chunk;
        said += chunk;
        if (said.includes("listening on http")) {
          clearTimeout(timer);
          resolve();
        }
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.on("error", reject);
      child.on("exit", (code, signal) => {
        clearTimeout(timer);
        if (signal) resolve();
        else reject(new Error(`the gateway ended (${code}):\n${said}`));
      });
    });
  }

  /** Kills the process as a power cut would; or asks it to stop, with SIGTERM. */
  async end(signal) {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await gone;
  }

  remove() {
    rmSync(this.data, { recursive: true, force: true });
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
