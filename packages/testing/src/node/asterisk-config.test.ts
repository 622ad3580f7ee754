import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { asteriskFiles } from './asterisk-config.ts';

const DOCS = readFileSync(new URL('../../../../docs/adapters/asterisk.md', import.meta.url), 'utf8');
/** Says something else where all are on one machine, and there is no provider. */
const OWN = /^(bindaddr|bindport|password|protocol|bind|callerid)=/;

const files = asteriskFiles({
  ...{
    root: '/opt/asterisk',
    state: '/tmp/asterisk',
    httpPort: 8088,
    amiPort: 5038,
    rtpStart: 10_000,
    rtpPorts: 200,
  },
  ...{ ariUser: 'ringback', ariPassword: 'CHANGE_ME', visitorPassword: 'x', hostAddress: '192.0.2.1' },
  agents: [{ extension: '101', name: 'Olena' }],
});

/** `[section]`, with its lines; comments and empty lines are nobody's. */
function sections(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (/^\[.+\]/.test(line)) found.set(line, (lines = [...(found.get(line) ?? [])]));
    else if (line !== '' && !line.startsWith(';')) lines.push(line);
    if (/^\[.+\]/.test(line)) found.set(line, lines);
  }
  return found;
}

/** The first configuration that follows where the docs name the file. */
function documented(name: string): string {
  const [, block] = new RegExp(`^\`${name}\`[^]*?\`\`\`ini\\n([^]*?)\`\`\``, 'm').exec(DOCS) ?? [];
  if (block === undefined) throw new Error(`The docs have no ${name}.`);
  return block;
}

it.each(['http.conf', 'ari.conf', 'sorcery.conf', 'pjsip.conf', 'extensions.conf'])(
  'What the docs tell an owner to write into %s is what the tests run',
  (name) => {
    const tested = sections(files[name] ?? '');
    const missing = [...sections(documented(name))].flatMap(([section, lines]) => {
      // The tests speak ws, because all is on one machine.
      const there = tested.get(section.replace('transport-wss', 'transport-ws'));
      if (!there) return [section];
      return lines
        .filter((line) => !OWN.test(line) && !there.includes(line))
        .map((line) => `${section} ${line}`);
    });
    expect(missing).toEqual([]);
  },
);
