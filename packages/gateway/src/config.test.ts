import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkConfig, readConfig } from './config.ts';

const pbx = {
  system: 'sandbox',
  controlUrl: 'ws://127.0.0.1:4705/control',
  controlToken: 'a-long-control-token',
  sipServers: ['ws://127.0.0.1:4705/sip'],
  domain: 'sandbox.ringback',
};
const agent = { login: 'olena', name: 'Olena', role: 'employee', extension: '101', password: 'ringback' };

function faults(config: object): string[] {
  try {
    checkConfig({ pbx, ...config });
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
  return [];
}

describe('the configuration', () => {
  it('needs no more than a PBX', () => {
    expect(checkConfig({ pbx }, { folder: '/srv/ringback' })).toEqual({
      listen: { host: '127.0.0.1', port: 4700, trustProxy: false },
      publicUrl: undefined,
      dataDir: '/srv/ringback/data',
      sharedStore: false,
      pbx: { ...pbx, dtmf: 'rfc4733' },
      bundles: { embed: undefined, callback: undefined },
      agents: [],
      crm: [],
      settings: DEFAULT_SETTINGS,
      log: { level: 'info' },
    });
  });

  it('names every wrong key at once, with what is allowed there', () => {
    const wrong = {
      listen: { prot: 1, port: 99_999 },
      pbx: { ...pbx, controlToken: 'short', adress: 'x' },
      agents: [{ ...agent, role: 'boss', password: 'short' }],
      settings: { company: '', colour: 'red' },
      colour: 'red',
    };
    expect(faults(wrong)).toEqual([
      '  - listen.port: Too big: expected number to be <=65535',
      '  - listen.prot: is not known; known here: host, port, trustProxy',
      '  - pbx.controlToken: Too small: expected string to have >=16 characters',
      '  - pbx.adress: is not known; known here: system, controlUrl, controlToken, sipServers, domain, dtmf',
      expect.stringContaining('  - agents.0.role: Invalid option: expected one of "employee"|"group-head"'),
      '  - agents.0.password: must have at least 8 characters',
      '  - settings.company: Too small: expected string to have >=1 characters',
      expect.stringContaining('  - settings.colour: is not known; known here: company, country'),
      '  - colour: is not known; known here: listen, publicUrl, dataDir, promptsDir, promptsUrl, sharedStore, pbx, bundles, agents, crm, settings, log',
    ]);
  });

  it.each([
    [{ pbx: undefined }, '  - pbx: is missing'],
    [{ pbx: { system: 'phone' } }, '  - pbx.system: must be "sandbox", "asterisk" or "mango-office"'],
    [
      { agents: [agent, { ...agent, login: 'andriy' }] },
      '  - agents.1.extension: "101" is taken by another agent above',
    ],
    [
      { agents: [{ ...agent, login: 'Olena' }] },
      '  - agents.0.login: must be up to 64 small letters, digits, dots, - or _',
    ],
    [
      { publicUrl: 'calls.example' },
      '  - publicUrl: must be scheme, host and port, such as https://calls.example',
    ],
    [
      { publicUrl: 'http://calls.example' },
      '  - publicUrl: must begin with https://, because browsers give no microphone to plain http (localhost excepted)',
    ],
  ])('is refused: %j', (config, fault) => {
    expect(faults(config)).toEqual([expect.stringContaining(fault)]);
  });

  it('repeats no secret in its complaints', () => {
    expect(
      faults({ pbx: { ...pbx, controlToken: 'canary' }, agents: [{ ...agent, password: 'canary' }] }).join(),
    ).not.toContain('canary');
  });
});

describe('the configuration file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringback-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is read with paths relative to it', async () => {
    const path = join(folder, 'ringback.config.json');
    writeFileSync(
      path,
      JSON.stringify({
        pbx,
        dataDir: 'store',
        bundles: { embed: '../embed' },
        publicUrl: 'https://calls.example/',
      }),
    );
    expect(await readConfig(path)).toMatchObject({
      dataDir: join(folder, 'store'),
      bundles: { embed: join(folder, '..', 'embed') },
      publicUrl: 'https://calls.example',
    });
  });

  it('that is not there, or is not JSON, is told in one sentence without its content', async () => {
    const path = join(folder, 'ringback.config.json');
    await expect(readConfig(path)).rejects.toThrow(`The configuration file ${path} cannot be read (ENOENT).`);
    writeFileSync(path, '{ "password": canary }');
    const error = await readConfig(path).catch((reason: Error) => reason);
    expect(error).toMatchObject({ message: expect.stringMatching(/is not valid JSON/) });
    expect((error as Error).message).not.toContain('canary');
  });
});
