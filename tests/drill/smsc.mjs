// An SMPP server in a process of its own, on the npm package `smpp`: takes messages, counts them by phone and part, tells
// receipts, and hangs up when it is told to. Its tally is what the roll is held against.
//
// It is forked with a seed, and speaks with its parent in messages: {port} once it listens; {reached} when so many parts
// came as {tell} asked for; {tally} as often as it is asked. {cut} breaks every connection without a word.
import smpp from "smpp";
import { random } from "./random.mjs";

const luck = random(Number(process.argv[2]));
const THROTTLED = 0x58;
const INVALID_DESTINATION = 0x0b;
/** Receipts under way at a time, so that they keep coming while messages do. */
const WINDOW = 200;

/** How often each part was taken, as `phone/part`; and how many parts its message has, by phone. */
const taken = new Map();
const whole = new Map();
const refused = new Set();
/** Phones with a part that was taken and never arrives: its receipt says so, sooner or later. */
const undelivered = new Set();
const sessions = new Set();
/** Receipts that no client acknowledged yet, oldest first; those that were sent on a connection wait for its answer. */
const receipts = [];
const counts = { submits: 0, throttled: 0, binds: 0, cuts: 0, receipts: 0, acknowledged: 0, unbinds: 0 };
let next = 1;
let tell = Infinity;

/** A number that is refused for good: one in fifty, by its digits, so that every part of a message is refused alike. */
const isRefused = (phone) => Number(phone.slice(-6)) % 50 === 17;

function submitted(session, pdu) {
  counts.submits += 1;
  const phone = pdu.destination_addr;
  const udh = pdu.short_message.udh?.[0];
  const [parts, part] = udh ? [udh[3], udh[4]] : [1, 1];
  if (isRefused(phone)) {
    refused.add(phone);
    return session.send(pdu.response({ command_status: INVALID_DESTINATION }));
  }
  // Any part is put off now and then, of a longer message too: it goes again alone.
  if (luck() < 0.02) {
    counts.throttled += 1;
    return session.send(pdu.response({ command_status: THROTTLED }));
  }
  const key = `${phone}/${part}`;
  taken.set(key, (taken.get(key) ?? 0) + 1);
  whole.set(phone, parts);
  const id = (next++).toString(16).padStart(8, "0");
  const receipt = { id, phone, failed: luck() < 0.03 };
  if (receipt.failed) undelivered.add(phone);
  const times = luck() < 0.02 ? 2 : 1;
  const due = () => {
    for (let i = 0; i < times; i += 1) receipts.push(receipt);
    deliver();
  };
  // Most come within a second, some before the answer, some only after the next restart.
  const when = luck();
  if (when < 0.01) due();
  else setTimeout(due, when < 0.9 ? luck() * 800 : luck() * 6_000);
  // The answer is not always at once: what is under way at a kill was taken, and nobody was told.
  if (luck() < 0.3) setTimeout(() => session.send(pdu.response({ message_id: id })), luck() * 20);
  else session.send(pdu.response({ message_id: id }));
  if (taken.size >= tell) {
    tell = Infinity;
    process.send({ reached: taken.size });
  }
}

function deliver() {
  for (const session of sessions) {
    while (receipts.length > 0 && session.told.size < WINDOW) {
      const receipt = receipts.shift();
      const stat = receipt.failed ? "UNDELIV" : "DELIVRD";
      session.told.add(receipt);
      counts.receipts += 1;
      const sent = session.smpp.deliver_sm(
        {
          source_addr: receipt.phone,
          destination_addr: "10690001",
          esm_class: 4,
          short_message: `id:${receipt.id} sub:001 dlvrd:001 submit date:2601010000 done date:2601010000 stat:${stat} err:000 text:`,
        },
        (answer) => {
          // A client that is busy asks for it again.
          if (!session.told.delete(receipt)) return;
          if (answer.command_status === 0) counts.acknowledged += 1;
          else receipts.push(receipt);
          deliver();
        },
      );
      if (!sent) return;
    }
  }
}

const server = smpp.createServer({}, (client) => {
  const session = { smpp: client, told: new Set() };
  client.on("bind_transceiver", (pdu) => {
    counts.binds += 1;
    client.send(pdu.response({ system_id: "drill" }));
    sessions.add(session);
    deliver();
  });
  client.on("submit_sm", (pdu) => submitted(client, pdu));
  client.on("enquire_link", (pdu) => client.send(pdu.response()));
  client.on("unbind", (pdu) => {
    counts.unbinds += 1;
    client.send(pdu.response());
    client.close();
  });
  client.on("error", () => client.destroy());
  client.on("close", () => {
    sessions.delete(session);
    receipts.unshift(...session.told);
    session.told.clear();
  });
});
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));

process.on("message", (message) => {
  if (message.tell !== undefined) {
    if (taken.size >= message.tell) process.send({ reached: taken.size });
    else tell = message.tell;
  }
  if (message.cut) {
    counts.cuts += 1;
    for (const session of sessions) session.smpp.destroy();
  }
  if (message.ask) {
    process.send({ tally: { taken: [...taken], whole: [...whole], refused: [...refused], undelivered: [...undelivered], counts, waiting: receipts.length } });
  }
});
process.on("disconnect", () => process.exit(0));
