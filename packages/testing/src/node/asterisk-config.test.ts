import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { asteriskFiles } from './asterisk-config.ts';

const DOCS = readFileSync(new URL('../../../../docs/adapters/asterisk.md', import.meta.url), 'utf8');
/** Says something else where all are on one machine, and there is no provider. */
const OWN = /^(bindaddr|bindport|password|protocol|bind|callerid)=/;

/** Where a file or a port is, on this machine. */
const MACHINE = /^(tlsbindaddr|tlscertfile|tlsprivatekey|bind|cert_file|priv_key_file)=/;

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
  tls: { httpsPort: 8089, sipPort: 5061 },
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

/** The lines of all blocks that begin with the file's name as a comment. */
function alsoDocumented(name: string): string {
  const blocks = [...DOCS.matchAll(/```ini\n([^]*?)```/g)].map(([, block = '']) => block);
  const parts = blocks.flatMap((block) => block.split(/^; (?=[\w.]+\.conf$)/m));
  return parts.flatMap((part) => (part.startsWith(`${name}\n`) ? part.slice(name.length) : [])).join('\n');
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
      const there = tested.get(section);
      if (!there) return [section];
      return lines
        .filter((line) => !OWN.test(line) && !there.includes(line))
        .map((line) => `${section} ${line}`);
    });
    expect(missing).toEqual([]);
  },
);

it('What the docs tell of TLS is what the tests run', () => {
  const http = alsoDocumented('http.conf').trim().split('\n');
  expect(http).toContain('tlsenable=yes');
  const tested = (files['http.conf'] ?? '').split('\n');
  expect(http.filter((line) => !MACHINE.test(line) && !tested.includes(line))).toEqual([]);
  const sip = sections(alsoDocumented('pjsip.conf')).get('[transport-tls]') ?? [];
  expect(sip).toContain('protocol=tls');
  const there = sections(files['pjsip.conf'] ?? '').get('[transport-tls]') ?? [];
  expect(sip.filter((line) => !MACHINE.test(line) && !there.includes(line))).toEqual([]);
  const names = (lines: string[]) => lines.map((line) => line.split('=')[0]).sort();
  expect(names(there)).toEqual(names(sip));
});
