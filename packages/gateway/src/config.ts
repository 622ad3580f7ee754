/** One configuration file, checked as a whole: every wrong key is named, with what is allowed there. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AsteriskSettings } from '@ringback/adapters/asterisk';
import { CRM_GROUPS } from '@ringback/adapters';
import { MangoSettings } from '@ringback/adapters/mango-office';
import { SandboxSettings } from '@ringback/adapters/sandbox';
import { DEFAULT_SETTINGS, MOST_PASSWORD, PersonInput, RingbackError, Settings } from '@ringback/model';
import * as z from 'zod/mini';
import { checkSettings, systemOf, SYSTEMS } from './crm/systems.ts';
import { LOG_LEVELS } from './log.ts';
import { present } from './present.ts';

z.config(z.locales.en());

const Agent = z.extend(PersonInput, {
  password: z.string().check(z.minLength(8, 'must have at least 8 characters'), z.maxLength(MOST_PASSWORD)),
});

const Config = z.strictObject({
  listen: z._default(
    z.strictObject({
      host: z._default(z.string().check(z.minLength(1)), '127.0.0.1'),
      /** 0 = any free one. */
      port: z._default(z.int().check(z.minimum(0), z.maximum(65_535)), 4700),
      /** A reverse proxy of yours stands in front and sets X-Forwarded-For. */
      trustProxy: z._default(z.boolean(), false),
    }),
    { host: '127.0.0.1', port: 4700, trustProxy: false },
  ),
  /** Where browsers reach the gateway. Default: http://localhost and the port. */
  publicUrl: z.optional(
    z
      .string()
      .check(
        z.regex(/^https?:\/\/[^/\s?#@]+\/?$/, 'must be scheme, host and port, such as https://calls.example'),
      ),
  ),
  /** Folder of the store; relative to this file. */
  dataDir: z._default(z.string().check(z.minLength(1)), 'data'),
  /** Folder of your own prompts (see docs/prompts.md); relative to this file. */
  promptsDir: z.optional(z.string().check(z.minLength(1))),
  /** Where the PBX fetches what callers hear. Default: http://127.0.0.1 and the port. */
  promptsUrl: z.optional(
    z.string().check(z.regex(/^https?:\/\/[^/\s?#@,]+\/?$/, 'must be scheme, host and port')),
  ),
  /** Several nodes stand on this data folder: one controls the PBX, the others wait to take its place. */
  sharedStore: z._default(z.boolean(), false),
  pbx: z.discriminatedUnion('system', [
    z.extend(SandboxSettings, { system: z.literal('sandbox') }),
    /** Both: settings of a new store; afterwards they are made at /admin. */
    z.extend(z.partial(AsteriskSettings), { system: z.literal('asterisk') }),
    z.extend(z.partial(MangoSettings), { system: z.literal('mango-office') }),
  ]),
  /** Folders of the built bundles. */
  bundles: z._default(
    z.strictObject({ embed: z.optional(z.string()), callback: z.optional(z.string()) }),
    {},
  ),
  /** People of a new store, and whoever's login is new to it; afterwards they are changed at /admin. */
  agents: z._default(z.array(Agent), []),
  /** Systems of record of a new store, in order; afterwards they are connected at /admin. Keys of each are its adapter's. */
  crm: z._default(
    z.array(
      z.looseObject({
        system: z.enum(SYSTEMS.map(({ manifest }) => manifest.id)),
        /** Groups whose system of record it is: parties, deals, tasks … */
        recordOf: z._default(z.array(z.enum(CRM_GROUPS)), []),
      }),
    ),
    [],
  ),
  /** Settings of a new store; afterwards they are changed at /admin. */
  settings: z._default(z.partial(Settings), {}),
  log: z._default(z.strictObject({ level: z._default(z.enum(LOG_LEVELS), 'info') }), { level: 'info' }),
});

export type ConfigInput = z.input<typeof Config>;
export type GatewayConfig = Omit<z.infer<typeof Config>, 'settings'> & { settings: Settings };

/** Reads the file; paths in it are relative to it. */
export async function readConfig(path: string): Promise<GatewayConfig> {
  const file = resolve(path);
  const what = `The configuration file ${file}`;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new RingbackError('invalid', `${what} cannot be read (${(error as NodeJS.ErrnoException).code}).`, {
      hint: 'Name the right one: --config path/to/ringback.config.json.',
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // Node quotes a piece of the text, and the text holds passwords.
    const place = /at position \d+(?: \(line \d+ column \d+\))?/.exec((error as Error).message)?.[0];
    throw new RingbackError('invalid', `${what} is not valid JSON${place === undefined ? '' : ` ${place}`}.`);
  }
  return checkConfig(value, { what, folder: dirname(file) });
}

export function checkConfig(
  value: unknown,
  { what = 'The configuration', folder = process.cwd() } = {},
): GatewayConfig {
  const parsed = Config.safeParse(value);
  const faults = parsed.success
    ? faultsOf(parsed.data)
    : parsed.error.issues.flatMap((issue) => explain(issue, value));
  if (!parsed.success || faults.length > 0) {
    throw new RingbackError(
      'invalid',
      `${what} is wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  }
  const config = parsed.data;
  const at = (path: string | undefined) => (path === undefined ? undefined : resolve(folder, path));
  return {
    ...config,
    publicUrl: config.publicUrl?.replace(/\/$/, ''),
    dataDir: resolve(folder, config.dataDir),
    promptsDir: at(config.promptsDir),
    promptsUrl: config.promptsUrl?.replace(/\/$/, ''),
    bundles: { embed: at(config.bundles.embed), callback: at(config.bundles.callback) },
    settings: { ...DEFAULT_SETTINGS, ...present(config.settings) },
  };
}

/** What no single field can know. */
function faultsOf({ agents, publicUrl, crm, pbx }: z.infer<typeof Config>): string[] {
  const faults = crm.flatMap(crmFaults);
  if (pbx.system === 'mango-office' && (pbx.apiKey === undefined) !== (pbx.apiSalt === undefined))
    faults.push('pbx: apiKey and apiSalt belong together; leave both out to put them in at /admin');
  if (pbx.system === 'asterisk') faults.push(...asteriskFaults(pbx));
  for (const field of ['login', 'extension'] as const) {
    agents.forEach((agent, index) => {
      if (agents.findIndex((other) => other[field] === agent[field]) < index) {
        faults.push(`agents.${index}.${field}: "${agent[field]}" is taken by another agent above`);
      }
    });
  }
  const local =
    publicUrl === undefined || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(publicUrl);
  if (!local && !publicUrl.startsWith('https:')) {
    faults.push(
      'publicUrl: must begin with https://, because browsers give no microphone to plain http (localhost excepted)',
    );
  }
  return faults;
}

/** All that is needed, or nothing of it. */
function asteriskFaults(pbx: Record<string, unknown>): string[] {
  const needed = ['ariUrl', 'user', 'password', 'sipServers', 'domain'];
  const missing = needed.filter((key) => pbx[key] === undefined);
  if (missing.length === 0 || missing.length === needed.length) return [];
  return missing.map(
    (key) => `pbx.${key}: is missing; leave all of ${needed.join(', ')} out to put them in at /admin`,
  );
}

/** Each adapter checks its own settings. */
function crmFaults(
  { system, recordOf: _groups, ...settings }: { system: string; recordOf: unknown },
  index: number,
) {
  try {
    checkSettings(systemOf(system), settings);
    return [];
  } catch (error) {
    if (!(error instanceof RingbackError)) throw error;
    return Object.entries(error.fields ?? {}).map(([field, why]) => `crm.${index}.${field}: ${why}`);
  }
}

function explain(issue: z.core.$ZodIssue, value: unknown): string[] {
  const path = issue.path.join('.');
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path, value);
    return issue.keys.map(
      (key) => `${at(key)}: is not known${known.length > 0 ? `; known here: ${known.join(', ')}` : ''}`,
    );
  }
  if (issue.code === 'invalid_union' && issue.path.join('.') === 'pbx.system')
    return ['pbx.system: must be "sandbox", "asterisk" or "mango-office"'];
  if (issue.code === 'invalid_type' && /received undefined/.test(issue.message))
    return [`${path}: is missing (${issue.expected})`];
  return [`${path === '' ? 'the whole' : path}: ${issue.message}`];
}

/** The keys that the schema knows at this place; the PBX's depend on its system. */
function knownKeys(path: readonly PropertyKey[], value: unknown): string[] {
  if (path[0] === 'pbx') {
    const system = (value as { pbx?: { system?: unknown } }).pbx?.system;
    if (path.length > 1) return [];
    const { shape } =
      system === 'asterisk' ? AsteriskSettings : system === 'mango-office' ? MangoSettings : SandboxSettings;
    const known = Object.keys(shape);
    return [...new Set(['system', ...known])];
  }
  const schema = z.toJSONSchema(Config, { unrepresentable: 'any', io: 'input' }) as JsonSchema;
  const found = path.reduce<JsonSchema | undefined>(
    (one, key) => (typeof key === 'number' ? one?.items : one?.properties?.[String(key)]),
    schema,
  );
  return Object.keys(found?.properties ?? {});
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
}
