/** What the server counted against what the roll says. Answers lines of a table, and what does not hold. */
export function judge({ customers, roll, settled, closed, tally, bound, log }) {
  const { counts } = tally;
  const faults = [];
  const shown = new Map();
  const fault = (kind, detail) => {
    const times = (shown.get(kind) ?? 0) + 1;
    shown.set(kind, times);
    if (times <= 5) faults.push(`${kind}: ${detail}`);
  };
  const taken = new Map(tally.taken);
  const [refused, undelivered] = [new Set(tally.refused), new Set(tally.undelivered)];
  const twice = [...taken].filter(([, times]) => times > 1);
  for (const [part, times] of twice) fault("taken more than once", `${part} ${times} times`);

  const entries = new Map(roll.map((entry) => [entry.name, entry]));
  if (roll.length !== customers.length || entries.size !== customers.length) {
    fault("the roll is not the audience", `${roll.length} entries, ${entries.size} names, ${customers.length} customers`);
  }
  let [missing, held] = [0, 0];
  for (const { name, phone, parts } of customers) {
    const entry = entries.get(name);
    if (!entry) {
      fault("not on the roll", phone);
      continue;
    }
    let came = 0;
    for (let part = 1; part <= parts; part += 1) came += taken.has(`${phone}/${part}`) ? 1 : 0;
    if (entry.parts !== parts) fault("parts", `${phone}: ${entry.parts} on the roll, ${parts} by the text`);
    const seen = { came, parts, refused: refused.has(phone), undelivered: undelivered.has(phone) };
    const wrong = contradiction(entry, seen);
    if (wrong) fault(wrong, `${phone} (${entry.outcome} ${entry.reason ?? ""}, ${came}/${parts} taken)`);
    missing += wrong ? 1 : 0;
    held += came === parts ? 1 : 0;
  }
  const doubts = settled.tally.in_doubt;
  if (doubts > bound) fault("more in doubt than was in flight", `${doubts} > ${bound}`);
  const sum = Object.values(closed.tally).reduce((all, count) => all + count, 0);
  if (sum !== customers.length || closed.audience !== customers.length) {
    fault("it does not add up", `${sum} outcomes, audience ${closed.audience}, ${customers.length} customers`);
  }
  if (counts.unbinds === 0) fault("it did not take leave when it was stopped", `${counts.binds} binds`);
  if (tally.waiting > 0) fault("receipts were never taken", tally.waiting);
  if (/panicked/.test(log)) fault("the gateway panicked", /.*panicked.*/.exec(log)[0]);
  if (/(?<![0-9a-f])(?:\+?86)?1[3-9]\d{9}(?![0-9a-f])/.test(log)) fault("a phone number reached the log", "");

  const lines = [
    ["connections cut", counts.cuts],
    ["binds", counts.binds],
    ["taken leave", counts.unbinds],
    ["parts handed over", counts.submits],
    ["throttled", counts.throttled],
    ["receipts told / acknowledged", `${counts.receipts} / ${counts.acknowledged}`],
    ["messages taken whole", held],
    ...Object.entries(settled.tally)
      .filter(([, count]) => count > 0)
      .map(([outcome, count]) => [`on the roll: ${outcome}`, count]),
    ["in doubt at most", bound],
    ["taken twice", twice.length],
    ["roll and carrier differ", missing],
  ];
  return { lines, faults };
}

/** Why an entry cannot be what the server saw; nothing if it can. In doubt is honest whichever it was. */
function contradiction(entry, { came, parts, refused, undelivered }) {
  switch (entry.outcome) {
    case "delivered":
      if (came !== parts) return "delivered, and not taken whole";
      return undelivered ? "delivered, and a part of it never arrived" : undefined;
    case "failed":
      // One part that never arrives fails the whole, whatever became of the others.
      return refused || undelivered ? undefined : "failed without a refusal or a receipt";
    case "in_doubt":
      return undefined;
    default:
      return "not accounted for";
  }
}
