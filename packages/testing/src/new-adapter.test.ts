/** `npm run new:adapter`: what it makes compiles, and its suite says what is to be written. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SCRIPT = join(ROOT, 'scripts/new-adapter.mjs');
const SYSTEMS = 'packages/adapters/src/crm';
let copy: string;
const own = (name: string) => join(copy, SYSTEMS, 'my-crm', name);

/** The repository with everything in it by reference, but a folder of its own for new systems. */
function shadow(folder: string): void {
  mkdirSync(join(copy, folder), { recursive: true });
  for (const name of readdirSync(join(ROOT, folder))) {
    const path = join(folder, name);
    const isAbove = SYSTEMS === path || SYSTEMS.startsWith(`${path}/`);
    if (isAbove) shadow(path);
    else symlinkSync(join(ROOT, path), join(copy, path));
  }
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'rb-new-adapter-'));
  for (const folder of ['packages/adapters']) shadow(folder);
  for (const path of ['node_modules', 'tsconfig.json']) symlinkSync(join(ROOT, path), join(copy, path));
  mkdirSync(join(copy, 'docs/adapters'), { recursive: true });
  execFileSync(process.execPath, [SCRIPT, 'my-crm', copy]);
});
afterAll(() => rmSync(copy, { recursive: true }));

interface Outcome {
  name: string;
  fault?: string;
}

/** Runs the conformance suite as Node does, with a runner that only takes notes. */
const RUN = `
const { crmConformance } = await import('./testing/index.ts');
const { manifest } = await import('./crm/my-crm/index.ts');
const { createMyCrmHarness } = await import('./crm/my-crm/simulator.ts');
const tests = [];
const scopes = [{ before: [], after: [] }];
const steps = [];
const runner = {
  describe(_name, body) {
    const scope = { before: [], after: [] };
    scopes.push(scope);
    steps.push(async () => { for (const one of scope.before) await one(); });
    body();
    steps.push(async () => { for (const one of scope.after) await one(); });
    scopes.pop();
  },
  it: (name, body) => steps.push(async () => {
    const skip = (reason) => { throw new Error(\`skipped: \${reason}\`); };
    try { await body({ skip }); tests.push({ name }); } catch (error) { tests.push({ name, fault: String(error.message) }); }
  }),
  beforeAll: (body) => scopes.at(-1).before.push(body),
  afterAll: (body) => scopes.at(-1).after.push(body),
};
crmConformance(runner, { manifest, setup: createMyCrmHarness });
for (const step of steps) await step();
console.log(JSON.stringify(tests));
`;

describe('a new adapter', () => {
  it('compiles as it is made', () => {
    const config = ts.getParsedCommandLineOfConfigFile(
      join(ROOT, 'tsconfig.json'),
      { noEmit: true },
      {
        ...ts.sys,
        onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
          throw new Error(String(messageText));
        },
      },
    );
    const files = readdirSync(dirname(own('index.ts'))).filter((name) => name.endsWith('.ts'));
    expect(files).toHaveLength(6);
    const program = ts.createProgram(files.map(own), config!.options);
    const faults = files.flatMap((name) => {
      const source = program.getSourceFile(own(name));
      expect(source, name).toBeDefined();
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    });
    expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
  }, 60_000);

  it('fails its suite, which names what is to be written and where', () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--conditions=source', '--input-type=module', '--eval', RUN],
      { cwd: join(copy, 'packages/adapters/src'), encoding: 'utf8' },
    );
    expect(status, stderr).toBe(0);
    const tests = JSON.parse(stdout) as Outcome[];
    const faults = tests.flatMap(({ fault }) => fault ?? []);
    for (const what of [
      'checkConnection in index.ts',
      'parties.findByPhone in index.ts',
      'seed.party in simulator.ts',
      'seed.many in simulator.ts',
      'lacks.mail',
    ])
      expect(
        faults.some((fault) => fault.includes(what)),
        `${what}, of:\n${faults.join('\n')}`,
      ).toBe(true);
    // What it declares of itself is in order: the rest is for whoever fills it in.
    const passed = tests.filter(({ fault }) => fault === undefined).map(({ name }) => name);
    expect(passed).toContain('has what it declares, and declares what it has');
    expect(passed).toContain('says of every setting what it is and where to find it');
  }, 60_000);

  it('is made once, and only under a name that can be one', () => {
    const again = spawnSync(process.execPath, [SCRIPT, 'my-crm', copy], { encoding: 'utf8' });
    expect([again.status, again.stderr]).toEqual([1, expect.stringContaining('is there already')]);
    const wrong = spawnSync(process.execPath, [SCRIPT, '../My', copy], { encoding: 'utf8' });
    expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringContaining('small letters')]);
  });
});
