/** Text in GB18030, as old Chinese spreadsheets save it. Node only decodes it, so the table is made by decoding. */
export function gb18030(text: string): Buffer {
  const bytes: number[] = [];
  for (const character of text) {
    if (character.charCodeAt(0) < 0x80) {
      bytes.push(character.charCodeAt(0));
      continue;
    }
    const pair = table().get(character);
    if (!pair) throw new Error(`${character} has no two bytes in GB18030`);
    bytes.push(...pair);
  }
  return Buffer.from(bytes);
}

let pairs: Map<string, [number, number]> | undefined;

function table(): Map<string, [number, number]> {
  if (pairs) return pairs;
  pairs = new Map();
  const decoder = new TextDecoder("gb18030");
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail !== 0x7f) pairs.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
    }
  }
  return pairs;
}
