import { type AddressInfo, type Server, type Socket, createServer } from "node:net";

const BIND = 9;
const SUBMIT = 4;
const DELIVER = 5;
const ENQUIRE = 0x15;
const UNBIND = 6;
const ANSWER = 0x80000000;
const WRONG_PASSWORD = 0x0e;

/** An SMPP 3.4 server for one account: it takes every message and tells at once that it arrived. */
export class Smsc {
  /** Phones that were sent to, in order. */
  readonly taken: string[] = [];
  private sequence = 0;
  private readonly bound = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly password: string,
  ) {}

  static async start(password: string): Promise<Smsc> {
    const server = createServer();
    const smsc = new Smsc(server, password);
    server.on("connection", (socket) => smsc.serve(socket));
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return smsc;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
  }

  /** A customer writes back, once somebody is connected. */
  async reply(from: string, text: string): Promise<void> {
    while (this.bound.size === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    const octets = Buffer.from(text, "utf16le").swap16();
    const body = Buffer.concat([
      Buffer.from(`\0\x01\x01${from}\0\x01\x0110690001\0`, "latin1"),
      Buffer.from([0, 0, 0, 0, 0, 0, 0, 8, 0, octets.length]),
      octets,
    ]);
    this.sequence += 1;
    for (const socket of this.bound) socket.write(made(DELIVER, 0, this.sequence, body));
  }

  private serve(socket: Socket): void {
    let kept = Buffer.alloc(0);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.bound.delete(socket));
    socket.on("data", (octets) => {
      kept = Buffer.concat([kept, octets]);
      while (kept.length >= 4 && kept.length >= kept.readUInt32BE(0)) {
        const pdu = kept.subarray(0, kept.readUInt32BE(0));
        kept = kept.subarray(pdu.length);
        for (const answer of this.answer(pdu)) socket.write(answer);
        if (pdu.readUInt32BE(4) === BIND) this.bound.add(socket);
      }
    });
  }

  private answer(pdu: Buffer): Buffer[] {
    const [command, sequence] = [pdu.readUInt32BE(4), pdu.readUInt32BE(12)];
    switch (command) {
      case BIND: {
        const [, password] = strings(pdu, 16, 2);
        const status = password === this.password ? 0 : WRONG_PASSWORD;
        return [made(command | ANSWER, status, sequence, status === 0 ? "smsc\0" : "")];
      }
      case SUBMIT: {
        // service_type, then TON, NPI and number of ours, then of the customer.
        const after = 16 + strings(pdu, 16, 1)[0].length + 1 + 2;
        const at = after + strings(pdu, after, 1)[0].length + 1 + 2;
        const [phone] = strings(pdu, at, 1);
        this.taken.push(phone);
        const id = `${this.taken.length}`;
        const text = `id:${id} sub:001 dlvrd:001 submit date:2611270900 done date:2611270900 stat:DELIVRD err:000 text:`;
        const body = Buffer.concat([
          Buffer.from(`\0\x01\x01${phone}\0\x01\x01${"10690001"}\0`, "latin1"),
          Buffer.from([4, 0, 0, 0, 0, 0, 0, 0, 0, text.length]),
          Buffer.from(text, "latin1"),
        ]);
        this.sequence += 1;
        return [made(command | ANSWER, 0, sequence, `${id}\0`), made(DELIVER, 0, this.sequence, body)];
      }
      case ENQUIRE:
      case UNBIND:
        return [made(command | ANSWER, 0, sequence, "")];
      default:
        return [];
    }
  }
}

function made(command: number, status: number, sequence: number, body: string | Buffer): Buffer {
  const octets = typeof body === "string" ? Buffer.from(body, "latin1") : body;
  const head = Buffer.alloc(16);
  [16 + octets.length, command >>> 0, status, sequence].forEach((word, at) => head.writeUInt32BE(word, 4 * at));
  return Buffer.concat([head, octets]);
}

/** `count` C-octet strings from `at` on. */
function strings(pdu: Buffer, at: number, count: number): string[] {
  const found: string[] = [];
  for (let from = at; found.length < count; ) {
    const end = pdu.indexOf(0, from);
    found.push(pdu.toString("latin1", from, end));
    from = end + 1;
  }
  return found;
}
