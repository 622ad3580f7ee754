/** Writes a database in MaxMind's format (version 2.0, IPv4, records of 24 bit): none may be shipped, and tests need one. */

type Value = string | number | { [key: string]: Value } | string[];

/** Networks, as 203.0.113.0/24, and the countries of them. */
export function countryDatabase(countries: Record<string, string>): Buffer {
  const tree: (number | { data: number } | undefined)[][] = [[undefined, undefined]];
  const data: Buffer[] = [];
  let length = 0;
  for (const [network, code] of Object.entries(countries)) {
    const [address = '', bits = '32'] = network.split('/');
    const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    let node = 0;
    for (let depth = 0; depth < Number(bits); depth += 1) {
      const side = (value >>> (31 - depth)) & 1;
      if (depth === Number(bits) - 1) {
        (tree[node] ?? [])[side] = { data: length };
        break;
      }
      const next = (tree[node] ?? [])[side];
      if (typeof next === 'number') node = next;
      else {
        tree.push([undefined, undefined]);
        (tree[node] ?? [])[side] = tree.length - 1;
        node = tree.length - 1;
      }
    }
    const entry = encode({ country: { iso_code: code } });
    data.push(entry);
    length += entry.length;
  }
  const record = (one: number | { data: number } | undefined): Buffer => {
    const written = Buffer.alloc(3);
    // The node's own number for "nothing", and what lies behind it, past a gap of 16, for data.
    written.writeUIntBE(
      one === undefined ? tree.length : typeof one === 'number' ? one : tree.length + 16 + one.data,
      0,
      3,
    );
    return written;
  };
  const metadata = encode({
    ...{ binary_format_major_version: 2, binary_format_minor_version: 0 },
    ...{ build_epoch: Date.parse('2026-01-02T03:04:05Z') / 1000, database_type: 'Test-Country' },
    ...{ description: { en: 'made by a test' }, ip_version: 4, languages: ['en'] },
    ...{ node_count: tree.length, record_size: 24 },
  });
  return Buffer.concat([
    ...tree.flatMap((node) => [record(node[0]), record(node[1])]),
    Buffer.alloc(16),
    ...data,
    Buffer.from('abcdef4d61784d696e642e636f6d', 'hex'),
    metadata,
  ]);
}

function encode(value: Value): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([control(2, text.length), text]);
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  // Lists are of an extended type: its number less seven comes in a byte of its own.
  if (Array.isArray(value)) return Buffer.concat([Buffer.from([value.length, 4]), ...value.map(encode)]);
  const entries = Object.entries(value);
  return Buffer.concat([
    control(7, entries.length),
    ...entries.flatMap(([key, one]) => [encode(key), encode(one)]),
  ]);
}

/** Sizes here are below 29. */
const control = (type: number, size: number): Buffer => Buffer.from([(type << 5) | size]);
